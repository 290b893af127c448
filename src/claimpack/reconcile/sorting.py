"""Computed tables larger than the memory: written slice by slice, then sorted part by part, all on disk."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from claimpack.reconcile.ids import starts_with_digit
from claimpack.reconcile.results import KEYS

DIGITS = "0123456789abcdef"


def sorted_on_disk(slices: Iterable[Mapping[str, pl.DataFrame]], folder: Path) -> dict[str, pl.LazyFrame]:
    """Return each computed table of all slices, sorted by key, as a lazy frame over Parquet in an empty folder.

    There is at least one slice.
    """
    files: dict[str, list[Path]] = {name: [] for name in KEYS}
    for number, tables in enumerate(slices):
        for name, rows in tables.items():
            files[name].append(folder / f"{name}-slice-{number}.parquet")
            _write_sorted(rows, KEYS[name], files[name][-1])
    return {name: pl.scan_parquet(_merged(name, files[name], folder), glob=False) for name in KEYS}


def _merged(name: str, slices: list[Path], folder: Path) -> list[Path]:
    """Return files that, one after the other, hold the rows of all slices, sorted; the slices' own are deleted.

    Keys begin with an id, whose digits are spread evenly: the rows of each first digit are few enough to be sorted.
    """
    if len(slices) == 1:
        return slices
    parts = []
    for digit in DIGITS:
        rows = pl.scan_parquet(slices, glob=False).filter(starts_with_digit(KEYS[name][0], digit))
        parts.append(folder / f"{name}-part-{digit}.parquet")
        _write_sorted(rows.collect(engine="streaming"), KEYS[name], parts[-1])
    for path in slices:
        path.unlink()
    return parts


def _write_sorted(rows: pl.DataFrame, key: Sequence[str], path: Path) -> None:
    # In as many groups, most of which need not be read for the rows of one first digit.
    group = rows.height // len(DIGITS) + 1
    rows.sort(key).write_parquet(path, compression="lz4", row_group_size=group)
