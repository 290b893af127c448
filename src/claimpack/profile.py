"""The schemas of our profile's tables, authored and computed. They come with the toolkit."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from frictionless import Schema

INSTALLED = Path(__file__).parent / "schemas"
IN_THE_PROJECT = Path(__file__).parents[2] / "schemas"
"""Where they lie in a wheel, and where in a checkout of the project, from which it is installed to be edited."""


def profile_schema(table: str) -> Schema:
    """Return the schema of a table, as our profile has it."""
    return Schema.from_descriptor(_descriptor(table))


def fields_as_in_profile(table: str, schema: Schema) -> set[str]:
    """Return the fields of a table that our profile has, with the same type; whole numbers may stand for numbers.

    Its rules can be asked of no others.
    """
    if not _path(table).is_file():
        return set()
    types = {field["name"]: field["type"] for field in _descriptor(table)["fields"]}
    found = {field.name: field.type for field in schema.fields if field.name in types}
    return {name for name, type_ in found.items() if type_ == types[name] or (type_, types[name]) == WHOLE_FOR_NUMBER}


WHOLE_FOR_NUMBER = ("integer", "number")


@cache
def _descriptor(table: str) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads(_path(table).read_text(encoding="utf-8"))
    return descriptor


def _path(table: str) -> Path:
    return (INSTALLED if INSTALLED.is_dir() else IN_THE_PROJECT) / f"{table}.schema.json"
