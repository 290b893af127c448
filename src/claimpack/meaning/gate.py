"""Gate 2: constraints and keys of typed tables, and the rules of our own."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import narwhals as nw
import polars as pl

from claimpack import rules
from claimpack.issue import Issue
from claimpack.meaning.inherited import in_order, inheriting_fields
from claimpack.meaning.keys import key_issues
from claimpack.meaning.row_checks import RowCheck, constraint_checks, empty_key_checks, link_check, rule_checks
from claimpack.meaning.telling import names_in, number_of, tell, text_of
from claimpack.profile import fields_as_in_profile
from claimpack.rules.links import links_of
from claimpack.rules.rule import LinkRule, PackageRule
from claimpack.rules.scope import Scope
from claimpack.rules.table import Frame, Link, Table
from claimpack.text.typed import ROW, TypedTable


def check_meaning(
    tables: Mapping[str, TypedTable],
    *,
    scopes: Collection[Scope] = (),
    on_table: Callable[[], object] = lambda: None,
) -> list[Issue]:
    """Return every breach of a constraint, a key, or a rule of our own of some scopes.

    Constraints and keys are checked in the tables that the screen has passed; frictionless judged the others.
    Calls `on_table` after each table.
    """
    with _engine(tables):
        return _issues(tables, scopes, on_table)


def _engine(tables: Mapping[str, TypedTable]) -> pl.Config:
    """Return the setting by which Polars answers: held tables sooner without its engine for those that are not."""
    return pl.Config(engine_affinity="streaming" if any(table.is_large for table in tables.values()) else "in-memory")


def _issues(tables: Mapping[str, TypedTable], scopes: Collection[Scope], on_table: Callable[[], object]) -> list[Issue]:
    frames = {name: Table(table.schema, nw.from_native(table.scan()), table.size) for name, table in tables.items()}
    issues: list[Issue] = []
    sound: set[tuple[str, str]] = set()
    links = list(links_of(frames))
    for name in in_order(frames, links):
        table = tables[name]
        found: list[Issue] = []
        checks: list[RowCheck] = []
        if table.is_screened:
            found += key_issues(table, frames)
            dangling = {issue.field for issue in found}
            inheriting = set(inheriting_fields(name, frames, links, sound)) - dangling
            checks += [*constraint_checks(table.schema, inheriting), *empty_key_checks(table.schema)]
        checks += rule_checks(name, table.schema, frames[name].rows, scopes)
        found += _row_issues(table, frames[name].rows, checks)
        sound |= _sound_fields(table, found)
        issues += found
        on_table()
    return [*issues, *_link_issues(tables, frames, scopes), *_package_issues(tables, frames, scopes)]


def _sound_fields(table: TypedTable, issues: Iterable[Issue]) -> set[tuple[str, str]]:
    """Return the fields, with their table, in which no constraint is broken, as far as it was looked for."""
    wrong = {issue.field for issue in issues}
    return {(table.name, name) for name in table.schema.field_names if table.is_screened and name not in wrong}


def _row_issues(table: TypedTable, rows: Frame, checks: Iterable[RowCheck]) -> Iterator[Issue]:
    # The text gate has spoken on a cell that is no spelling of its type: the empty cell it left is not missing.
    misspelled = {(issue.row, issue.field) for issue in table.issues if issue.rule == "type-error"}
    flagged = {f"_{place}": check for place, check in enumerate(checks)}
    if not flagged:
        return
    flags = {flag: check.violation for flag, check in flagged.items()}
    # Which checks a row breaks is asked of the few rows that break any.
    broken = rows.filter(nw.any_horizontal(*flags.values(), ignore_nulls=False)).collect()
    if not broken.is_empty():
        broken = broken.with_columns(**flags)
        for flag, check in flagged.items():
            for issue in _told(table, broken.filter(nw.col(flag)), check):
                if check.minds_misspelled or (issue.row, issue.field) not in misspelled:
                    yield issue


def _told(table: TypedTable, rows: nw.DataFrame[Any], check: RowCheck) -> Iterator[Issue]:
    told = dict.fromkeys([ROW, *([check.field] if check.field in rows.columns else []), *names_in(check.note)])
    file, field, rule, fix = table.file, check.field, check.rule, check.fix
    for row in rows.select(*told).iter_rows(named=True):
        value, message = text_of(row.get(field)), tell(check.note, row)
        yield Issue(file, number_of(row), field, rule, value, message, fix, table.name, check.severity)


def _link_issues(
    tables: Mapping[str, TypedTable], frames: Mapping[str, Table], scopes: Collection[Scope]
) -> Iterator[Issue]:
    linked: dict[Link, list[LinkRule]] = {}
    for rule in rules.RULES.values():
        if isinstance(rule, LinkRule) and rule.scope in scopes and _applies(rule, frames):
            linked.setdefault(rule.link, []).append(rule)
    for link, alike in linked.items():
        # All that is asked of rows and what they point to is asked in one pass.
        own = dict.fromkeys([ROW, link.field, *(field for rule in alike for field in rule.fields)])
        others = dict.fromkeys([link.key, *(field for rule in alike for field in rule.others)])
        rows, targets = frames[link.table].rows.select(*own), frames[link.target].rows.select(*others)
        joined = rows.join(targets, left_on=link.field, right_on=link.key, how="inner")
        yield from _row_issues(tables[link.table], joined, map(link_check, alike))


def _package_issues(
    tables: Mapping[str, TypedTable], frames: Mapping[str, Table], scopes: Collection[Scope]
) -> Iterator[Issue]:
    for rule in rules.RULES.values():
        if isinstance(rule, PackageRule) and rule.scope in scopes and _applies(rule, frames):
            for breach in rule.find(frames):
                # Only what is told is read: a query that need not carry whole rows is several times as fast.
                told = dict.fromkeys([ROW, breach.field, *names_in(rule.note)])
                check = RowCheck(breach.field, rule.name, rule.note, rule.fix, rule.severity, nw.lit(value=True))
                yield from _told(tables[breach.table], breach.rows.select(*told).collect(), check)


def _applies(rule: LinkRule | PackageRule, frames: Mapping[str, Table]) -> bool:
    return all(
        table in frames and fields_as_in_profile(table, frames[table].schema).issuperset(fields)
        for table, fields in rule.needs.items()
    )
