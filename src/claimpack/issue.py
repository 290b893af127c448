"""What is wrong with a package, as data: checking returns issues, `explain` tells them."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong, where it stands, and how to mend it.

    `row` counts records as frictionless does: the header is row 1, a blank line is a row too; it is
    None where the whole file or package is meant. `value` is the offending text, None where there is none.
    """

    file: str
    row: int | None
    field: str | None
    rule: str
    value: str | None
    message: str
    fix: str
    table: str = ""
    severity: Severity = "error"


def sort_issues(issues: list[Issue]) -> list[Issue]:
    """Return each distinct issue once, in the order of the files, rows and fields they stand in."""
    return sorted(
        dict.fromkeys(issues),
        key=lambda i: (i.file, i.row or 0, i.field or "", i.rule, i.message, i.value or ""),
    )


class CannotRunError(Exception):
    """The call itself cannot be carried out (no such package, no permission): exit code 2."""
