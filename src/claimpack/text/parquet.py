"""Parquet in: a file whose columns already are what the schema says needs no judging of its text."""

from pathlib import Path

import polars as pl
from frictionless import Field, Resource
from frictionless.resources import TableResource

from claimpack.column_types import COLUMN_TYPES, column_type
from claimpack.text.spelling import missing_values
from claimpack.text.typed import RESERVED


def typed_parquet(resource: Resource) -> Path | None:
    """Return the file of a table that gate 2 can read as it is; None where frictionless must read it.

    Its columns have the schema's names, order and types, and no text in it means "no value".
    """
    path = Path(resource.normpath or "")
    if not isinstance(resource, TableResource) or resource.format != "parquet" or not path.is_file():
        return None
    if resource.extrapaths or resource.remote or RESERVED.intersection(resource.schema.field_names):
        return None
    try:
        is_typed = _has_types(path, resource.schema.fields) and all(
            _has_valid_texts(path, field) for field in resource.schema.fields if field.type in TEXT_TYPES
        )
    except (OSError, pl.exceptions.PolarsError):
        return None
    return path if is_typed else None


TEXT_TYPES = {"any", "string"}


def _has_types(path: Path, fields: list[Field]) -> bool:
    # Other types' columns stay text, which frictionless judges cell by cell.
    plain = all(field.type in COLUMN_TYPES.keys() | TEXT_TYPES for field in fields)
    expected = [(field.name, column_type(field).polars) for field in fields]
    return plain and bool(fields) and list(pl.read_parquet_schema(path).items()) == expected


def _has_valid_texts(path: Path, field: Field) -> bool:
    """Tell whether no text in a column means "no value", and each is of the field's format, if it has one."""
    column = pl.scan_parquet(path).select(field.name)
    if column.select(pl.col(field.name).is_in(missing_values(field)).any()).collect(engine="streaming").item():
        return False
    if field.format == "default":
        return True
    read = field.create_value_reader()
    return all(read(text) is not None for text in column.unique().collect()[field.name].drop_nulls())
