"""Comparing the rows of tables of any size within little memory: by hash, count or part first, and then exactly.

The ways to do so are those of Polars. Frames of any other engine are compared in one go.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import xor

import narwhals as nw
import polars as pl

from claimpack.rules.rule import Frame

ROWS_AT_ONCE = 2_500_000
"""So many keys of some 15 characters are looked up in a third of a gigabyte."""

FEW = 4
"""Values are few if there are so many times as many rows to look them up in; then they are what is held."""


def rows_that_may_repeat(rows: Frame, columns: Sequence[str]) -> Frame:
    """Return the rows that may have the same values in some columns as another row: all that do, hardly another."""
    native = rows.to_native()
    if not isinstance(native, pl.LazyFrame):
        return rows
    # Sorted, for 8 bytes a row; to group by them takes a multiple.
    hashes = reduce(xor, (pl.col(column).hash(seed) for seed, column in enumerate(columns)))
    in_order = native.select(hash=hashes.sort())
    again = in_order.filter(pl.col("hash") == pl.col("hash").shift(1)).collect(engine="streaming")["hash"]
    return nw.from_native(native.filter(hashes.is_in(again.unique().implode())) if len(again) else native.clear())


def rows_without_match(rows: Frame, column: str, others: Frame, other: str) -> Iterator[Frame]:
    """Yield the rows whose value in a column no other row has in its column, in as many parts as memory wants.

    No row may lack a value.
    """
    others = others.select(other)
    count = _count(others)
    if count * FEW >= ROWS_AT_ONCE and _has_few_values(rows, column, count):
        values = rows.select(column).unique(column)
        known = others.join(values, left_on=other, right_on=column, how="semi")
        missing = values.join(known, left_on=column, right_on=other, how="anti").collect()
        if not missing.is_empty():
            yield rows.join(missing.lazy(), on=column, how="semi")
        return
    for some, some_others in _parts(rows, column, others, other, count):
        yield some.join(some_others, left_on=column, right_on=other, how="anti")


def in_parts(rows: Frame, column: str, others: Frame, other: str) -> Iterator[tuple[Frame, Frame]]:
    """Yield rows and other rows in as many pairs of parts as memory wants; equal values are in the same pair."""
    yield from _parts(rows, column, others, other, _count(others))


def _parts(rows: Frame, column: str, others: Frame, other: str, count: int) -> Iterator[tuple[Frame, Frame]]:
    if count < ROWS_AT_ONCE:
        yield rows, others
        return
    parts = count // ROWS_AT_ONCE + 1
    for part in range(parts):
        some = rows.to_native().filter(pl.col(column).hash() % parts == part)
        some_others = others.to_native().filter(pl.col(other).hash() % parts == part)
        yield nw.from_native(some), nw.from_native(some_others)


def _count(rows: Frame) -> int:
    """Return the number of rows that Polars has to hold; 0 where another engine sees to that."""
    native = rows.to_native()
    if not isinstance(native, pl.LazyFrame):
        return 0
    return int(native.select(pl.len()).collect(engine="streaming").item())


def _has_few_values(rows: Frame, column: str, count: int) -> bool:
    values = rows.to_native().select(pl.col(column).approx_n_unique()).collect(engine="streaming").item()
    return bool(values * FEW < count)
