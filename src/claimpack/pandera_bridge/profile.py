"""The rules of our profile that a row can break by itself, as Pandera checks."""

from collections.abc import Iterator

from frictionless import Schema

from claimpack.pandera_bridge.checks import FrameCheck, text_check, violation_check
from claimpack.profile import fields_as_in_profile
from claimpack.rules import RULES
from claimpack.rules.rule import FieldRule, RowRule, TextRule


def profile_checks(table: str, schema: Schema) -> Iterator[tuple[str, FrameCheck]]:
    """Yield the checks of a table of our profile, each with the field it is about; warnings only warn."""
    names = fields_as_in_profile(table, schema)
    for rule in [rule for rule in RULES.values() if rule.scope == "profile"]:
        note, warns = rule.description, rule.severity == "warning"
        if isinstance(rule, RowRule) and table in rule.tables and names.issuperset(rule.fields):
            yield rule.fields[0], violation_check(rule.name, list(rule.fields), rule.violation(), note, warns=warns)
        elif isinstance(rule, FieldRule):
            for field in filter(rule.applies, schema.fields):
                yield field.name, violation_check(rule.name, [field.name], rule.violation(field), note, warns=warns)
        elif isinstance(rule, TextRule):
            for field in filter(rule.applies, schema.fields):
                yield field.name, text_check(rule.name, field.name, rule.is_broken, note, warns=warns)
