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


@cache
def _descriptor(table: str) -> dict[str, Any]:
    folder = INSTALLED if INSTALLED.is_dir() else IN_THE_PROJECT
    descriptor: dict[str, Any] = json.loads((folder / f"{table}.schema.json").read_text(encoding="utf-8"))
    return descriptor
