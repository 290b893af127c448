"""The list of all rules, for `claimpack rules` and docs/rules.md alike."""

import json

from claimpack.rules import RULES

HEADER = """\
# Rules

What `claimpack validate` checks beside what every data package has: structure, types, constraints and keys, on which
the verdict is that of frictionless. Most rules hold in a package that declares the profile of events, claims and
sources (`"claimpackProfile": "1.0"` in its descriptor); a few in any package: there the standard asks for more than
frictionless does. `integer-too-large` (beyond 64 bits), `number-too-long` (no double tells it from a bound, or from
another in its key) and `time-out-of-range` (outside the years 1 to 9999 of UTC) tell of values that a typed table has
no place for. `--only frictionless` leaves all of them out. Errors make a package invalid; warnings do only under
`--strict`. For each rule below, `tests/gallery/broken/` has a smallest package that breaks it.

This file is what `claimpack rules --format markdown` prints.

| rule | severity | holds in | what is wrong | example | how to mend it |
|---|---|---|---|---|---|
"""


def rules_as_text() -> str:
    """Return the rules for a terminal: name, severity, what is wrong, an example."""
    width = max(map(len, RULES))
    return "\n".join(
        f"{rule.name:{width}}  {rule.severity:7}  {rule.description} For example: {rule.example}."
        for _, rule in sorted(RULES.items())
    )


def rules_as_json() -> str:
    """Return the rules as a JSON array of objects."""
    keys = ("name", "severity", "scope", "description", "example", "fix")
    return json.dumps(
        [{key: getattr(rule, key) for key in keys} for _, rule in sorted(RULES.items())], ensure_ascii=False, indent=2
    )


def rules_as_markdown() -> str:
    """Return docs/rules.md."""
    rows = (
        f"| `{rule.name}` | {rule.severity} | {rule.scope} | {rule.description} | {rule.example} | {rule.fix} |"
        for _, rule in sorted(RULES.items())
    )
    return HEADER + "\n".join(rows) + "\n"
