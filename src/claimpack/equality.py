"""Comparing the rows of tables of any size within little memory: by hash first, then exactly what hashes leave open.

The hashes are those of Polars, 8 bytes a row in place of the values. Frames of any other engine are left as they are:
they are compared exactly at once.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import xor

import narwhals as nw
import polars as pl

from claimpack.rules.rule import Frame

ROWS_AT_ONCE = 4_000_000
"""So many keys of some 15 characters are looked up in half a gigabyte."""


def rows_that_may_repeat(rows: Frame, columns: Sequence[str]) -> Frame:
    """Return the rows that may have the same values in some columns as another row: all that do, hardly another."""
    native = rows.to_native()
    if not isinstance(native, pl.LazyFrame):
        return rows
    hashes = reduce(xor, (pl.col(column).hash(seed) for seed, column in enumerate(columns)))
    in_order = native.select(hash=hashes.sort())
    again = in_order.filter(pl.col("hash") == pl.col("hash").shift(1)).collect(engine="streaming")["hash"]
    return nw.from_native(native.filter(hashes.is_in(again.unique().implode())) if len(again) else native.clear())


def rows_without_match(rows: Frame, columns: list[str], others: Frame, other_columns: list[str]) -> Iterator[Frame]:
    """Yield the rows whose values in some columns no other row has in its columns, in as many parts as memory wants."""
    native, other = rows.to_native(), others.select(other_columns).to_native()
    if not isinstance(native, pl.LazyFrame):
        yield rows.join(others.select(other_columns), left_on=columns, right_on=other_columns, how="anti")
        return
    count = other.select(pl.len()).collect(engine="streaming").item() // ROWS_AT_ONCE + 1
    for part in range(count):
        some, some_others = native, other
        if count > 1:
            some = native.filter(pl.col(columns[0]).hash() % count == part)
            some_others = other.filter(pl.col(other_columns[0]).hash() % count == part)
        yield nw.from_native(some.join(some_others, left_on=columns, right_on=other_columns, how="anti"))
