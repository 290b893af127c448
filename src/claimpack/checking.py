"""Checking a package: both gates in a row, one way through."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias, overload

from frictionless import Package

from claimpack.held_frames import stand_in
from claimpack.issue import CannotRunError, Issue, sort_issues
from claimpack.meaning.gate import check_meaning
from claimpack.package import PackageUnreadableError, Verdict, follows_profile, read_package
from claimpack.rules.scope import Scope
from claimpack.stopping import scratch_folder
from claimpack.suggest import with_suggestions
from claimpack.text.gate import type_tables
from claimpack.text.placeless import PLACELESS
from claimpack.text.typed import TypedTable

OnProgress: TypeAlias = Callable[[int, int], object]
"""Called with how many steps are done, and how many there are."""

BESIDE_THE_VERDICT = {rule for rule, _ in PLACELESS.values()}
"""What gate 1 finds that is nothing to frictionless."""


@dataclass(frozen=True)
class CheckedPackage:
    """A package as both gates left it: its typed tables by name, every issue, sorted, and which rules were asked.

    What lies in `folder` beside the tables lasts as long as they do.
    """

    package: Package
    tables: dict[str, TypedTable]
    issues: list[Issue]
    scopes: frozenset[Scope]
    folder: Path


@contextmanager
def checked(
    package: str | Path,
    on_progress: OnProgress = lambda _done, _all: None,
    *,
    frames: Mapping[str, object] | None = None,
    only: Verdict | None = None,
) -> Iterator[CheckedPackage]:
    """Check a package and keep its typed tables as long as the context lasts.

    `frames` stand in place of the files of the tables they are named after. With `only="frictionless"`, rules of our
    own are left out. Each table is a step in both gates, of which `on_progress` is told. Raises CannotRunError where
    there is no such package or table, PackageUnreadableError where its descriptor is broken.
    """
    loaded = read_package(package, only=only)
    done, steps = count(1), 2 * len(loaded.resources)

    def on_table() -> None:
        on_progress(next(done), steps)

    with scratch_folder() as folder:
        (folder / "frames").mkdir()
        stand_in(loaded, frames or {}, folder / "frames")
        typed, issues = type_tables(loaded, folder, on_table)
        tables = {table.name: table for table in typed}
        scopes = _scopes(loaded, only)
        issues += check_meaning(tables, scopes=scopes, on_table=on_table)
        if only:
            issues = [issue for issue in issues if issue.rule not in BESIDE_THE_VERDICT]
        yield CheckedPackage(loaded, tables, with_suggestions(sort_issues(issues), tables), scopes, folder)


def _scopes(package: Package, only: Verdict | None) -> frozenset[Scope]:
    if only:
        return frozenset()
    return frozenset({"any package", "profile"} if follows_profile(package) else {"any package"})


@overload
def check(package: str | Path, /, *, on_progress: OnProgress = ..., only: Verdict | None = ...) -> list[Issue]: ...


@overload
def check(
    frames: Mapping[str, object], package: str | Path, /, *, on_progress: OnProgress = ..., only: Verdict | None = ...
) -> list[Issue]: ...


def check(
    subject: Mapping[str, object] | str | Path,
    package: str | Path | None = None,
    /,
    *,
    on_progress: OnProgress = lambda _done, _all: None,
    only: Verdict | None = None,
) -> list[Issue]:
    """Return everything that is wrong with a package: `check(package)`, or with frames in it: `check(frames, package)`.

    `package` is a folder, a descriptor or a zip. `frames` gives, for some or all of its tables by name, what a pipeline
    already holds: a frame of Polars (lazy or not), a DuckDB relation, a frame of pandas or a table of PyArrow; the
    other tables are read from their files. The first row of a frame is row 2, as if it stood below a header. Returns
    no issue where all is valid. With `only="frictionless"`, rules of our own are left out.

    Raises CannotRunError where there is no such package or table, or what is given is no frame.
    """
    frames = subject if isinstance(subject, Mapping) else {}
    place = package if isinstance(subject, Mapping) else subject
    if place is None:
        raise CannotRunError("frames alone cannot be checked; give the package that describes them too")
    try:
        with checked(place, on_progress, frames=frames, only=only) as result:
            return result.issues
    except PackageUnreadableError as error:
        return sort_issues(error.issues)
