"""The rows of a table by key, whatever its size."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import polars as pl

from claimpack.text.typed import TypedTable

MOST_SORTED = 500_000
"""About how many rows are sorted at a time."""

GROUP_ROWS = 20_000
"""Rows in a Parquet row group. Polars reads several of several files ahead: of larger ones, they take gigabytes."""

SAMPLED = 100
"""How many keys are looked at for each part of a table."""


def in_key_order(table: TypedTable, folder: Path) -> pl.LazyFrame:
    """Return a table's rows without `_row`, by primary key; in the file's order where there is no key.

    Rows that have to be sorted are so once, into files below `folder`, which has to outlast them.
    """
    rows, key = table.scan().select(table.schema.field_names), table.schema.primary_key
    return _sorted(rows, key, folder) if key and not _is_in_order(rows, key) else rows


def _is_in_order(rows: pl.LazyFrame, key: list[str]) -> bool:
    """Tell whether rows need no sorting; False if in doubt."""
    disorder = pl.lit(False)
    for field in reversed(key):
        here, before = pl.col(field), pl.col(field).shift(1)
        disorder = (here < before) | ((here == before) & disorder)
    doubt = disorder.fill_null(True).slice(1).any()
    return not rows.select(doubt).collect(engine="streaming").item()


def _sorted(rows: pl.LazyFrame, key: list[str], folder: Path) -> pl.LazyFrame:
    """Sort rows part by part; at once, they would take several times their size in memory.

    Rows of one first key stay together, so many of them are many at a time.
    """
    parts = Path(mkdtemp(prefix="sorted-", dir=folder))
    paths = []
    for number, is_in_part in enumerate(_parts(rows, key[0])):
        paths.append(parts / f"{number}.parquet")
        part = rows.filter(is_in_part).collect(engine="streaming").sort(key)
        part.write_parquet(paths[-1], compression="lz4", row_group_size=GROUP_ROWS)
    return pl.scan_parquet(paths, glob=False)


def _parts(rows: pl.LazyFrame, field: str) -> Iterator[pl.Expr]:
    """Yield for each part of rows, in order, which belong to it: those without a value to the first one."""
    size: int = rows.select(pl.len()).collect().item()
    count = -(-size // MOST_SORTED)
    some = rows.select(pl.col(field).gather_every(max(1, size // (count * SAMPLED)))).collect(engine="streaming")
    known = some.to_series().drop_nulls().sort()
    bounds = [known[len(known) * number // count] for number in range(1, count)] if len(known) else []
    value, is_left = pl.col(field), pl.lit(True)
    for bound in dict.fromkeys(bounds):
        is_below = (value < bound).fill_null(True)
        yield is_left & is_below
        is_left = ~is_below
    yield is_left
