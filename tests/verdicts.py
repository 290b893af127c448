"""The verdict on a package: ours, and that of frictionless, in the same terms."""

from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from frictionless import FrictionlessException, Package
from polars.testing import assert_frame_equal

from claimpack.checking import checked
from claimpack.issue import Issue, sort_issues
from claimpack.package import PackageUnreadableError, find_descriptor
from claimpack.text import gate, screen

ROW_ERRORS = {"primary-key", "foreign-key"}
"""Errors for which frictionless names no field and we do."""

ANY = 1 << 40
WAYS = [(ANY, 0), (0, ANY), (0, 0)]
"""What counts as small, and as worth Arrow, in bytes: read by Python, by DuckDB, by DuckDB and Arrow."""

Verdict = Counter[tuple[Any, ...]]


def ours(package: Path) -> Verdict:
    return Counter(
        (issue.table or None, issue.rule, issue.row, None if issue.rule in ROW_ERRORS else issue.field)
        for issue in _found_in_every_way(package)
    )


def _found_in_every_way(package: Path) -> list[Issue]:
    """Return the issues of a package: the same to the letter, and with the same typed tables, however it is read."""
    (issues, tables), *others = [_found(package, small, for_arrow) for small, for_arrow in WAYS]
    for other_issues, other_tables in others:
        assert other_issues == issues
        assert other_tables.keys() == tables.keys()
        for name, table in tables.items():
            assert_frame_equal(table, other_tables[name])
    return issues


def _found(package: Path, small: int, for_arrow: int) -> tuple[list[Issue], dict[str, pl.DataFrame]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "MOST_SMALL_BYTES", small)
        patch.setattr(screen, "WORTH_ARROW_BYTES", for_arrow)
        try:
            with checked(package, only="frictionless") as found:
                return found.issues, {name: table.scan().collect() for name, table in found.tables.items()}
        except PackageUnreadableError as error:
            return sort_issues(error.issues), {}


def theirs(package: Path) -> Verdict:
    try:
        report = Package(str(find_descriptor(package))).validate(limit_errors=0)
    except FrictionlessException as exception:
        # The same error found twice in a descriptor is one issue to us.
        distinct = {(error.type, error.message) for error in exception.to_errors()}
        return Counter((None, kind, None, None) for kind, _ in distinct)
    verdict: Verdict = Counter((None, error.type, None, None) for error in report.errors)
    for task in report.tasks:
        for error in task.errors:
            field = getattr(error, "field_name", None) or None
            verdict[task.name, error.type, getattr(error, "row_number", None), field] += 1
    return verdict
