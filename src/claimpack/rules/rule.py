"""What a rule of our own is: a named function that finds its own breaches.

A rule's name is the function's name, and so the id in every message, in the tests and of its broken package.
Row and field rules are Narwhals expressions of the violation over one table; gate 2 and the Pandera schemas
share them. A link rule is one over a row and the row it points to. A package rule looks at several rows or tables and
returns those that break it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import getdoc
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw
from frictionless import Field

from claimpack.issue import Severity
from claimpack.rules.scope import EVERYWHERE, Scope
from claimpack.rules.severity import SEVERITY
from claimpack.rules.table import Frame, Link, Tables

Needs: TypeAlias = Mapping[str, tuple[str, ...]]


class Breach(NamedTuple):
    """Rows of a table that break a rule: `_row`, `field`, and every column that the rule's note names."""

    table: str
    field: str
    rows: Frame


@dataclass(frozen=True)
class Rule:
    """One rule: what is wrong, how a breach is told, and how to mend it.

    `note` and `fix` are filled in from the breaking row's columns.
    """

    name: str
    description: str
    example: str
    note: str
    fix: str

    @property
    def severity(self) -> Severity:
        """Return how much a breach weighs; only errors make a package invalid."""
        return SEVERITY[self.name]

    @property
    def scope(self) -> Scope:
        """Return in which packages the rule holds."""
        return "any package" if self.name in EVERYWHERE else "profile"


@dataclass(frozen=True)
class RowRule(Rule):
    """A rule that a row breaks by itself, in each of `tables` that has all of `fields`; issues name the first."""

    tables: tuple[str, ...]
    fields: tuple[str, ...]
    violation: Callable[[], nw.Expr]


@dataclass(frozen=True)
class FieldRule(Rule):
    """A rule that a cell breaks by itself, in every field of every table that it applies to."""

    applies: Callable[[Field], bool]
    violation: Callable[[Field], nw.Expr]


@dataclass(frozen=True)
class TextRule(Rule):
    """A rule that Python judges on the distinct texts that fit the pattern `suspects`, where it applies."""

    applies: Callable[[Field], bool]
    suspects: str
    is_broken: Callable[[str], bool]


@dataclass(frozen=True)
class LinkRule(Rule):
    """A rule that a row breaks beside the row it points to, by `fields` of its own, and `others` of that row.

    Issues name the first of its own.
    """

    link: Link
    fields: tuple[str, ...]
    others: tuple[str, ...]
    violation: Callable[[], nw.Expr]

    @property
    def needs(self) -> Needs:
        """Return the fields of both tables, without which the rule does not apply."""
        return {
            self.link.table: (self.link.field, *self.fields),
            self.link.target: (self.link.key, *self.others),
        }


@dataclass(frozen=True)
class PackageRule(Rule):
    """A rule that a row breaks by what other rows or tables say; it applies where all it `needs` is there."""

    needs: Needs
    find: Callable[[Tables], Iterator[Breach]]


@dataclass(frozen=True)
class ArchiveRule(Rule):
    """A rule that a zip breaks before anything in it is read."""


RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order of definition."""


def row_rule(
    tables: str, *fields: str, example: str, note: str, fix: str
) -> Callable[[Callable[[], nw.Expr]], Callable[[], nw.Expr]]:
    """Register a function as the row rule of its name, for tables named with blanks between them."""

    def register(violation: Callable[[], nw.Expr]) -> Callable[[], nw.Expr]:
        name, description = _told(violation)
        RULES[name] = RowRule(name, description, example, note, fix, tuple(tables.split()), fields, violation)
        return violation

    return register


def field_rule(
    applies: Callable[[Field], bool], *, example: str, note: str, fix: str
) -> Callable[[Callable[[Field], nw.Expr]], Callable[[Field], nw.Expr]]:
    """Register a function as the field rule of its name."""

    def register(violation: Callable[[Field], nw.Expr]) -> Callable[[Field], nw.Expr]:
        name, description = _told(violation)
        RULES[name] = FieldRule(name, description, example, note, fix, applies, violation)
        return violation

    return register


def text_rule(
    applies: Callable[[Field], bool], suspects: str, *, example: str, note: str, fix: str
) -> Callable[[Callable[[str], bool]], Callable[[str], bool]]:
    """Register a function as the text rule of its name."""

    def register(is_broken: Callable[[str], bool]) -> Callable[[str], bool]:
        name, description = _told(is_broken)
        RULES[name] = TextRule(name, description, example, note, fix, applies, suspects, is_broken)
        return is_broken

    return register


def link_rule(
    link: Link, *fields: str, example: str, note: str, fix: str
) -> Callable[[Callable[[], nw.Expr]], Callable[[], nw.Expr]]:
    """Register a function as the link rule of its name; the target's fields are named like `sources.outlet_id`."""

    def register(violation: Callable[[], nw.Expr]) -> Callable[[], nw.Expr]:
        name, description = _told(violation)
        own = tuple(field for field in fields if "." not in field)
        others = tuple(field.removeprefix(f"{link.target}.") for field in fields if "." in field)
        RULES[name] = LinkRule(name, description, example, note, fix, link, own, others, violation)
        return violation

    return register


def package_rule(
    *, needs: Needs, example: str, note: str, fix: str
) -> Callable[[Callable[[Tables], Iterator[Breach]]], Callable[[Tables], Iterator[Breach]]]:
    """Register a function as the package rule of its name."""

    def register(find: Callable[[Tables], Iterator[Breach]]) -> Callable[[Tables], Iterator[Breach]]:
        name, description = _told(find)
        RULES[name] = PackageRule(name, description, example, note, fix, needs, find)
        return find

    return register


def archive_rule(*, example: str, note: str, fix: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function as the archive rule of its name."""

    def register(rule: Callable[[], None]) -> Callable[[], None]:
        name, description = _told(rule)
        RULES[name] = ArchiveRule(name, description, example, note, fix)
        return rule

    return register


def _told(function: Callable[..., Any]) -> tuple[str, str]:
    return function.__name__, " ".join((getdoc(function) or "").split())
