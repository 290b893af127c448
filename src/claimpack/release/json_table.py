"""Writing tables as JSON and as newline-delimited JSON, whole columns at a time."""

import json
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import polars as pl
from frictionless import Field, Schema

from claimpack.release.canonical import spelled, whole_columns
from claimpack.release.csv_table import sink_csv

COMMA = b",\n"


def write_json(rows: pl.LazyFrame, schema: Schema, _about: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Write a table as a JSON array, one object with every key to a line; return what its description adds.

    An empty table is described by its header alone, given inline: frictionless cannot read an empty array.
    """
    with path.open("w+b") as file:
        file.write(b"[\n")
        is_empty = not _write_objects(rows, schema, file, COMMA.decode())
        if is_empty:
            file.truncate(0)
            file.seek(0)
            file.write(b"[]\n")
        else:
            file.seek(-len(COMMA), 2)
            file.truncate()
            file.write(b"\n]\n")
    return {"data": [schema.field_names]} if is_empty else {}


def write_ndjson(rows: pl.LazyFrame, schema: Schema, _about: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Write a table as JSON objects with every key, one to a line; return what its description adds."""
    with path.open("wb") as file:
        is_empty = not _write_objects(rows, schema, file, "\n")
    return {"data": [schema.field_names]} if is_empty else {}


def _write_objects(rows: pl.LazyFrame, schema: Schema, file: IO[bytes], line_end: str) -> bool:
    """Write each row as an object and a line end; tell whether there was any."""
    start = file.tell()
    objects = rows.select(_object(schema, whole_columns(rows, schema)))
    sink_csv(objects, file, include_header=False, quote_style="never", line_terminator=line_end)
    file.seek(0, 2)
    return file.tell() > start


def _object(schema: Schema, whole: Collection[str]) -> pl.Expr:
    """Return the rows as the text of JSON objects; `whole` are the columns of numbers that can be cast to integers.

    Other numbers are not left to Polars' own writer, which spells 539 as 539.0 and has no word for those not finite.
    """
    if all(field.type != "number" or field.name in whole for field in schema.fields):
        return pl.struct(_value(field, whole) for field in schema.fields).struct.json_encode().alias("object")
    parts: list[pl.Expr] = []
    for are_numbers, some in groupby(schema.fields, lambda field: field.type == "number" and field.name not in whole):
        fields = list(some)
        texts = map(_number, fields) if are_numbers else [members(_value(field, whole) for field in fields)]
        parts += [part for member in texts for part in (pl.lit(","), member)]
    return pl.concat_str(pl.lit("{"), *parts[1:], pl.lit("}")).alias("object")


def members(columns: Iterable[pl.Expr]) -> pl.Expr:
    """Return columns as the members of one JSON object, as text."""
    return pl.struct(columns).struct.json_encode().str.strip_prefix("{").str.strip_suffix("}")


def _value(field: Field, whole: Collection[str]) -> pl.Expr:
    if field.name in whole:
        return pl.col(field.name).cast(pl.Int64)
    return pl.col(field.name) if field.type in {"integer", "year", "boolean"} else spelled(field)


def _number(field: Field) -> pl.Expr:
    column = pl.col(field.name)
    text = pl.when(column.is_finite()).then(spelled(field)).otherwise('"' + spelled(field) + '"')
    return pl.concat_str(pl.lit(f"{json.dumps(field.name, ensure_ascii=False)}:"), text.fill_null("null"))
