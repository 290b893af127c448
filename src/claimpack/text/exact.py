"""Gate 1, exact: frictionless reads and judges a table whole, whatever its format, dialect or damage."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from frictionless import Error, Field, Resource, Row
from frictionless.resources import TableResource

from claimpack.column_types import column_type
from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.text.doubles import placing
from claimpack.text.placeless import AS_TEXT, PLACELESS
from claimpack.text.typed import ROW, ROW_TYPE, can_be_typed

if TYPE_CHECKING:
    import pyarrow.parquet as pq

BATCH_ROWS = 10_000


def read_exactly(resource: Resource, file: str, parquet: Path) -> list[Issue]:
    """Let frictionless validate a resource; write the rows it could read as typed Parquet, if it is a table.

    Returns every issue frictionless finds, keys and file hash included. No Parquet is left of a table that could
    not be opened, or that has a field of a name reserved for the typed Parquet.
    """
    writer = _RowWriter(parquet, file, resource)
    try:
        report = resource.validate(limit_errors=0, on_row=writer.add)
    except Exception as exception:  # frictionless lets other libraries' errors through
        note = f"cannot be read: {type(exception).__name__}: {exception}"
        return [Issue(file, None, None, "source-error", None, " ".join(note.split()), fix_for(""), resource.name or "")]
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    if isinstance(resource, TableResource):
        writer.close(resource.schema.fields, has_opened=not errors)
    return [*(to_issue(error, file, resource.name or "") for error in errors), *writer.issues]


def to_issue(error: Error, file: str, table: str) -> Issue:
    """Translate a frictionless error into an issue; its type is the rule."""
    row = getattr(error, "row_number", None)
    field = getattr(error, "field_name", None) or ", ".join(getattr(error, "field_names", [])) or None
    note = " ".join((error.note or error.message).split())
    fix = fix_for(note.split('"')[1] if error.type == "constraint-error" else error.type)
    value = getattr(error, "cell", None) or ", ".join(getattr(error, "field_cells", [])) or None
    return Issue(file, row, field, error.type, value, note, fix, table)


def _is_missing(value: Any) -> bool:  # noqa: ANN401  # any type that a field can have
    """Tell whether a value is what pandas has for a missing number or time; it has nothing else that is none."""
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, (datetime, float)) and value != value  # noqa: PLR0124  # pandas' NaT is a datetime


class _RowWriter:
    """Collects frictionless rows and writes them as typed Parquet in batches."""

    def __init__(self, parquet: Path, file: str, resource: Resource) -> None:
        self.issues: list[Issue] = []
        self._parquet, self._file, self._table = parquet, file, resource.name or ""
        self._is_of_pandas = resource.format == "parquet"
        self._rows: list[Row] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= BATCH_ROWS:
            self._write(row.fields)

    def close(self, fields: list[Field], *, has_opened: bool) -> None:
        """Write the rest; a table of no rows is written only if it could be opened."""
        if self._rows or (has_opened and self._writer is None):
            self._write(fields)
        if self._writer:
            self._writer.close()

    def _write(self, fields: list[Field]) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415  # slow to import, and not needed by most packages

        if not can_be_typed(field.name for field in fields):
            self._rows.clear()
            return
        types = {ROW: ROW_TYPE, **{field.name: column_type(field).polars for field in fields}}
        columns: dict[str, list[Any]] = {ROW: [row.row_number for row in self._rows]}
        columns |= {field.name: list(self._stored(field)) for field in fields}
        batch = pl.DataFrame(columns, types).to_arrow()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._parquet, batch.schema, compression="zstd")
        self._writer.write_table(batch)
        self._rows.clear()

    def _stored(self, field: Field) -> Iterator[Any]:
        placed = placing(field)
        for row in self._rows:
            value = row.get(field.name)
            if self._is_of_pandas and _is_missing(value):
                value = None
            stored = placed(value, None)
            if value is not None and stored is None:
                rule, message = PLACELESS[field.type]
                issue = Issue(self._file, row.row_number, field.name, rule, str(value), message, AS_TEXT, self._table)
                self.issues.append(issue)
            yield stored
