"""Gate 2: constraints and keys of typed tables, and the rules of our own."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import narwhals as nw
import polars as pl

from claimpack import rules
from claimpack.issue import Issue
from claimpack.meaning.inherited import in_order, inheriting_fields
from claimpack.meaning.keys import key_issues
from claimpack.meaning.row_checks import RowCheck, check_of, constraint_checks, empty_key_checks, rule_checks
from claimpack.meaning.telling import names_in, number_of, tell, text_of
from claimpack.profile import fields_as_in_profile
from claimpack.rules.links import links_of
from claimpack.rules.rule import LinkRule, PackageRule
from claimpack.rules.scope import Scope
from claimpack.rules.table import Frame, Link, Table
from claimpack.text.typed import ROW, TypedTable

Kind = TypeVar("Kind", LinkRule, PackageRule)


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
    flagged = {f"_{place}": check for place, check in enumerate(checks)}
    if not flagged:
        return
    flags = {flag: check.violation for flag, check in flagged.items()}
    # Which checks a row breaks is asked of the few rows that break any.
    broken = rows.filter(nw.any_horizontal(*flags.values(), ignore_nulls=False)).collect()
    if broken.is_empty():
        return
    broken = broken.with_columns(**flags)
    for flag, check in flagged.items():
        yield from _told(table, broken.filter(nw.col(flag)), check)


def _told(table: TypedTable, rows: nw.DataFrame[Any], check: RowCheck) -> Iterator[Issue]:
    file, field, rule, fix = table.file, check.field, check.rule, check.fix
    # The text gate has spoken on a cell that is no spelling of its type: the empty cell it left is not missing.
    spoken_on = frozenset() if check.minds_misspelled else table.misspelled
    for row in rows.select(name for name in _needed(check) if name in rows.columns).iter_rows(named=True):
        if (number_of(row), field) not in spoken_on:
            value, message = text_of(row.get(field)), tell(check.note, row)
            yield Issue(file, number_of(row), field, rule, value, message, fix, table.name, check.severity)


def _needed(check: RowCheck) -> Iterable[str]:
    """Return the columns that are told of a row: a query that need not carry whole rows is several times as fast."""
    return dict.fromkeys([ROW, check.field, *names_in(check.note)])


def _link_issues(
    tables: Mapping[str, TypedTable], frames: Mapping[str, Table], scopes: Collection[Scope]
) -> Iterator[Issue]:
    linked: dict[Link, list[LinkRule]] = {}
    for rule in _applying(LinkRule, frames, scopes):
        linked.setdefault(rule.link, []).append(rule)
    for link, alike in linked.items():
        # All that is asked of rows and what they point to is asked in one pass.
        own = dict.fromkeys([ROW, link.field, *(field for rule in alike for field in rule.fields)])
        others = dict.fromkeys([link.key, *(field for rule in alike for field in rule.others)])
        rows, targets = frames[link.table].rows.select(*own), frames[link.target].rows.select(*others)
        joined = rows.join(targets, left_on=link.field, right_on=link.key, how="inner")
        # They are of more than one cell.
        checks = (check_of(rule.fields[0], rule, rule.violation(), minds_misspelled=True) for rule in alike)
        yield from _row_issues(tables[link.table], joined, checks)


def _package_issues(
    tables: Mapping[str, TypedTable], frames: Mapping[str, Table], scopes: Collection[Scope]
) -> Iterator[Issue]:
    for rule in _applying(PackageRule, frames, scopes):
        for breach in rule.find(frames):
            check = check_of(breach.field, rule, nw.lit(value=True), minds_misspelled=True)
            yield from _told(tables[breach.table], breach.rows.select(*_needed(check)).collect(), check)


def _applying(kind: type[Kind], frames: Mapping[str, Table], scopes: Collection[Scope]) -> Iterator[Kind]:
    """Yield the rules of a kind and of some scopes that find all that they need."""
    fields = {name: fields_as_in_profile(name, table.schema) for name, table in frames.items()}
    in_scope = [rule for rule in rules.RULES.values() if isinstance(rule, kind) and rule.scope in scopes]
    for rule in in_scope:
        if all(table in fields and fields[table].issuperset(needed) for table, needed in rule.needs.items()):
            yield rule
