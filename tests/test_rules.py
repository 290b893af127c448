"""Each rule has one smallest broken package, and each broken package breaks the one rule it is named after."""

from pathlib import Path

import pytest

from claimpack.check import check
from claimpack.rules import RULES
from claimpack.rules.severity import SEVERITY

GALLERY = Path(__file__).parent / "gallery" / "broken"
BROKEN = sorted(folder.name for folder in GALLERY.iterdir())


def test_every_rule_has_a_broken_package_and_every_broken_package_a_rule() -> None:
    assert sorted(RULES) == BROKEN


def test_every_rule_has_a_severity_and_every_severity_a_rule() -> None:
    assert sorted(RULES) == sorted(SEVERITY)


@pytest.mark.parametrize("rule", BROKEN)
def test_broken_package_has_exactly_the_one_issue(rule: str) -> None:
    issues = check(GALLERY / rule)
    assert [issue.rule for issue in issues] == [rule]
    issue = issues[0]
    assert issue.row is not None
    assert issue.row >= 2
    assert issue.severity == SEVERITY[rule]
    assert "{" not in issue.message + issue.fix
