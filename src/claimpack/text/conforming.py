"""Columns that hold a schema's values in other types than the schema's own, or words for "no value"."""

from collections.abc import Iterator

import polars as pl
from frictionless import Field, Schema

from claimpack.column_types import column_type, stored_value
from claimpack.text.spelling import missing_values

TEXTS = (pl.String, pl.Categorical, pl.Enum)


def conformed(rows: pl.LazyFrame, schema: Schema) -> pl.LazyFrame:
    """Return rows with columns in the schema's order, those that it does not name after them.

    Columns that hold the schema's values in another type (a narrower integer, whole numbers as floats, a category) get
    the schema's; other columns stay as they are. A value that means "no value" becomes none.
    """
    return rows.select(_columns(rows.collect_schema(), rows, schema))


def means_none(field: Field, kind: pl.DataType) -> pl.Expr:
    """Tell whether values of some type mean "no value" in a field: words for it, or what the field reads in them."""
    if kind in TEXTS:
        return pl.col(field.name).cast(pl.String).is_in(missing_values(field))
    wanted, read = column_type(field).polars, field.create_value_reader()
    values = [stored_value(field, value) for value in map(read, missing_values(field)) if value is not None]
    if not values or not (kind == wanted or (kind.is_numeric() and wanted.is_numeric())):
        return pl.lit(value=False)
    return pl.col(field.name).cast(wanted, strict=False).is_in(pl.Series(values, dtype=wanted).implode())


def _columns(types: pl.Schema, rows: pl.LazyFrame, schema: Schema) -> Iterator[pl.Expr]:
    for field in [field for field in schema.fields if field.name in types]:
        column = _value(field, types[field.name], rows)
        kind = rows.select(column).collect_schema()[field.name]
        yield pl.when(~means_none(field, kind)).then(column).alias(field.name)
    yield from (pl.col(name) for name in types if not schema.has_field(name))


def _value(field: Field, found: pl.DataType, rows: pl.LazyFrame) -> pl.Expr:
    """Return a column with its field's type where each value is the same in it; as it is otherwise."""
    column, wanted = pl.col(field.name), column_type(field).polars
    if found in TEXTS:
        return column.cast(pl.String)
    if found == pl.Null:
        return column.cast(wanted)
    if isinstance(found, pl.Datetime) and field.type == "datetime":
        zoned = column.dt.replace_time_zone("UTC") if found.time_zone is None else column.dt.convert_time_zone("UTC")
        return zoned.cast(wanted)
    is_date = isinstance(found, pl.Datetime) and field.type == "date"
    if found == wanted or not ((found.is_numeric() and wanted.is_numeric()) or is_date):
        return column
    cast = column.cast(wanted, strict=False)
    is_same = cast.cast(found, strict=False).eq_missing(column).all()
    return cast if rows.select(is_same).collect(engine="streaming").item() else column
