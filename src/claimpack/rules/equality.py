"""Comparing the rows of tables of any size within little memory: by hash, count or part first, and then exactly.

The ways to do so are those of Polars. Frames of any other engine are compared in one go.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import xor

import narwhals as nw
import polars as pl

from claimpack.rules.table import Frame, Table, split

ROWS_AT_ONCE = 2_500_000
"""So many keys of some 15 characters are looked up in a third of a gigabyte."""

FEW = 4
"""Values are few if there are so many times as many rows to look them up in; then they are what is held."""

MANY = 100_000
"""Fewer rows are as soon looked up one by one."""


def rows_that_may_repeat(rows: Frame, columns: Sequence[str]) -> Iterator[Frame]:
    """Yield the rows, if any, that may have the same values in some columns as another: all that do, hardly more."""
    native = rows.to_native()
    if not isinstance(native, pl.LazyFrame):
        yield rows
        return
    if len(columns) == 1 and _rises(native, columns[0]):
        return
    # Sorted, for 8 bytes a row; to group by them takes a multiple.
    hashes = reduce(xor, (pl.col(column).hash(seed) for seed, column in enumerate(columns)))
    in_order = native.select(hash=hashes.sort())
    again = in_order.filter(pl.col("hash") == pl.col("hash").shift(1)).collect()["hash"]
    if len(again):
        yield nw.from_native(native.filter(hashes.is_in(again.unique().implode())))


def _rises(rows: pl.LazyFrame, column: str) -> bool:
    """Tell whether each value is larger than the one before, as keys in canonical order are."""
    rises = pl.col(column) > pl.col(column).shift(1)
    # Only the first has none before it; where a value is missing, there are more of those.
    return rows.select(rises.all() & (rises.null_count() <= 1)).collect().item() is True


def points_to_few(table: Table, target: Table) -> bool:
    """Tell whether a key of many rows has few values: as many at most as its target has rows, unless they dangle."""
    return MANY < table.size > target.size * FEW and target.size < ROWS_AT_ONCE


def rows_without_match(rows: Frame, column: str, others: Frame, other: str, size: int) -> Iterator[Frame]:
    """Yield the rows whose value in a column none of so many other rows has in its column, in parts.

    No row may lack a value.
    """
    others = others.select(other)
    if size * FEW >= ROWS_AT_ONCE and _has_few_values(rows, column, size):
        values = rows.select(column).unique(column)
        known = others.join(values, left_on=other, right_on=column, how="semi")
        missing = values.join(known, left_on=column, right_on=other, how="anti").collect()
        if not missing.is_empty():
            yield rows.join(missing.lazy(), on=column, how="semi")
        return
    for some, some_others in in_parts(rows, column, others, other, size):
        yield some.join(some_others, left_on=column, right_on=other, how="anti")


def in_parts(rows: Frame, column: str, others: Frame, other: str, size: int) -> Iterator[tuple[Frame, Frame]]:
    """Yield rows and so many other rows in as many pairs of parts as memory wants; equal values are in the same."""
    parts = size // ROWS_AT_ONCE + 1
    yield from zip(split(rows, column, parts), split(others, other, parts), strict=True)


def _has_few_values(rows: Frame, column: str, size: int) -> bool:
    native = rows.to_native()
    if not isinstance(native, pl.LazyFrame):
        return False
    values = native.select(pl.col(column).approx_n_unique()).collect().item()
    return bool(values * FEW < size)
