"""Telling issues: checking returns them, this module puts them into words."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from claimpack.issue import Issue


def explain_text(issues: list[Issue]) -> Iterator[str]:
    """Yield one line for each issue: file, row, field, rule, what was found, how to mend it."""
    for issue in issues:
        place = ":".join(str(part) for part in (issue.file, issue.row, issue.field) if part is not None)
        found = "" if issue.value is None else f" found {json.dumps(shorten(issue.value), ensure_ascii=False)};"
        yield f"{place}: {issue.rule}: {issue.message};{found} to mend: {issue.fix}"


def explain_json(issues: list[Issue]) -> str:
    """Return the issues as a JSON array of objects with the fields of `Issue`."""
    return json.dumps([asdict(issue) for issue in issues], ensure_ascii=False, indent=2)


def shorten(text: str, most: int = 80) -> str:
    """Return a text of at most `most` characters, its middle left out if it is longer."""
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[:half]}…{text[-half:]}"
