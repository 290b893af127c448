"""What is certainly a valid spelling of a field's type, as expressions over a column of texts.

The conditions are sound, not complete: what they accept, frictionless accepts; what they do not accept is
for the referee to judge. Each accepted spelling also has exactly one typed value.
"""

from dataclasses import dataclass

import polars as pl
from frictionless import Field
from frictionless.fields import BooleanField

from claimpack.column_types import column_type
from claimpack.meaning.constraints import constraints_on_text
from claimpack.text.doubles import Comparisons


@dataclass(frozen=True)
class TypeSpelling:
    """The surely valid spellings of a type: texts that fit `pattern` whole, of values within `bounds`, if any."""

    pattern: str | None
    bounds: tuple[pl.Expr, pl.Expr] | None = None


INTEGER = r"[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
ZONE = r"(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])"
YEAR = r"[1-9][0-9]{3}"
URI = r"https?://[a-z0-9]+([.-][a-z0-9]+)*(/[A-Za-z0-9._~/-]*)?"

TYPE_SPELLINGS = {
    ("string", "default"): TypeSpelling(None),
    ("any", "default"): TypeSpelling(None),
    ("string", "uri"): TypeSpelling(URI),
    ("integer", "default"): TypeSpelling(INTEGER),
    ("number", "default"): TypeSpelling(NUMBER),
    ("date", "default"): TypeSpelling(DATE, (pl.date(1, 1, 1), pl.date(9999, 12, 31))),
    # A day within, so that no zone leads to a time before or after all that Python knows.
    ("datetime", "default"): TypeSpelling(
        f"{DATE}[T ]{TIME}{ZONE}?",
        (pl.datetime(1, 1, 2, time_zone="UTC"), pl.datetime(9999, 12, 31, time_zone="UTC")),
    ),
    ("year", "default"): TypeSpelling(YEAR),
}
"""By type and format. Every spelling of any other type or format is for the referee."""


@dataclass(frozen=True)
class Spelling:
    """For one field: a cell's text, null where it has no value; its typed value, null where it is not surely valid.

    `is_any` is True where every text is valid.
    """

    text: pl.Expr
    value: pl.Expr
    is_any: bool = False

    @property
    def is_doubtful(self) -> pl.Expr:
        """Tell whether the referee must judge a cell."""
        return self.text.is_not_null() & self.value.is_null()


def missing_values(field: Field) -> list[str]:
    """Return the texts that mean "no value" in a field, whatever level of the schema declares them."""
    declared = field.missing_values
    if not field.has_defined("missing_values") and field.schema:
        declared = field.schema.missing_values
    return [value["value"] if isinstance(value, dict) else str(value) for value in declared]


def spelling(field: Field) -> Spelling:
    """Return what is surely valid for a field's type and format; nothing but a missing value if unsure."""
    text = _text(field)
    if isinstance(field, BooleanField):
        return Spelling(text, _truth(text, field))
    rule = TYPE_SPELLINGS.get((field.type, field.format))
    if rule is None or _is_customised(field) or constraints_on_text(field):
        return Spelling(text, pl.lit(None, column_type(field).polars))
    if rule.pattern is None:
        return Spelling(text, text, is_any=True)
    value = _typed(pl.when(text.str.contains(rf"\A(?:{rule.pattern})\z")).then(text), field)
    if rule.bounds:
        value = pl.when(value.is_between(*rule.bounds)).then(value)
    if compared := Comparisons.of(field):
        value = pl.when(compared.are_surely_exact(text, value)).then(value)
    return Spelling(text, value)


def _text(field: Field) -> pl.Expr:
    """Return a cell's text, null where it is one of the field's missing values; an empty cell may be either."""
    column = pl.col(field.name).fill_null("")
    missing = missing_values(field)
    return pl.when(pl.all_horizontal(column != value for value in missing)).then(column) if missing else column


def _typed(text: pl.Expr, field: Field) -> pl.Expr:
    if field.type == "date":
        return text.str.to_date("%Y-%m-%d", strict=False)
    if field.type != "datetime":
        return text.cast(column_type(field).polars, strict=False)
    # A time without a zone is UTC.
    zoned = pl.when(text.str.contains(rf"{TIME}{ZONE}\z")).then(text).otherwise(text + "Z").str.replace(" ", "T")
    return zoned.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", time_zone="UTC", strict=False)


def _truth(text: pl.Expr, field: BooleanField) -> pl.Expr:
    # A word in both lists is false to frictionless, which fills its mapping in this order.
    words = dict.fromkeys(field.true_values, True) | dict.fromkeys(field.false_values, False)
    return pl.coalesce(
        pl.lit(None, pl.Boolean()), *(pl.when(text == word).then(pl.lit(truth)) for word, truth in words.items())
    )


def _is_customised(field: Field) -> bool:
    options = ("bare_number", "group_char", "decimal_char")
    return any(field.has_defined(option) for option in options)
