"""Columns that hold a schema's values in other types than the schema's own."""

from collections.abc import Iterator

import polars as pl
from frictionless import Field, Schema

from claimpack.column_types import column_type
from claimpack.text.spelling import missing_values

TEXTS = (pl.String, pl.Categorical, pl.Enum)


def conformed(rows: pl.LazyFrame, schema: Schema) -> pl.LazyFrame:
    """Return rows with columns in the schema's order, those that it does not name after them.

    Columns that hold the schema's values in another type (a narrower integer, whole numbers as floats, a category) get
    the schema's; other columns stay as they are. A text that means "no value" becomes none.
    """
    return rows.select(_columns(rows.collect_schema(), rows, schema))


def _columns(types: pl.Schema, rows: pl.LazyFrame, schema: Schema) -> Iterator[pl.Expr]:
    for field in [field for field in schema.fields if field.name in types]:
        yield _text(field) if types[field.name] in TEXTS else _value(field, types[field.name], rows)
    yield from (pl.col(name) for name in types if not schema.has_field(name))


def _text(field: Field) -> pl.Expr:
    text = pl.col(field.name).cast(pl.String)
    return pl.when(~text.is_in(missing_values(field))).then(text).alias(field.name)


def _value(field: Field, found: pl.DataType, rows: pl.LazyFrame) -> pl.Expr:
    """Return a column with its field's type where each value is the same in it; as it is otherwise."""
    column, wanted = pl.col(field.name), column_type(field).polars
    if found == wanted:
        return column
    if found == pl.Null:
        return column.cast(wanted)
    if isinstance(found, pl.Datetime) and field.type == "datetime":
        zoned = column.dt.replace_time_zone("UTC") if found.time_zone is None else column.dt.convert_time_zone("UTC")
        return zoned.cast(wanted)
    if not (found.is_numeric() and wanted.is_numeric()) and not (found.is_temporal() and wanted.is_temporal()):
        return column
    cast = column.cast(wanted, strict=False)
    is_same = (cast.cast(found, strict=False) == column).all() & (cast.is_null() == column.is_null()).all()
    return cast if rows.select(is_same).collect(engine="streaming").item() else column
