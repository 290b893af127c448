"""Did you mean …? The nearest valid value for keys and controlled terms."""

import dataclasses
import difflib
from collections.abc import Mapping
from functools import cache

from frictionless import Field
from frictionless.fields import BooleanField

from claimpack.issue import Issue
from claimpack.text.typed import TypedTable

MOST_CANDIDATES = 20_000
MOST_COMPARISONS = 50_000
"""Looking for near values takes time, half a second for so many; beyond, nobody reads suggestions one by one."""


def with_suggestions(issues: list[Issue], tables: Mapping[str, TypedTable]) -> list[Issue]:
    """Return the issues, those on keys and controlled terms with the nearest valid value in their `fix`."""
    comparisons = 0

    @cache
    def candidates(table: str, field: str, rule: str) -> tuple[str, ...]:
        return tuple(_valid_values(tables, table, field, rule))

    @cache
    def nearest(table: str, field: str, rule: str, value: str) -> str | None:
        nonlocal comparisons
        valid = candidates(table, field, rule)
        comparisons += len(valid)
        if not valid:
            return None
        close = difflib.get_close_matches(value, valid, n=1)
        return close[0] if close else None

    told = []
    for issue in issues:
        known = issue.table in tables and issue.field and issue.value and comparisons < MOST_COMPARISONS
        found = nearest(issue.table, issue.field or "", issue.rule, issue.value or "") if known else None
        told.append(dataclasses.replace(issue, fix=f'did you mean "{found}"? or {issue.fix}') if found else issue)
    return told


def _valid_values(tables: Mapping[str, TypedTable], name: str, field_name: str, rule: str) -> list[str]:
    schema = tables[name].schema
    if rule == "foreign-key":
        for key in schema.foreign_keys:
            if key["fields"] == [field_name]:
                return _keys(tables, key["reference"]["resource"] or name, key["reference"]["fields"][0])
    if rule in {"constraint-error", "type-error"} and schema.has_field(field_name):
        return _terms(schema.get_field(field_name))
    return []


def _keys(tables: Mapping[str, TypedTable], name: str, field: str) -> list[str]:
    if name not in tables or not tables[name].schema.has_field(field):
        return []
    keys = tables[name].scan().select(field).unique().limit(MOST_CANDIDATES + 1).collect()[field]
    return [] if len(keys) > MOST_CANDIDATES else sorted(str(key) for key in keys.drop_nulls())


def _terms(field: Field) -> list[str]:
    words = [*field.true_values, *field.false_values] if isinstance(field, BooleanField) else []
    return [str(term) for term in field.constraints.get("enum", words)]
