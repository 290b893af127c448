"""The verdict on a package: ours, and that of frictionless, in the same terms."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from frictionless import FrictionlessException, Package

from claimpack.checking import check
from claimpack.issue import Issue
from claimpack.package import find_descriptor
from claimpack.text import gate

ROW_ERRORS = {"primary-key", "foreign-key"}
"""Errors for which frictionless names no field and we do."""

Verdict = Counter[tuple[Any, ...]]


def ours(package: Path) -> Verdict:
    return Counter(
        (issue.table or None, issue.rule, issue.row, None if issue.rule in ROW_ERRORS else issue.field)
        for issue in _found_either_way(package)
    )


def _found_either_way(package: Path) -> list[Issue]:
    """Return the issues of a package, which are the same to the letter whether it is read as small or as large."""
    found = []
    for most in (0, 1 << 40):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gate, "MOST_SMALL_BYTES", most)
            found.append(check(package, only="frictionless"))
    as_large, as_small = found
    assert as_small == as_large
    return as_small


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
