"""The schemas of our profile's tables, authored and computed. They come with the toolkit."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from frictionless import Schema

from claimpack.column_types import column_type, column_type_named

INSTALLED = Path(__file__).parent / "schemas"
IN_THE_PROJECT = Path(__file__).parents[2] / "schemas"
"""Where they lie in a wheel, and where in a checkout of the project, from which it is installed to be edited."""


def profile_schema(table: str) -> Schema:
    """Return the schema of a table, as our profile has it."""
    return Schema.from_descriptor(_descriptor(table))


def fields_as_in_profile(table: str, schema: Schema) -> set[str]:
    """Return the fields of a table that our profile has, with columns of the same type, or WHOLE in its place.

    Its rules, and what is reconciled, can be asked of no others.
    """
    types = profile_types(table)
    found = {field.name: column_type(field).polars for field in schema.fields if field.name in types}
    return {name for name, type_ in found.items() if type_ in {types[name], WHOLE.get(types[name])}}


WHOLE: dict[pl.DataType, pl.DataType] = {pl.Float64(): pl.Int64()}
"""What may stand in for a type: where all numbers of a package are whole, it may say so."""


@cache
def profile_types(table: str) -> dict[str, pl.DataType]:
    """Return the type of each column of a table, as our profile has it; none of a table that it does not have."""
    fields = _descriptor(table)["fields"] if _path(table).is_file() else []
    return {field["name"]: column_type_named(field["type"]).polars for field in fields}


@cache
def _descriptor(table: str) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads(_path(table).read_text(encoding="utf-8"))
    return descriptor


def _path(table: str) -> Path:
    return (INSTALLED if INSTALLED.is_dir() else IN_THE_PROJECT) / f"{table}.schema.json"
