"""The one spelling of a value: integers, numbers, dates, times and booleans; all else stays as it is."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from frictionless import Field

CUSTOMISED = ("bare_number", "group_char", "decimal_char", "float_number")
"""Options by which a field has spellings of its own."""

MOST_ZEROS = 40
"""A number that would need more zeros than this keeps its exponent."""


def canonical_cell(field: Field, cell: str, value: object) -> str:
    """Return a cell in the one spelling of its value, which the field's own reader has found in it.

    It stays as it is where the reader would not find exactly the same value in the other spelling.
    """
    if value is None or field.type not in SPELLINGS or field.format != "default":
        return cell
    if any(field.has_defined(option) for option in CUSTOMISED):
        return cell
    spelled = SPELLINGS[field.type](field, value)
    if spelled is None or spelled == cell:
        return cell
    return spelled if _is_same(field.read_cell(spelled)[0], value) else cell


def _is_same(one: object, other: object) -> bool:
    """Tell whether two values are equal, and of one type and one time zone."""
    return type(one) is type(other) and one == other and _zone(one) == _zone(other)


def _zone(value: object) -> object:
    return value.utcoffset() if isinstance(value, datetime) else None


def _number(_: Field, value: Decimal) -> str | None:
    if not value.is_finite() or abs(value.adjusted()) > MOST_ZEROS:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _datetime(_: Field, value: datetime) -> str:
    clock = value.replace(tzinfo=None).isoformat()
    zone = value.isoformat().removeprefix(clock)
    return (clock.rstrip("0") if "." in clock else clock) + ("Z" if zone == "+00:00" else zone)


def _boolean(field: Any, value: object) -> str:  # noqa: ANN401  # a BooleanField
    words: list[str] = field.true_values if value else field.false_values
    return words[0]


SPELLINGS: dict[str, Callable[[Field, Any], str | None]] = {
    "boolean": _boolean,
    "date": lambda _, value: date.isoformat(value),
    "datetime": _datetime,
    "integer": lambda _, value: str(value),
    "number": _number,
    "year": lambda _, value: f"{value:04}",
}
