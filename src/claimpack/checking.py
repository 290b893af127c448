"""Checking a package: both gates in a row, one way through."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias

from frictionless import Package

from claimpack.issue import Issue, sort_issues
from claimpack.meaning.gate import check_meaning
from claimpack.package import PackageUnreadableError, follows_profile, read_package
from claimpack.suggest import with_suggestions
from claimpack.text.gate import type_tables
from claimpack.text.typed import TypedTable

OnProgress: TypeAlias = Callable[[int, int], object]
"""Called with how many steps are done, and how many there are."""


@dataclass(frozen=True)
class CheckedPackage:
    """A package as both gates left it: its typed tables by name, and every issue, sorted.

    What lies in `folder` beside them lasts as long as they do.
    """

    package: Package
    tables: dict[str, TypedTable]
    issues: list[Issue]
    folder: Path


@contextmanager
def checked(package: str | Path, on_progress: OnProgress = lambda _done, _all: None) -> Iterator[CheckedPackage]:
    """Check a package and keep its typed tables as long as the context lasts.

    Each table is a step in both gates, of which `on_progress` is told.
    Raises CannotRunError where there is no such package, PackageUnreadableError where its descriptor is broken.
    """
    loaded = read_package(package)
    done, steps = count(1), 2 * len(loaded.resources)

    def on_table() -> None:
        on_progress(next(done), steps)

    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        typed, issues = type_tables(loaded, Path(folder), on_table)
        tables = {table.name: table for table in typed}
        issues += check_meaning(tables, with_profile=follows_profile(loaded), on_table=on_table)
        yield CheckedPackage(loaded, tables, with_suggestions(sort_issues(issues), tables), Path(folder))


def check(package: str | Path, on_progress: OnProgress = lambda _done, _all: None) -> list[Issue]:
    """Return everything that is wrong with a package: a folder, a descriptor or a zip; none if it is valid.

    Raises CannotRunError where there is no such package.
    """
    try:
        with checked(package, on_progress) as result:
            return result.issues
    except PackageUnreadableError as error:
        return sort_issues(error.issues)
