"""What each Table Schema type becomes in every engine, on one screen."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl
from frictionless import Field


@dataclass(frozen=True)
class ColumnType:
    """The column types of one Table Schema type: exact, nullable, and the same values in each."""

    duckdb: str
    polars: pl.DataType
    pandas: str


TEXT = ColumnType("VARCHAR", pl.String(), "string")
INTEGER = ColumnType("BIGINT", pl.Int64(), "Int64")

COLUMN_TYPES = {
    "boolean": ColumnType("BOOLEAN", pl.Boolean(), "boolean"),
    "date": ColumnType("DATE", pl.Date(), "date32[pyarrow]"),
    "datetime": ColumnType("TIMESTAMPTZ", pl.Datetime("us", "UTC"), "datetime64[us, UTC]"),
    "integer": INTEGER,
    "number": ColumnType("DOUBLE", pl.Float64(), "Float64"),
    "year": INTEGER,
}
"""Every type that is not named here stays text."""

INT64 = range(-(2**63), 2**63)


def column_type(field: Field) -> ColumnType:
    """Return what a field's column is in each engine."""
    return column_type_named(field.type)


def column_type_named(name: str) -> ColumnType:
    """Return what a column of a Table Schema type is in each engine."""
    return COLUMN_TYPES.get(name, TEXT)


def stored_value(field: Field, value: Any, text: str | None = None) -> Any:  # noqa: ANN401  # any type of field
    """Return a value that frictionless read as the typed column holds it; `text` is how the file spells it.

    What has no place in the column becomes None: an integer beyond 64 bits, a time outside the years 1 to 9999 of UTC.
    A time without a zone is UTC.
    """
    if value is None:
        return None
    if field.type not in COLUMN_TYPES:
        return text if text is not None else str(field.write_cell(value)[0])
    if field.type == "number":
        return _double(value)
    if field.type in {"integer", "year"}:
        return value if value in INT64 else None
    return _in_utc(value) if isinstance(value, datetime) else value


def _double(value: Decimal | float) -> float:
    if isinstance(value, float):
        return value
    decimal = Decimal(value)
    return math.nan if decimal.is_nan() else float(decimal)


def _in_utc(value: datetime) -> datetime | None:
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None
