"""What is certainly a valid spelling of a field's type, as SQL over a text column.

The conditions are sound, not complete: what they accept, frictionless accepts; what they do not accept is
for the referee to judge. Each accepted spelling also has exactly one typed value.
"""

from dataclasses import dataclass

from frictionless import Field
from frictionless.fields import BooleanField

from claimpack.column_types import column_type
from claimpack.patterns import is_portable


@dataclass(frozen=True)
class TypeSpelling:
    """The surely valid spellings of a type: texts that fit `pattern` whole, of values from `floor` on."""

    pattern: str | None
    floor: str | None = None


INTEGER = r"[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
ZONE = r"(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?"
YEAR = r"[1-9][0-9]{3}"
URI = r"https?://[a-z0-9]+([.-][a-z0-9]+)*(/[A-Za-z0-9._~/-]*)?"

TYPE_SPELLINGS = {
    ("string", "default"): TypeSpelling(None),
    ("any", "default"): TypeSpelling(None),
    ("string", "uri"): TypeSpelling(URI),
    ("integer", "default"): TypeSpelling(INTEGER),
    ("number", "default"): TypeSpelling(NUMBER),
    ("date", "default"): TypeSpelling(DATE, "date '0001-01-01'"),
    ("datetime", "default"): TypeSpelling(f"{DATE}[T ]{TIME}{ZONE}", "timestamptz '0001-01-02 00:00:00+00'"),
    ("year", "default"): TypeSpelling(YEAR),
}
"""By type and format. Every spelling of any other type or format is for the referee."""


@dataclass(frozen=True)
class Spelling:
    """For one field: SQL that is true only for surely valid text, and SQL for its typed value."""

    accept: str
    value: str


def identifier(name: str) -> str:
    """Quote a table or column name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: object) -> str:
    """Quote a text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def missing_values(field: Field) -> list[str]:
    """Return the texts that mean "no value" in a field, whatever level of the schema declares them."""
    declared = field.missing_values
    if not field.has_defined("missing_values") and field.schema:
        declared = field.schema.missing_values
    return [value["value"] if isinstance(value, dict) else str(value) for value in declared]


def cell(field: Field) -> str:
    """Return SQL for a cell's text, NULL where it is one of the field's missing values."""
    column = identifier(field.name)
    missing = missing_values(field)
    text = column if "" in missing else f"coalesce({column}, '')"
    others = [f"{column} = {literal(value)}" for value in missing if value]
    return f"(case when {' or '.join(others)} then null else {text} end)" if others else text


def spelling(field: Field) -> Spelling:
    """Return what is surely valid for a field's type and format; nothing but a missing value if unsure."""
    text = cell(field)
    if isinstance(field, BooleanField):
        return _boolean(text, field)
    rule = TYPE_SPELLINGS.get((field.type, field.format))
    if rule is None or _is_customised(field) or not is_portable(field.constraints.get("pattern", "")):
        return Spelling("false", text)
    if rule.pattern is None:
        return Spelling("true", text)
    value = f"try_cast({text} as {column_type(field).duckdb})"
    floor = f" and {value} >= {rule.floor}" if rule.floor else ""
    return Spelling(f"(regexp_full_match({text}, {literal(rule.pattern)}){floor})", value)


def _boolean(text: str, field: BooleanField) -> Spelling:
    # A word in both lists is false to frictionless, which fills its mapping in this order.
    words = dict.fromkeys(field.true_values, "true") | dict.fromkeys(field.false_values, "false")
    # CASE, not IN: DuckDB 2.0 turns IN with five constants or more into a join that loses the rows' order.
    cases = " ".join(f"when {literal(word)} then {truth}" for word, truth in words.items())
    value = f"(case {text} {cases} end)" if cases else "null"
    return Spelling(f"({value} is not null)", value)


def _is_customised(field: Field) -> bool:
    options = ("bare_number", "group_char", "decimal_char")
    return any(field.has_defined(option) for option in options)
