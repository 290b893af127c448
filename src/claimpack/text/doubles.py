"""Decimal numbers, which frictionless compares, and the doubles that stand for them in a typed table."""

import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Self

import polars as pl
from frictionless import Field
from frictionless.fields import NumberField

from claimpack.column_types import stored_value
from claimpack.meaning.constraints import compared_values, is_spelling

DIGITS = sys.float_info.dig
"""A decimal number of no more digits is its double's spelling, unless it is too large or too small for a double."""

LONGEST = 100
"""Bytes of text. With an exponent of two digits, no longer one spells a number too large or too small."""


class Comparisons(NamedTuple):
    """What the numbers of a field are compared with: with any other, as keys are, and with the bounds of constraints.

    The bounds are spellings of their doubles; constraints with others are judged on the text.
    """

    is_in_key: bool
    bounds: Sequence[float]

    @classmethod
    def of(cls, field: Field) -> Self | None:
        """Return what a field's decimal numbers are compared with; None where it has none."""
        return cls(is_in_key(field), compared_values(field)) if is_decimal(field) else None

    @property
    def are_any(self) -> bool:
        """Tell whether the numbers are compared with anything."""
        return self.is_in_key or bool(self.bounds)

    def are_surely_exact(self, text: pl.Expr, value: pl.Expr) -> pl.Expr:
        """Tell of texts, and the doubles they spell, where comparing the doubles surely compares the numbers.

        The texts' exponents, if any, have two digits at most.
        """
        if not self.are_any:
            return pl.lit(value=True)
        digits = text.str.replace("[eE].*", "").str.replace_all("[+.-]", "").str.strip_chars("0").str.len_bytes()
        is_short = (digits <= DIGITS) & (text.str.len_bytes() <= LONGEST)
        is_exact = is_short | (text == value.cast(pl.String))
        return is_exact if self.is_in_key else is_exact | ~value.is_in(self.bounds)

    def is_exact(self, value: Decimal) -> bool:
        """Tell whether comparing a number's double compares the number."""
        return not self.are_any or is_spelling(value) or not (self.is_in_key or float(value) in self.bounds)


def placing(field: Field) -> Callable[[Any, str | None], Any]:
    """Return what places a field's values, as frictionless read them and the file spells them, in its typed column.

    It returns None for no value, and for a value that has no place there.
    """
    compared = Comparisons.of(field)

    def placed(value: Any, text: str | None) -> Any:  # noqa: ANN401  # any type that a field can have
        if compared and isinstance(value, Decimal) and not compared.is_exact(value):
            return None
        return stored_value(field, value, text)

    return placed


def is_decimal(field: Field) -> bool:
    """Tell whether frictionless reads decimal numbers in a field."""
    return isinstance(field, NumberField) and not field.float_number


def is_in_key(field: Field) -> bool:
    """Tell whether a field is part of a key of its own table: primary, unique or foreign."""
    schema = field.schema
    keys = [*schema.primary_key, *(name for key in schema.foreign_keys for name in key["fields"])] if schema else []
    return bool(field.constraints.get("unique")) or field.name in keys
