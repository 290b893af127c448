"""The verdict is frictionless' on constraints of foreign keys too, whatever the keys that they point to are held to."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verdicts import ours, theirs

CONSTRAINTS: list[dict[str, Any]] = [
    {},
    {"required": True},
    {"pattern": "[a-z]+"},
    {"pattern": "[a-z]+", "required": True},
    {"pattern": "[a-z]"},
    {"enum": ["a", "bb", "C"]},
    {"maxLength": 1},
]
CELLS = st.lists(st.sampled_from(["a", "bb", "C", "dd", ""]), min_size=1, max_size=4)
HELD_TO = st.sampled_from(CONSTRAINTS)


def table(name: str, cells: list[str], held_to: dict[str, Any], target: str | None) -> tuple[dict[str, Any], str]:
    fields = [{"name": "id", "type": "string", "constraints": held_to}, {"name": "n", "type": "integer"}]
    key = {"fields": "id", "reference": {"resource": target, "fields": "id"}}
    schema = {"fields": fields, "foreignKeys": [] if target is None else [key]}
    rows = "".join(f"{cell},{number}\n" for number, cell in enumerate(cells))
    return {"name": name, "path": f"{name}.csv", "schema": schema}, f"id,n\n{rows}"


def write(folder: Path, tables: list[tuple[dict[str, Any], str]]) -> Path:
    for resource, text in tables:
        (folder / resource["path"]).write_text(text, encoding="utf-8")
    described = {"name": "p", "resources": [resource for resource, _ in tables]}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


@pytest.mark.parametrize("back", [None, "child", ""], ids=["one way", "both ways", "parents to themselves"])
@given(cells=st.tuples(CELLS, CELLS), held_to=HELD_TO, other=HELD_TO | st.none())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_verdict_on_foreign_keys_with_constraints_is_that_of_frictionless(
    cells: tuple[list[str], list[str]],
    held_to: dict[str, Any],
    other: dict[str, Any] | None,
    back: str | None,
    tmp_path: Path,
) -> None:
    child = table("child", cells[0], held_to, "parent")
    parent = table("parent", cells[1], held_to if other is None else other, back)
    package = write(tmp_path, [child, parent])
    assert ours(package) == theirs(package)
