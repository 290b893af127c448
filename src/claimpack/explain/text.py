"""Issues for a person: grouped by file and rule, in the order of the rows, with a last line that sums up."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

import click

from claimpack.issue import Issue

Lines = Mapping[tuple[str, int], int]
"""The line in the editor at which a record starts, by its file and row."""

LONGEST_VALUE = 80


def explain_text(issues: list[Issue], lines: Lines | None = None, limit: int | None = None) -> Iterator[str]:
    """Yield lines that tell at most `limit` sorted issues, each in one line; the last line counts all of them."""
    told = sorted(issues[:limit], key=lambda issue: (issue.file, issue.rule))
    for (file, rule), group in groupby(told, key=lambda issue: (issue.file, issue.rule)):
        found = list(group)
        yield click.style(f"{file}: {rule} ({len(found)})", fg=COLOURS[found[0].severity], bold=True)
        yield from (f"  {_place(issue, lines or {})}: {rule}: {_message(issue)}" for issue in found)
    if len(told) < len(issues):
        yield f"… and {len(issues) - len(told)} more; --limit 0 tells them all"
    yield sum_up(issues)


COLOURS = {"error": "red", "warning": "yellow"}


def sum_up(issues: list[Issue]) -> str:
    """Return one line that counts all issues by severity, and the files they stand in."""
    if not issues:
        return click.style("valid: no issues", fg="green")
    severities = Counter(issue.severity for issue in issues)
    counts = [_count(severities[severity], severity) for severity in ("error", "warning") if severities[severity]]
    return f"{' and '.join(counts)} in {_count(len({issue.file for issue in issues}), 'file')}"


def shorten(text: str, most: int = LONGEST_VALUE) -> str:
    """Return a text of at most `most` characters, its middle left out if it is longer."""
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def _place(issue: Issue, lines: Lines) -> str:
    line = lines.get((issue.file, issue.row or 0), issue.row)
    moved = f" (record {issue.row})" if line != issue.row else ""
    return ":".join(str(part) for part in (issue.file, line, issue.field) if part is not None) + moved


def _message(issue: Issue) -> str:
    found = "" if issue.value is None else f"; found {json.dumps(shorten(issue.value), ensure_ascii=False)}"
    return f"{shorten(issue.message, 400)}{found}; to mend: {issue.fix}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
