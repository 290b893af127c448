"""Each rule has one smallest broken package, and each broken package breaks the one rule it is named after."""

import json

import pytest
from click.testing import CliRunner

from claimpack.checking import check
from claimpack.cli import main
from claimpack.rules import RULES
from claimpack.rules.severity import SEVERITY
from conftest import ROOT

GALLERY = ROOT / "tests" / "gallery" / "broken"
BROKEN = sorted(folder.name for folder in GALLERY.iterdir())


def test_every_rule_has_a_broken_package_and_every_broken_package_a_rule() -> None:
    assert sorted(RULES) == BROKEN


def test_every_rule_has_a_severity_and_every_severity_a_rule() -> None:
    assert sorted(RULES) == sorted(SEVERITY)


@pytest.mark.parametrize("rule", BROKEN)
def test_broken_package_has_exactly_the_one_issue(rule: str) -> None:
    archive = GALLERY / rule / "package.zip"
    issues = check(archive if archive.exists() else GALLERY / rule)
    assert [issue.rule for issue in issues] == [rule]
    issue = issues[0]
    assert archive.exists() or (issue.row or 0) >= 2
    assert issue.severity == SEVERITY[rule]
    assert "{" not in issue.message + issue.fix


@pytest.mark.parametrize("rule", [rule for rule in BROKEN if RULES[rule].scope == "any package"])
def test_rules_on_any_package_are_beside_the_verdict_of_frictionless(rule: str) -> None:
    archive = GALLERY / rule / "package.zip"
    package = archive if archive.exists() else GALLERY / rule
    assert [issue.rule for issue in check(package, only="frictionless")] == (
        ["package-error"] if archive.exists() else []
    )


def test_documentation_of_the_rules_is_what_the_command_prints() -> None:
    result = CliRunner().invoke(main, ["rules", "--format", "markdown"])
    assert result.exit_code == 0
    assert result.output == (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


def test_rules_are_listed_for_people_and_for_programs() -> None:
    listed = json.loads(CliRunner().invoke(main, ["rules", "--format", "json"]).output)
    assert [rule["name"] for rule in listed] == BROKEN
    lines = CliRunner().invoke(main, ["rules"]).output.splitlines()
    assert [line.split()[:2] for line in lines] == [[rule["name"], rule["severity"]] for rule in listed]
    assert all(rule["description"] and rule["example"] and rule["fix"] for rule in listed)
