"""The verdict on a package: ours, and that of frictionless, in the same terms."""

from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from frictionless import FrictionlessException, Package
from polars.testing import assert_frame_equal

from claimpack.checking import checked
from claimpack.issue import Issue, sort_issues
from claimpack.package import PackageUnreadableError, find_descriptor
from claimpack.text import gate, large

ROW_ERRORS = {"primary-key", "foreign-key"}
"""Errors for which frictionless names no field and we do."""

ANY = 1 << 40
WAYS = [(ANY, ANY), (0, ANY), (0, 0)]
"""What counts as small, and what is held, in bytes: read by Python, by Polars into memory, by Polars into files."""

Verdict = Counter[tuple[Any, ...]]


class Found(NamedTuple):
    issues: list[Issue]
    tables: dict[str, pl.DataFrame]
    read_fast: set[str]


def ours(package: Path) -> Verdict:
    """Return the verdict on a package: the same, with the same typed tables, however it is read."""
    found, *others = [_found(package, small, held) for small, held in WAYS]
    for other in others:
        assert _verdict(other.issues) == _verdict(found.issues)
        # Of what it reads, frictionless tells less.
        assert other.issues == found.issues or other.read_fast < found.read_fast
        assert other.tables.keys() == found.tables.keys()
        for name, table in found.tables.items():
            assert_frame_equal(table, other.tables[name])
    return _verdict(found.issues)


def _verdict(issues: list[Issue]) -> Verdict:
    return Counter(
        (issue.table or None, issue.rule, issue.row, None if issue.rule in ROW_ERRORS else issue.field)
        for issue in issues
    )


def _found(package: Path, small: int, held: int) -> Found:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gate, "MOST_SMALL_BYTES", small)
        patch.setattr(large, "MOST_BYTES_HELD", held)
        try:
            with checked(package, only="frictionless") as found:
                tables = {name: table.scan().collect() for name, table in found.tables.items()}
                return Found(found.issues, tables, {name for name, table in found.tables.items() if table.is_screened})
        except PackageUnreadableError as error:
            return Found(sort_issues(error.issues), {}, set())


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
