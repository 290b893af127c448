"""Columns that hold a schema's values in other types than the schema's own, or values that mean none."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime

import polars as pl
from frictionless import Field, Schema

from claimpack.column_types import column_type
from claimpack.text.placeless import unknown_times
from claimpack.text.spelling import missing_values

TEXTS = (pl.String, pl.Categorical, pl.Enum)

READERS: list[tuple[Callable[[pl.DataType], bool], Callable[[str], object]]] = [
    (lambda kind: kind.is_integer(), int),
    (lambda kind: kind.is_float(), float),
    (lambda kind: kind == pl.Boolean, {"True": True, "False": False}.__getitem__),
    (lambda kind: kind == pl.Date, date.fromisoformat),
    (lambda kind: isinstance(kind, pl.Datetime) and kind.time_zone is None, datetime.fromisoformat),
]
"""What reads Python's spelling of the values of a column, by its type; a time with a zone has more than one."""


def conformed(rows: pl.LazyFrame, schema: Schema) -> pl.LazyFrame:
    """Return rows with columns in the schema's order, those that it does not name after them.

    Columns that hold the schema's values in another type (a narrower integer, whole numbers as floats, a category) get
    the schema's; other columns stay as they are. A value that means "no value" becomes none.
    """
    return rows.select(_columns(rows.collect_schema(), rows, schema))


def means_none(field: Field, kind: pl.DataType) -> pl.Expr:
    """Tell whether values of some type mean "no value" in a field: those that Python spells as a word for it."""
    words, column = missing_values(field), pl.col(field.name)
    if kind in TEXTS:
        return column.cast(pl.String).is_in(words)
    values = [value for word in words for value in _spelled(word, kind)]
    return column.is_in(pl.Series(values, dtype=kind).implode()) if values else pl.lit(value=False)


def _spelled(word: str, kind: pl.DataType) -> Iterator[object]:
    """Yield the value of some type that Python spells as a word, if there is one."""
    read = next((read for is_of_kind, read in READERS if is_of_kind(kind)), None)
    with suppress(KeyError, OverflowError, ValueError):
        if read and str(value := read(word)) == word:
            yield value


def _columns(types: pl.Schema, rows: pl.LazyFrame, schema: Schema) -> Iterator[pl.Expr]:
    for field in [field for field in schema.fields if field.name in types]:
        kind = types[field.name]
        column = _value(field, kind, rows)
        yield pl.when(~means_none(field, kind)).then(column).alias(field.name)
    yield from (pl.col(name) for name in types if not schema.has_field(name))


def _value(field: Field, found: pl.DataType, rows: pl.LazyFrame) -> pl.Expr:
    """Return a column with its field's type where each value is the same in it; as it is otherwise."""
    column, wanted = pl.col(field.name), column_type(field).polars
    if found == wanted:
        return column
    if found in TEXTS:
        return column.cast(pl.String)
    if found == pl.Null:
        return column.cast(wanted)
    is_utc = isinstance(found, pl.Datetime) and found.time_zone in {None, "UTC"}
    if isinstance(found, pl.Datetime) and field.type == "datetime" and not any(unknown_times(rows, [field.name])):
        zoned = column.dt.replace_time_zone("UTC") if is_utc else column.dt.convert_time_zone("UTC")
        return zoned.cast(wanted)
    is_date = is_utc and field.type == "date"
    if not ((found.is_numeric() and wanted.is_numeric()) or is_date):
        return column
    cast = column.cast(wanted, strict=False)
    is_same = cast.cast(found, strict=False).eq_missing(column).all()
    return cast if rows.select(is_same).collect(engine="streaming").item() else column
