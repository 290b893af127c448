"""What holds for the project as a whole."""

import json
import re
import tomllib

import pytest
import yaml

from conftest import ROOT


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_one_version_everywhere() -> None:
    version = json.loads(read("datapackage.json"))["version"]
    assert tomllib.loads(read("pyproject.toml"))["project"]["version"] == version
    assert yaml.safe_load(read("CITATION.cff"))["version"] == version
    newest = re.search(r"^## (\S+) – \d{4}-\d{2}-\d{2}$", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert newest
    assert newest.group(1) == version
    assert f"kyiv-attack-claims-{version}/" in read("README.md")
    assert f"version {version}," in read("LICENSE-DATA.md")


@pytest.mark.parametrize("name", ["requirements.lock", "validators.lock"])
def test_lock_has_hashes_and_no_hosts(name: str) -> None:
    lock = read(name)
    pins = re.findall(r"^[a-z0-9-]+==", lock, flags=re.MULTILINE)
    assert len(pins) > 50
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock


def test_every_table_has_a_schema_that_describes_every_column_by_example() -> None:
    package = json.loads(read("datapackage.json"))
    schemas = {path.name for path in (ROOT / "schemas").glob("*.json")}
    for resource in package["resources"]:
        assert resource["schema"] == f"schemas/{resource['name']}.schema.json"
        assert f"{resource['name']}.schema.json" in schemas
        for field in json.loads(read(resource["schema"]))["fields"]:
            assert field["description"], field["name"]
            assert "example" in field, field["name"]
            terms = field["constraints"].get("enum") if "constraints" in field else None
            assert terms is None or terms == [term["value"] for term in field["categories"]], field["name"]


def test_a_field_of_one_name_has_one_type_and_one_meaning() -> None:
    meanings: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "schemas").glob("*.json")):
        for field in json.loads(path.read_text(encoding="utf-8"))["fields"]:
            kind, pattern = meanings.setdefault(
                field["name"], (field["type"], str(field.get("constraints", {}).get("pattern")))
            )
            assert kind == field["type"], f"{path.name}: {field['name']}"
            assert pattern == str(field.get("constraints", {}).get("pattern")), f"{path.name}: {field['name']}"


def test_no_room_is_too_large() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "src").rglob("*.py")}
    assert max(lines.values()) <= 300
