"""Gate 2: constraints and keys of typed tables, then the rules of our profile where a package declares it."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import narwhals as nw
from frictionless import Field

from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.meaning.constraints import Constraint, constraints
from claimpack.meaning.keys import Frame, dangling_keys, empty_keys, repeated_keys
from claimpack.text.typed import ROW, TypedTable

Tables: TypeAlias = Mapping[str, TypedTable]


def check_meaning(tables: Tables) -> list[Issue]:
    """Return every breach of a constraint or key in the tables that the screen has passed."""
    issues: list[Issue] = []
    for table in tables.values():
        if table.is_screened:
            issues += _constraint_issues(table)
            issues += _key_issues(table, tables)
    return issues


def frame(table: TypedTable) -> Frame:
    """Return a table's rows as a Narwhals lazy frame with `_row`."""
    return nw.from_native(table.scan())


def collect(rows: Frame) -> list[dict[str, object]]:
    """Run a query for violations; they are few, so they come as records."""
    return list(rows.collect().iter_rows(named=True))


def _constraint_issues(table: TypedTable) -> Iterator[Issue]:
    # The text gate has spoken on a cell that is no spelling of its type: the empty cell it left is not missing.
    misspelled = {(issue.row, issue.field) for issue in table.issues if issue.rule == "type-error"}
    declared = [(field, constraint) for field in table.schema.fields for constraint in constraints(field)]
    flags = {f"_{place}": constraint.violation for place, (_, constraint) in enumerate(declared)}
    if not flags:
        return
    rows = (
        frame(table)
        .with_columns(**flags)
        .filter(nw.any_horizontal(*(nw.col(flag) for flag in flags), ignore_nulls=True))
    )
    for row in collect(rows):
        for flag, (field, constraint) in zip(flags, declared, strict=True):
            if row[flag] and (row[ROW], field.name) not in misspelled:
                yield _constraint_issue(table, row, field, constraint)


def _constraint_issue(table: TypedTable, row: dict[str, object], field: Field, constraint: Constraint) -> Issue:
    note = f'constraint "{constraint.name}" is "{field.constraints[constraint.name]}"'
    fix = fix_for(constraint.name)
    return Issue(
        table.file, _number(row), field.name, "constraint-error", _text(row[field.name]), note, fix, table.name
    )


def _key_issues(table: TypedTable, tables: Tables) -> Iterator[Issue]:
    rows = frame(table)
    primary = table.schema.primary_key
    for key in [primary] if primary else []:
        yield from _key_issue(
            table, "primary-key", key, empty_keys(rows, key), 'cells composing the primary keys are all "None"'
        )
        yield from _key_issue(table, "primary-key", key, repeated_keys(rows, key), SAME)
    for field in table.schema.fields:
        if field.constraints.get("unique"):
            yield from _key_issue(table, "unique-error", [field.name], repeated_keys(rows, [field.name]), SAME)
    for foreign in table.schema.foreign_keys:
        key, target = foreign["fields"], tables[foreign["reference"]["resource"] or table.name]
        target_key = foreign["reference"]["fields"]
        dangling = dangling_keys(rows, key, frame(target), target_key)
        note = f'not found in the table "{target.name}" as "{", ".join(target_key)}"'
        yield from _key_issue(table, "foreign-key", key, dangling, note)


SAME = "the same as in row {earlier}"


def _key_issue(table: TypedTable, rule: str, key: list[str], rows: Frame, note: str) -> Iterator[Issue]:
    for row in collect(rows):
        value = ", ".join(_text(row[field]) or "" for field in key)
        message = note.format(**row) if note is SAME else note
        yield Issue(table.file, _number(row), ", ".join(key), rule, value, message, fix_for(rule), table.name)


def _number(row: dict[str, object]) -> int:
    return int(str(row[ROW]))


def _text(value: object) -> str | None:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
