"""Parquet in: files whose columns already are what the schema says need no judging of their text."""

from pathlib import Path

import polars as pl
from frictionless import Field, Resource
from frictionless.resources import TableResource

from claimpack.column_types import COLUMN_TYPES, column_type
from claimpack.issue import Issue
from claimpack.text.dialect import file_of
from claimpack.text.placeless import has_unknown_times, unknown_times
from claimpack.text.spelling import missing_values
from claimpack.text.typed import can_be_typed

TEXT_TYPES = {"any", "string"}
TIME_TYPES = {"date", "datetime"}


def typed_parquet(resource: Resource) -> Path | None:
    """Return the file, or the folder of parts, of a table that gate 2 can read as it is; None otherwise.

    Its columns have the schema's names, order and types, no text in it means "no value", and Python knows all times.
    frictionless reads any other Parquet.
    """
    path = _parquet(resource)
    if path is None or not isinstance(resource, TableResource):
        return None
    if resource.extrapaths or resource.remote or not can_be_typed(resource.schema.field_names):
        return None
    parts = sorted(path.iterdir()) if path.is_dir() else [path]
    if not parts or any(part.suffix != ".parquet" for part in parts if part != path):
        return None
    fields = resource.schema.fields
    try:
        is_typed = all(_has_types(part, fields) for part in parts) and _has_valid_values(path, fields)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return path if is_typed else None


def issues_of_times(resource: Resource) -> list[Issue]:
    """Return an issue for each time in a table's Parquet that Python does not know."""
    path = _parquet(resource)
    try:
        return list(unknown_times(path, file_of(resource), resource.name or "")) if path else []
    except (OSError, pl.exceptions.PolarsError):
        return []


def _parquet(resource: Resource) -> Path | None:
    path = Path(resource.normpath or "")
    return path if resource.format == "parquet" and path.exists() else None


def _has_types(part: Path, fields: list[Field]) -> bool:
    # Other types' columns stay text, which frictionless judges cell by cell.
    plain = all(field.type in COLUMN_TYPES.keys() | TEXT_TYPES for field in fields)
    expected = [(field.name, column_type(field).polars) for field in fields]
    return plain and bool(fields) and list(pl.read_parquet_schema(part).items()) == expected


def _has_valid_values(path: Path, fields: list[Field]) -> bool:
    """Tell whether no text means "no value", each is of its field's format, if any, and Python knows all times."""
    rows = pl.scan_parquet(path)
    if has_unknown_times(rows, [field.name for field in fields if field.type in TIME_TYPES]):
        return False
    texts = [field for field in fields if field.type in TEXT_TYPES]
    means_none = [pl.col(field.name).is_in(missing_values(field)).any() for field in texts]
    if texts and rows.select(pl.any_horizontal(means_none)).collect(engine="streaming").item():
        return False
    return all(_is_of_format(rows, field) for field in texts if field.format != "default")


def _is_of_format(rows: pl.LazyFrame, field: Field) -> bool:
    read = field.create_value_reader()
    texts = rows.select(field.name).unique().collect()[field.name].drop_nulls()
    return all(read(text) is not None for text in texts)
