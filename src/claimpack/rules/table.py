"""Tables as rules see them, and what points from one to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw
from frictionless import Schema

Frame: TypeAlias = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Table:
    """A table as rules see it: its schema, its typed rows with `_row`, and how many there are."""

    schema: Schema
    rows: Frame
    size: int
    _values: dict[str, Frame] = dataclass_field(default_factory=dict, repr=False)

    def values(self, field: str) -> Frame:
        """Return each value of a field once; they are found once, and held."""
        if field not in self._values:
            values = self.rows.select(field).filter(~nw.col(field).is_null()).unique(field)
            self._values[field] = values.collect().lazy()
        return self._values[field]


Tables: TypeAlias = Mapping[str, Table]


class Link(NamedTuple):
    """A foreign key of one field: `table`.`field` points to `target`.`key`."""

    table: str
    field: str
    target: str
    key: str
