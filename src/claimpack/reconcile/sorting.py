"""Computed tables larger than the memory: written slice by slice, then sorted part by part, all on disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from claimpack.reconcile.ids import starts_with_digit
from claimpack.reconcile.results import KEYS

DIGITS = "0123456789abcdef"


def write_slice(tables: Mapping[str, pl.DataFrame], number: int, folder: Path) -> None:
    """Write the computed tables of a slice, each sorted by key, into a folder."""
    for name, rows in tables.items():
        _write_sorted(rows, KEYS[name], folder / f"{name}-slice-{number}.parquet")


def merged(folder: Path) -> dict[str, pl.LazyFrame]:
    """Return each computed table of the slices written into a folder, sorted by key, as a lazy frame over files in it.

    There is at least one slice.
    """
    slices = {name: sorted(folder.glob(f"{name}-slice-*.parquet")) for name in KEYS}
    return {name: pl.scan_parquet(_merged(name, slices[name], folder), glob=False) for name in KEYS}


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
