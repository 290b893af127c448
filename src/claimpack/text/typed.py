"""What gate 1 makes of a table: its typed Parquet, and what is wrong with its text."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl
from frictionless import Schema

from claimpack.issue import Issue

ROW = "_row"
"""The column that carries a record's number as frictionless counts it (the header is row 1)."""

RAW = "_raw"
"""The column that keeps the text of a row for the referee; NULL where the screen passes the whole row."""

RESERVED = {ROW, RAW, "file_row_number"}
"""Names that the typed Parquet needs for itself; a table with such a field is judged, but not typed."""

FIRST_ROW = 2

MOST_BYTES_HELD = 1 << 20
"""Smaller tables are read once and held: a package of a few rows is asked some hundred questions."""


@dataclass(frozen=True)
class TypedTable:
    """One table as typed Parquet in the file's order, a file or a folder of parts, with the issues that its text has.

    `is_screened` is True where only the text was judged here, so that constraints and keys are still to be
    checked; False where frictionless judged the table whole. `has_row_numbers` is True where the Parquet
    carries them because a row's place in the file does not give its number.
    """

    name: str
    file: str
    schema: Schema
    parquet: Path
    issues: list[Issue] = field(default_factory=list)
    is_screened: bool = True
    has_row_numbers: bool = False

    def scan(self) -> pl.LazyFrame:
        """Return the rows as a lazy frame: the schema's columns and `_row`, in the file's order."""
        is_small = self.parquet.is_file() and self.parquet.stat().st_size < MOST_BYTES_HELD
        return self._held.lazy() if is_small else self._rows()

    @cached_property
    def _held(self) -> pl.DataFrame:
        return self._rows().collect()

    def _rows(self) -> pl.LazyFrame:
        if self.has_row_numbers:
            return pl.scan_parquet(self.parquet)
        rows = pl.scan_parquet(self.parquet, row_index_name=ROW, row_index_offset=FIRST_ROW)
        return rows.select(ROW, *self.schema.field_names)
