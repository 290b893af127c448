"""Everything that a row can break by itself: constraints of its schema, and row rules of our own.

Gate 2 evaluates all checks of a table in one pass; the Pandera schemas wrap the same expressions.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import narwhals as nw
from frictionless import Schema

from claimpack.fixes import fix_for
from claimpack.issue import Severity
from claimpack.meaning.constraints import constraints
from claimpack.rules.rule import RULES, FieldRule, Frame, RowRule, TextRule
from claimpack.rules.scope import Scope


@dataclass(frozen=True)
class RowCheck:
    """One check of one field: the rows it finds wrong, and how they are told."""

    field: str
    rule: str
    note: str
    fix: str
    severity: Severity
    violation: nw.Expr


def constraint_checks(schema: Schema) -> Iterator[RowCheck]:
    """Yield a check for each constraint of each field."""
    for field in schema.fields:
        for constraint in constraints(field):
            note = f'constraint "{constraint.name}" is "{constraint.bound}"'.replace("{", "{{").replace("}", "}}")
            fix = fix_for(constraint.name)
            yield RowCheck(field.name, "constraint-error", note, fix, "error", constraint.violation)


def rule_checks(table: str, schema: Schema, rows: Frame, scopes: Collection[Scope]) -> Iterator[RowCheck]:
    """Yield a check for each row rule of some scopes, and for each field a field or text rule of them applies to.

    `rows` are the table's rows; they are read where Python has to judge a text.
    """
    names = set(schema.field_names)
    for rule in [rule for rule in RULES.values() if rule.scope in scopes]:
        if isinstance(rule, RowRule) and table in rule.tables and names.issuperset(rule.fields):
            yield _check(rule.fields[0], rule, rule.violation())
        elif isinstance(rule, FieldRule):
            for field in filter(rule.applies, schema.fields):
                yield _check(field.name, rule, rule.violation(field))
        elif isinstance(rule, TextRule):
            for name in _suspect_columns(rule, [field.name for field in filter(rule.applies, schema.fields)], rows):
                yield _check(name, rule, _judged(rule, name, rows))


def _check(field: str, rule: RowRule | FieldRule | TextRule, violation: nw.Expr) -> RowCheck:
    return RowCheck(field, rule.name, rule.note, rule.fix, rule.severity, violation.fill_null(False))


def _suspect_columns(rule: TextRule, names: list[str], rows: Frame) -> list[str]:
    if not names:
        return []
    found = rows.select(nw.col(name).str.contains(rule.suspects).any() for name in names).collect()
    return [name for name in names if found[name][0]]


def _judged(rule: TextRule, name: str, rows: Frame) -> nw.Expr:
    texts = rows.filter(nw.col(name).str.contains(rule.suspects)).select(name).unique().collect()
    return nw.col(name).is_in([text for text in texts[name].to_list() if rule.is_broken(text)])
