"""Tables as rules see them, and what points from one to another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw
import polars as pl
from frictionless import Schema

Frame: TypeAlias = nw.LazyFrame[Any]


VALUES_AT_ONCE = 500_000
"""To find so many values among any number takes Polars 1.2 GB."""


@dataclass(frozen=True)
class Table:
    """A table as rules see it: its schema, its typed rows with `_row`, and how many there are."""

    schema: Schema
    rows: Frame
    size: int
    _values: dict[str, Frame] = dataclass_field(default_factory=dict, repr=False)

    def values(self, field: str, most: int) -> Frame:
        """Return each value of a field once; they are found once, and held. There should be no more than `most`."""
        if field not in self._values:
            values = self.rows.select(field).filter(~nw.col(field).is_null())
            parts = split(values, field, most // VALUES_AT_ONCE + 1)
            self._values[field] = nw.concat([part.unique(field).collect() for part in parts]).lazy()
        return self._values[field]


def split(rows: Frame, column: str, parts: int) -> Iterator[Frame]:
    """Yield rows in parts, those with equal values in a column in the same; of frames of another engine, all as one."""
    native = rows.to_native()
    if parts == 1 or not isinstance(native, pl.LazyFrame):
        yield rows
        return
    for part in range(parts):
        yield nw.from_native(native.filter(pl.col(column).hash() % parts == part))


Tables: TypeAlias = Mapping[str, Table]


class Link(NamedTuple):
    """A foreign key of one field: `table`.`field` points to `target`.`key`."""

    table: str
    field: str
    target: str
    key: str
