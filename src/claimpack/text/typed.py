"""What gate 1 makes of a table: its typed Parquet, and what is wrong with its text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from frictionless import Schema

from claimpack.issue import Issue

ROW = "_row"
"""The column that carries a record's number as frictionless counts it (the header is row 1)."""

ROW_TYPE = pl.get_index_type()
"""As Polars itself numbers rows."""

DOUBTFUL = "_doubtful"
"""The column that tells where the referee must judge a row, as the screen does not pass all of it."""

PATTERN = re.compile(r"\*|\^.*\$", re.DOTALL)
"""Names that Polars takes for those of several columns."""

FIRST_ROW = 2

MOST_ROWS_HELD = 50_000
"""Tables of no more are read once and held: a package of a few rows is asked some hundred questions."""


Stored: TypeAlias = pl.DataFrame | Path
"""Rows in memory, in a Parquet file, or in a folder of its parts."""


def scan(stored: Stored, **options: Any) -> pl.LazyFrame:  # noqa: ANN401  # what Polars takes of Parquet
    """Return stored rows as a lazy frame. A file's name is no pattern for the names of several."""
    if isinstance(stored, pl.DataFrame):
        return stored.lazy()
    return pl.scan_parquet(stored, glob=stored.is_dir(), **options)


def can_be_typed(names: Iterable[str]) -> bool:
    """Tell whether columns of such names can stand in a typed table; one with others is judged, but not typed."""
    return not any(name in {ROW, DOUBTFUL} or PATTERN.fullmatch(name) for name in names)


@dataclass(frozen=True)
class TypedTable:
    """One table with typed columns, its rows in the file's order, with the issues that its text has.

    `stored` holds the rows. `is_screened` is True where only the text was judged here, so that constraints and keys are
    still to be checked; False where frictionless judged the table whole. `has_row_numbers` is True where the Parquet
    carries them as a row's place does not give its number.
    """

    name: str
    file: str
    schema: Schema
    stored: Stored
    issues: list[Issue] = field(default_factory=list)
    is_screened: bool = True
    has_row_numbers: bool = False

    def scan(self) -> pl.LazyFrame:
        """Return the rows as a lazy frame: the schema's columns and `_row`, in the file's order."""
        return self._rows() if self.is_large else self._held.lazy()

    @cached_property
    def size(self) -> int:
        """Return the number of rows."""
        return int(scan(self.stored).select(pl.len()).collect().item())

    @cached_property
    def misspelled(self) -> frozenset[tuple[int | None, str | None]]:
        """Return the cells, by row and field, whose text is no spelling of their type; of a blank row, all."""
        cells = {(issue.row, issue.field) for issue in self.issues if issue.rule == "type-error"}
        blank = [issue.row for issue in self.issues if issue.rule == "blank-row"]
        return frozenset(cells.union(product(blank, self.schema.field_names)))

    @property
    def is_large(self) -> bool:
        """Tell whether the rows are too many to be held."""
        return isinstance(self.stored, Path) and self.size > MOST_ROWS_HELD

    @cached_property
    def _held(self) -> pl.DataFrame:
        return self._rows().collect()

    def _rows(self) -> pl.LazyFrame:
        if isinstance(self.stored, pl.DataFrame):
            rows = scan(self.stored).with_row_index(ROW, FIRST_ROW)
        elif self.has_row_numbers:
            return scan(self.stored)
        else:
            rows = scan(self.stored, row_index_name=ROW, row_index_offset=FIRST_ROW)
        return rows.select(ROW, *self.schema.field_names)
