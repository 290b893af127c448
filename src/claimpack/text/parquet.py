"""Parquet in: files whose columns already are what the schema says need no judging of their text."""

from pathlib import Path

import polars as pl
from frictionless import Field, Resource
from frictionless.resources import TableResource

from claimpack.column_types import COLUMN_TYPES, column_type
from claimpack.text.spelling import missing_values
from claimpack.text.typed import can_be_typed

TEXT_TYPES = {"any", "string"}


def typed_parquet(resource: Resource) -> Path | None:
    """Return the file, or the folder of parts, of a table that gate 2 can read as it is; None otherwise.

    Its columns have the schema's names, order and types, and no text in it means "no value". frictionless reads any
    other Parquet.
    """
    path = Path(resource.normpath or "")
    if not isinstance(resource, TableResource) or resource.format != "parquet" or not path.exists():
        return None
    if resource.extrapaths or resource.remote or not can_be_typed(resource.schema.field_names):
        return None
    parts = sorted(path.iterdir()) if path.is_dir() else [path]
    if not parts or any(part.suffix != ".parquet" for part in parts if part != path):
        return None
    fields = resource.schema.fields
    try:
        is_typed = all(_has_types(part, fields) for part in parts) and _has_valid_texts(path, fields)
    except (OSError, pl.exceptions.PolarsError):
        return None
    return path if is_typed else None


def _has_types(part: Path, fields: list[Field]) -> bool:
    # Other types' columns stay text, which frictionless judges cell by cell.
    plain = all(field.type in COLUMN_TYPES.keys() | TEXT_TYPES for field in fields)
    expected = [(field.name, column_type(field).polars) for field in fields]
    return plain and bool(fields) and list(pl.read_parquet_schema(part).items()) == expected


def _has_valid_texts(path: Path, fields: list[Field]) -> bool:
    """Tell whether no text means "no value", and each is of its field's format, if that has one."""
    rows = pl.scan_parquet(path)
    texts = [field for field in fields if field.type in TEXT_TYPES]
    means_none = [pl.col(field.name).is_in(missing_values(field)).any() for field in texts]
    if texts and rows.select(pl.any_horizontal(means_none)).collect(engine="streaming").item():
        return False
    return all(_is_of_format(rows, field) for field in texts if field.format != "default")


def _is_of_format(rows: pl.LazyFrame, field: Field) -> bool:
    read = field.create_value_reader()
    texts = rows.select(field.name).unique().collect()[field.name].drop_nulls()
    return all(read(text) is not None for text in texts)
