"""Putting a violating row into words."""

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from claimpack.text.typed import ROW


def number_of(row: Mapping[str, Any]) -> int:
    """Return a record's number, the header being 1."""
    return int(row[ROW])


def text_of(value: object) -> str | None:
    """Return a value as the file would spell it, None where there is none."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)


@cache
def names_in(note: str) -> tuple[str, ...]:
    """Return the columns that a rule's note names."""
    return tuple(name for _, name, _, _ in Formatter().parse(note) if name)


def tell(note: str, row: Mapping[str, Any]) -> str:
    """Fill a rule's note in from a row's columns."""
    return note.format_map({name: text_of(row[name]) or "empty" for name in names_in(note)})
