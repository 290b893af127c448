"""The canonical form of a table: one spelling of each value, a schema that says so."""

from typing import Any

import polars as pl
from frictionless import Field, Schema

from claimpack.column_types import COLUMN_TYPES, column_type, stored_value
from claimpack.text.spelling import missing_values

SOURCE_SPELLINGS = ("format", "bareNumber", "decimalChar", "groupChar", "missingValues")
"""How a source file spelled values of the types that have a column type; a release spells them by default."""

WORDS = {"trueValues": ["true"], "falseValues": ["false"]}

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def spelled(field: Field) -> pl.Expr:
    """Return a field's column as text in its one spelling: 539 and 38.5, true, 2025-07-04, 2025-07-04T02:20:00Z."""
    column = pl.col(field.name)
    match field.type:
        case "number":
            whole = column.cast(pl.Int64, strict=False)
            infinite = pl.when(column > 0).then(pl.lit("INF")).otherwise(pl.lit("-INF"))
            text = pl.when(column.is_infinite()).then(infinite).otherwise(column.cast(pl.String))
            return pl.when(whole == column).then(whole.cast(pl.String)).otherwise(text)
        case "datetime":
            return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
        case "year":
            return column.cast(pl.String).str.zfill(4)
        case _:
            return column.cast(pl.String)


def whole_columns(rows: pl.LazyFrame, schema: Schema) -> frozenset[str]:
    """Return the columns of numbers that hold nothing but whole ones.

    As integers they have the same text, at half the cost: most tables count something.
    """
    numbers = [field.name for field in schema.fields if field.type == "number"]
    if not numbers:
        return frozenset()
    are_whole = (pl.col(name).cast(pl.Int64, strict=False).eq_missing(pl.col(name)).all() for name in numbers)
    found = rows.select(are_whole).collect(engine="streaming").row(0, named=True)
    return frozenset(name for name in numbers if found[name])


def missing_word(field: Field) -> str:
    """Return the text that means "no value" in a released CSV: empty, unless empty text is a value of the field."""
    words = missing_values(field)
    return words[0] if words and "" not in words and field.type not in COLUMN_TYPES else ""


def canonical_schema(schema: Schema) -> dict[str, Any]:
    """Return a schema's descriptor for the released table: its fields in order, spelled canonically."""
    descriptor: dict[str, Any] = schema.to_descriptor()
    descriptor["fields"] = [canonical_field(field) for field in schema.fields]
    return {name: value for name, value in descriptor.items() if name not in {"missingValues", "fieldsMatch"}}


def canonical_field(field: Field) -> dict[str, Any]:
    """Return a field's descriptor as it holds for the released table."""
    descriptor: dict[str, Any] = field.to_descriptor()
    if field.type not in COLUMN_TYPES:
        words = [missing_word(field)] if missing_values(field) else []
        descriptor.pop("missingValues", None)
        return descriptor if words == [""] else descriptor | {"missingValues": words}
    kept = {name: value for name, value in descriptor.items() if name not in SOURCE_SPELLINGS}
    kept |= {name: words for name, words in WORDS.items() if name in kept}
    if "constraints" in kept:
        kept["constraints"] = {
            name: _respelled_bound(field, name, bound) for name, bound in kept["constraints"].items()
        }
    if "example" in kept:
        kept["example"] = _respelled(field, kept["example"])
    return kept


def _respelled_bound(field: Field, name: str, bound: Any) -> Any:  # noqa: ANN401  # any type of constraint
    if name == "enum":
        return [_respelled(field, value) for value in bound]
    return _respelled(field, bound) if name in BOUNDS else bound


def _respelled(field: Field, value: Any) -> Any:  # noqa: ANN401  # any type that a field can have
    """Return a value that a schema spells as the source did in its canonical spelling; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    stored = stored_value(field, field.create_value_reader()(value))
    frame = pl.DataFrame({field.name: [stored]}, {field.name: column_type(field).polars})
    return frame.select(spelled(field)).item()
