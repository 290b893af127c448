"""The constraints of Table Schema, each written once: as a Narwhals expression of its violation.

The same expressions serve gate 2 and the Pandera schemas. An expression is never null: a missing value
breaks no constraint but `required`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import narwhals as nw
from frictionless import Field

from claimpack.column_types import COLUMN_TYPES, stored_value
from claimpack.patterns import core_of, is_portable

TYPED_TYPES = {*COLUMN_TYPES, "any", "string"}
"""Types whose columns hold values that can be compared; of other types the columns hold text."""


COMPARING = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum")
"""Constraints that compare values with one or several others."""


@dataclass(frozen=True)
class Constraint:
    """One constraint of one field: its name and bound as declared, and the rows that break it."""

    name: str
    bound: Any
    violation: nw.Expr


def constraints(field: Field) -> Iterator[Constraint]:
    """Yield the constraints of a field that can be seen in its typed column, in the schema's order.

    Left out are those that frictionless' own readers judge on the text: a pattern that engines read
    differently, and all but `required` on types whose columns stay text.
    """
    for name, bound in field.constraints.items():
        if name in VIOLATIONS and is_seen_in_column(field, name):
            violation = VIOLATIONS[name](field, bound)
            yield Constraint(name, bound, violation.fill_null(False))


def constraints_on_text(field: Field) -> list[str]:
    """Return the names of a field's constraints that frictionless' own readers must judge."""
    return [name for name in field.constraints if name != "required" and not is_seen_in_column(field, name)]


def is_seen_in_column(field: Field, name: str) -> bool:
    """Tell whether a constraint is judged on the typed column, rather than on the text."""
    if name == "required":
        return bool(field.constraints[name])
    if name == "pattern" and not is_portable(field.constraints[name]):
        return False
    if name == "enum" and field.type == "datetime":
        return False  # A time without a zone is none of those with one.
    if name in COMPARING and field.type in COLUMN_TYPES:
        return all(_has_place(field, value) for value in _listed(field.constraints[name]))
    return field.type in TYPED_TYPES


def compared_values(field: Field) -> list[Any]:
    """Return the values with which the constraints that are seen in a typed column compare it: bounds and terms."""
    names = [name for name in COMPARING if name in field.constraints and is_seen_in_column(field, name)]
    return [_value(field, value) for name in names for value in _listed(field.constraints[name])]


def is_spelling(number: Decimal | float) -> bool:
    """Tell whether a number is the shortest spelling of its double: such numbers compare as their doubles do."""
    if isinstance(number, float):
        return True
    decimal = Decimal(number)
    return decimal.is_nan() or decimal == Decimal(repr(float(decimal)))


def _has_place(field: Field, value: Any) -> bool:  # noqa: ANN401  # any type that a field can have
    """Tell whether the typed column can hold a value, and compares with it as frictionless does."""
    read = field.create_value_reader()(value)
    return stored_value(field, read) is not None and (field.type != "number" or is_spelling(read))


def _listed(bound: Any) -> list[Any]:  # noqa: ANN401  # any type that a field can have
    return bound if isinstance(bound, list) else [bound]


def _value(field: Field, bound: Any) -> Any:  # noqa: ANN401  # any type that a field can have
    return stored_value(field, field.create_value_reader()(bound))


def _required(field: Field, _: bool) -> nw.Expr:  # the bound, as every constraint has one
    return nw.col(field.name).is_null()


def _minimum(field: Field, bound: object) -> nw.Expr:
    return _outside(field, nw.col(field.name) < _value(field, bound))


def _maximum(field: Field, bound: object) -> nw.Expr:
    return _outside(field, nw.col(field.name) > _value(field, bound))


def _exclusive_minimum(field: Field, bound: object) -> nw.Expr:
    return _outside(field, nw.col(field.name) <= _value(field, bound))


def _exclusive_maximum(field: Field, bound: object) -> nw.Expr:
    return _outside(field, nw.col(field.name) >= _value(field, bound))


def _outside(field: Field, violation: nw.Expr) -> nw.Expr:
    """Add that "not a number" lies within no bounds; engines differ in how they compare it."""
    return violation | nw.col(field.name).is_nan() if field.type == "number" else violation


def _min_length(field: Field, bound: int) -> nw.Expr:
    return nw.col(field.name).str.len_chars() < bound


def _max_length(field: Field, bound: int) -> nw.Expr:
    return nw.col(field.name).str.len_chars() > bound


def _pattern(field: Field, bound: str) -> nw.Expr:
    # A last line break is let through, as Python's `$` does: frictionless would.
    return ~nw.col(field.name).str.contains(rf"^(?:{core_of(bound)})\n?$")


def _enum(field: Field, bound: list[Any]) -> nw.Expr:
    # "Not a number" is none of the terms, not even of itself.
    values = [value for value in (_value(field, value) for value in bound) if value == value]  # noqa: PLR0124
    return ~nw.col(field.name).is_in(values)


VIOLATIONS: dict[str, Callable[[Field, Any], nw.Expr]] = {
    "required": _required,
    "minimum": _minimum,
    "maximum": _maximum,
    "exclusiveMinimum": _exclusive_minimum,
    "exclusiveMaximum": _exclusive_maximum,
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _pattern,
    "enum": _enum,
}
