"""Everything that a row can break by itself: constraints of its schema, and row rules of our own.

Gate 2 evaluates all checks of a table in one pass; the Pandera schemas wrap the same expressions.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import narwhals as nw
from frictionless import Schema

from claimpack.fixes import fix_for
from claimpack.issue import Severity
from claimpack.meaning.constraints import constraints
from claimpack.meaning.keys import is_empty
from claimpack.profile import fields_as_in_profile
from claimpack.rules.rule import RULES, FieldRule, RowRule, Rule, TextRule
from claimpack.rules.scope import Scope
from claimpack.rules.table import Frame


@dataclass(frozen=True)
class RowCheck:
    """One check of one field: the rows it finds wrong, and how they are told."""

    field: str
    rule: str
    note: str
    fix: str
    severity: Severity
    violation: nw.Expr
    minds_misspelled: bool = False
    """Whether it is told also of a cell that is no spelling of its type, and so has no value."""


def constraint_checks(schema: Schema, inheriting: Collection[str] = ()) -> Iterator[RowCheck]:
    """Yield a check for each constraint of each field; of those inheriting the others, whether they are required."""
    for field in schema.fields:
        for constraint in constraints(field):
            if field.name in inheriting and constraint.name != "required":
                continue
            note = f'constraint "{constraint.name}" is "{constraint.bound}"'.replace("{", "{{").replace("}", "}}")
            fix = fix_for(constraint.name)
            yield RowCheck(field.name, "constraint-error", note, fix, "error", constraint.violation)


def empty_key_checks(schema: Schema) -> Iterator[RowCheck]:
    """Yield a check of the primary key, if there is one, for rows that have no value in any field of it."""
    if key := schema.primary_key:
        note, fix = 'cells composing the primary keys are all "None"', fix_for("primary-key")
        yield RowCheck(", ".join(key), "primary-key", note, fix, "error", is_empty(key), minds_misspelled=True)


def rule_checks(table: str, schema: Schema, rows: Frame, scopes: Collection[Scope]) -> Iterator[RowCheck]:
    """Yield a check for each row rule of some scopes, and for each field a field or text rule of them applies to.

    `rows` are the table's rows; they are read where Python has to judge a text.
    """
    names = fields_as_in_profile(table, schema)
    in_scope = [rule for rule in RULES.values() if rule.scope in scopes]
    for rule in in_scope:
        if isinstance(rule, RowRule) and table in rule.tables and names.issuperset(rule.fields):
            yield check_of(rule.fields[0], rule, rule.violation())
        elif isinstance(rule, FieldRule):
            for field in filter(rule.applies, schema.fields):
                yield check_of(field.name, rule, rule.violation(field))
    text_rules = [rule for rule in in_scope if isinstance(rule, TextRule)]
    applying = {field.name: [rule for rule in text_rules if rule.applies(field)] for field in schema.fields}
    for name in _suspect_columns(applying, rows):
        for rule in applying[name]:
            yield check_of(name, rule, _judged(rule, name, rows))


def check_of(field: str, rule: Rule, violation: nw.Expr, *, minds_misspelled: bool = False) -> RowCheck:
    """Return the check of a rule of our own on a field."""
    return RowCheck(field, rule.name, rule.note, rule.fix, rule.severity, violation.fill_null(False), minds_misspelled)


def _suspect_columns(applying: Mapping[str, list[TextRule]], rows: Frame) -> list[str]:
    """Return the columns with a text to be judged by any of the rules applying to them, looking at each text once."""
    suspects = {name: "|".join(rule.suspects for rule in rules) for name, rules in applying.items() if rules}
    if not suspects:
        return []
    found = rows.select(nw.col(name).str.contains(pattern).any() for name, pattern in suspects.items()).collect()
    return [name for name in suspects if found[name][0]]


def _judged(rule: TextRule, name: str, rows: Frame) -> nw.Expr:
    texts = rows.filter(nw.col(name).str.contains(rule.suspects)).select(name).unique().collect()
    return nw.col(name).is_in([text for text in texts[name].to_list() if rule.is_broken(text)])
