"""Checking a package: both gates in a row, one way through."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from frictionless import Package

from claimpack.issue import Issue, sort_issues
from claimpack.meaning.gate import check_meaning
from claimpack.package import PackageUnreadableError, follows_profile, read_package
from claimpack.suggest import with_suggestions
from claimpack.text.gate import type_tables
from claimpack.text.typed import TypedTable


@dataclass(frozen=True)
class CheckedPackage:
    """A package as both gates left it: its typed tables by name, and every issue, sorted."""

    package: Package
    tables: dict[str, TypedTable]
    issues: list[Issue]


@contextmanager
def checked(package: str | Path) -> Iterator[CheckedPackage]:
    """Check a package and keep its typed tables as long as the context lasts.

    Raises CannotRunError where there is no such package, PackageUnreadableError where its descriptor is broken.
    """
    loaded = read_package(package)
    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        typed, issues = type_tables(loaded, Path(folder))
        tables = {table.name: table for table in typed}
        issues += check_meaning(tables, with_profile=follows_profile(loaded))
        yield CheckedPackage(loaded, tables, with_suggestions(sort_issues(issues), tables))


def check(package: str | Path) -> list[Issue]:
    """Return everything that is wrong with a package: a folder, a descriptor or a zip; none if it is valid.

    Raises CannotRunError where there is no such package.
    """
    try:
        with checked(package) as result:
            return result.issues
    except PackageUnreadableError as error:
        return sort_issues(error.issues)
