"""`claimpack describe` and docs/data-dictionary.md: one text, from the schemas alone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimpack.cli import main
from claimpack.dictionary.document import BEGIN, END
from claimpack.dictionary.entry import WIDTH
from claimpack.reconcile.results import KEYS
from conftest import ROOT, PackageWriter

DICTIONARY = ROOT / "docs" / "data-dictionary.md"
SCHEMA = {
    "fields": [
        {
            "name": "id",
            "type": "integer",
            "description": "A key. " + "word + " * 30 + "1. end.",
            "constraints": {"unique": True, "minimum": 1, "exclusiveMaximum": 9},
        },
        {"name": "uri", "type": "string", "format": "uri", "constraints": {"pattern": "a`b", "maxLength": 7}},
        {"name": "known", "type": "string", "constraints": {"enum": ["x", "y"]}, "categories": ["x", "y"]},
        {"name": "is_so", "type": "boolean", "example": True},
        {"name": "parent", "type": "integer"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}


def describe(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["describe", *map(str, arguments)])


def test_the_document_is_what_the_command_prints() -> None:
    text = DICTIONARY.read_text(encoding="utf-8")
    assert text.partition(f"{BEGIN}\n\n")[2].partition(f"\n{END}")[0] == describe(ROOT).output


def test_a_table_alone_is_a_part_of_the_document() -> None:
    told = describe(ROOT, "claims").output
    assert told.startswith("## claims\n\n")
    assert told in DICTIONARY.read_text(encoding="utf-8")
    assert told.count("\n## ") == 0


def test_every_field_and_term_is_there_with_its_meaning() -> None:
    resources = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    for name in [*(resource["name"] for resource in resources), *KEYS]:
        told = " ".join(describe(ROOT, name).output.split())
        for field in json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))["fields"]:
            form = f", {field['format']}" if "format" in field else ""
            assert f"### {field['name']} {field['description']} - Type: {field['type']}{form} - Example: `" in told
            for term in field.get("categories", []):
                assert f"- `{term['value']}`: {term['label']}" in told


def test_only_a_package_whose_releases_have_computed_tables_describes_them() -> None:
    broken = ROOT / "tests" / "gallery" / "broken"
    assert "## figures" in describe(ROOT).output
    assert "## figures" not in describe(broken / "row_unused").output


def test_every_kind_of_constraint_is_told(write_package: PackageWriter) -> None:
    package = write_package({"things": (SCHEMA, "id,uri,known,is_so,parent\n")})
    lines = describe(package, "things").output.splitlines()
    assert lines[:4] == ["## things", "", "Key: `id`", ""]
    assert all(len(line) <= WIDTH and not line.startswith(("+", "1.")) for line in lines)
    for told in (
        *("- Type: string, uri", "- Pattern: `` a`b ``", "- Characters, at most: `7`", "- Unique", "- Required"),
        *("- At least: `1`", "- Less than: `9`", "  - `x`", "- Example: `true`", "- Refers to: `things.id`"),
    ):
        assert told in lines


def test_it_finds_out_which_word_is_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert describe("claims").output == describe(".", "claims").output
    assert describe().output == describe(".").output


def test_it_writes_between_the_markers_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    assert describe(ROOT, "uncoded", "--into", page).output == f"{page}\n"
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n\n## uncoded\n")
    assert text.endswith(f"\n{END}\nafter\n")
    assert "old" not in text


def test_it_says_what_it_cannot_do(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no markers\n", encoding="utf-8")
    for arguments, code, message in (
        ((ROOT, "claim"), 1, 'there is no table "claim"; there are: sources, actors'),
        ((tmp_path / "nowhere", "claims"), 2, "no such file or folder"),
        ((ROOT, "claims", "more"), 2, "one package and one table; found 3 words"),
        ((ROOT, "--into", page), 2, "to write between"),
        ((ROOT, "--into", tmp_path / "none.md"), 2, "No such file"),
    ):
        result = describe(*arguments)
        assert result.exit_code == code
        assert message in " ".join(result.output.split())
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    assert describe(tmp_path).exit_code == 1
