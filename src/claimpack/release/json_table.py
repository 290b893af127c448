import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from frictionless import Field, Schema

from claimpack.release.canonical import spelled

BATCH_ROWS = 50_000


def write_json(rows: pl.LazyFrame, schema: Schema, _about: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Write a table as a JSON array, one object with every key to a line; return what its description adds.

    An empty table is described by its header alone, given inline: frictionless cannot read an empty array.
    """
    separator = "[\n"
    with path.open("w", encoding="utf-8", newline="") as file:
        for batch in rows.select(_object(schema)).collect_batches(chunk_size=BATCH_ROWS):
            if batch.height:
                file.write(separator + batch.to_series().str.join(",\n").item())
                separator = ",\n"
        is_empty = separator == "[\n"
        file.write("[]\n" if is_empty else "\n]\n")
    return {"data": [schema.field_names]} if is_empty else {}


def _object(schema: Schema) -> pl.Expr:
    """Return the rows as the text of JSON objects.

    Not left to Polars' own writer, which spells 539 as 539.0 and has no word for numbers that are not finite.
    """
    parts: list[pl.Expr] = []
    for field in schema.fields:
        key = json.dumps(field.name, ensure_ascii=False)
        parts += [pl.lit(f"{', ' if parts else '{'}{key}: "), _value(field)]
    return pl.concat_str(*parts, pl.lit("}")).alias("object")


def _value(field: Field) -> pl.Expr:
    column = pl.col(field.name)
    match field.type:
        case "integer" | "year" | "boolean":
            return column.cast(pl.String).fill_null("null")
        case "number":
            text = pl.when(column.is_finite()).then(spelled(field)).otherwise('"' + spelled(field) + '"')
            return text.fill_null("null")
        case _:
            in_object = pl.struct(spelled(field).alias("")).struct.json_encode()
            return in_object.str.strip_prefix('{"":').str.strip_suffix("}")
