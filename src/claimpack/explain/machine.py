"""Issues for programs: JSON, GitHub workflow annotations, SARIF."""

import json
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from claimpack.explain.text import Lines
from claimpack.issue import Issue

ISSUES = TypeAdapter(list[Issue])
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def explain_json(issues: list[Issue]) -> str:
    """Return the issues as a JSON array of objects with the fields of `Issue`."""
    return ISSUES.dump_json(issues, indent=2).decode()


def issues_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what `explain_json` writes."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Issues", **ISSUES.json_schema()}


def explain_github(issues: list[Issue], lines: Lines) -> Iterator[str]:
    """Yield one workflow command for each issue, which GitHub shows beside the line."""
    for issue in issues:
        place = f"file={_property(issue.file)},title={_property(issue.rule)}"
        if issue.row is not None:
            place += f",line={lines.get((issue.file, issue.row), issue.row)}"
        yield f"::{issue.severity} {place}::{_escape(_sentence(issue))}"


def explain_sarif(issues: list[Issue], lines: Lines) -> str:
    """Return the issues as a SARIF 2.1.0 log, which code scanning services read."""
    rules = [{"id": rule} for rule in sorted({issue.rule for issue in issues})]
    driver = {"name": "claimpack", "version": version("claimpack"), "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(issue, lines) for issue in issues]}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(issue: Issue, lines: Lines) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": issue.file}}
    if issue.row is not None:
        location["region"] = {"startLine": lines.get((issue.file, issue.row), issue.row)}
    return {
        "ruleId": issue.rule,
        "level": issue.severity,
        "message": {"text": _sentence(issue)},
        "locations": [{"physicalLocation": location}],
    }


def _sentence(issue: Issue) -> str:
    field = f"{issue.field}: " if issue.field else ""
    found = "" if issue.value is None else f"; found {json.dumps(issue.value, ensure_ascii=False)}"
    return f"{field}{issue.message}{found}; to mend: {issue.fix}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
