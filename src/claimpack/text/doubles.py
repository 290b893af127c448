"""Numbers with more digits than a double has, where one is compared: frictionless compares decimal ones."""

import sys
from decimal import Decimal

import polars as pl
from frictionless import Field
from frictionless.fields import NumberField

from claimpack.meaning.constraints import compared_values

DIGITS = sys.float_info.dig
"""So many digits of a decimal number survive in a double: numbers of no more are the same as doubles if they are so."""


def are_surely_alike(field: Field, text: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Tell of texts, and the doubles they spell, where the double surely stands for the number in all comparisons."""
    if not _is_decimal(field):
        return pl.lit(value=True)
    is_short = text.str.len_bytes() <= DIGITS
    return is_short if _is_in_key(field) else is_short | ~value.is_in(compared_values(field))


def are_alike(field: Field, value: Decimal | float) -> bool:
    """Tell whether the double stands for a number in all comparisons."""
    if isinstance(value, float) or not _is_decimal(field) or len(value.as_tuple().digits) <= DIGITS:
        return True
    return not _is_in_key(field) and float(value) not in compared_values(field)


def _is_decimal(field: Field) -> bool:
    return isinstance(field, NumberField) and not field.float_number


def _is_in_key(field: Field) -> bool:
    schema = field.schema
    keys = [*schema.primary_key, *(name for key in schema.foreign_keys for name in key["fields"])] if schema else []
    return bool(field.constraints.get("unique")) or field.name in keys
