"""What others find and cite a release by, all of it from the one descriptor."""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import frictionless
import pytest
import yaml
from click.testing import CliRunner, Result

from claimpack.checking import checked
from claimpack.cli import main
from claimpack.release.citation import as_cff, as_text, as_zenodo, citation_of
from claimpack.release.jsonld import croissant, schema_org
from conftest import PackageWriter

from .conftest import ROOT, Expected, release_of

VALIDATORS = ROOT / ".venv" / "validators" / "bin"
DESCRIPTOR: dict[str, Any] = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
PERSON = {
    "name": "small",
    "id": "https://doi.org/10.5281/zenodo.1",
    "version": "2.0.0",
    "created": "2026-01-02T03:04:05Z",
    "licenses": [{"name": "CC0-1.0"}],
    "contributors": [
        {"title": "Ada Lovelace", "givenName": "Ada", "familyName": "Lovelace", "roles": ["creator"]},
        {"title": "A publisher", "roles": ["publisher"]},
    ],
    "resources": [],
}

LOAD_CROISSANT = """
import json, sys
import mlcroissant
dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
tables = {}
for records in dataset.metadata.record_sets:
    rows = list(dataset.records(records.id))
    tables[records.id] = [[v.decode() if isinstance(v, bytes) else str(v) for v in row.values()] for row in rows]
print(json.dumps(tables))
"""


def cite(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["cite", *map(str, arguments)])


def run(program: str, *arguments: str | Path) -> str:
    """Run one of the tools that have an environment of their own; return what it prints."""
    done = subprocess.run([VALIDATORS / program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(("form", "name"), [("cff", "CITATION.cff"), ("zenodo", ".zenodo.json")])
def test_the_files_of_the_project_are_what_the_command_prints(form: str, name: str) -> None:
    assert cite(ROOT, "--format", form).output == (ROOT / name).read_text(encoding="utf-8")


def test_it_says_how_to_cite_in_a_line() -> None:
    assert cite(ROOT).output == (
        "claimpack maintainers (2026). What five articles claim about the attack on Kyiv in the night of "
        "3-4 July 2025. Version 0.1.0. CC-BY-4.0.\n"
    )
    assert as_text(citation_of(PERSON)) == (
        "Lovelace, Ada (2026). small. Version 2.0.0. CC0-1.0. https://doi.org/10.5281/zenodo.1."
    )


def test_people_and_identifiers_are_told_as_such() -> None:
    cff = yaml.safe_load(as_cff(citation_of(PERSON)))
    assert cff["authors"] == [{"family-names": "Lovelace", "given-names": "Ada"}]
    assert cff["doi"] == "10.5281/zenodo.1"
    assert "url" not in cff
    assert json.loads(as_zenodo(citation_of(PERSON)))["creators"] == [{"name": "Lovelace, Ada"}]
    creator = {"@type": "Person", "givenName": "Ada", "familyName": "Lovelace"}
    assert schema_org(PERSON, {})["creator"] == [creator]


def test_a_package_that_says_nothing_of_itself_can_be_cited(tmp_path: Path) -> None:
    cff = yaml.safe_load(as_cff(citation_of({"name": "bare"})))
    assert (cff["title"], cff["authors"]) == ("bare", [{"name": "anonymous"}])
    assert as_text(citation_of({"name": "bare"})) == "bare."
    assert cite(tmp_path / "nowhere").exit_code == 2
    (tmp_path / "datapackage.json").write_text("{", encoding="utf-8")
    assert cite(tmp_path).exit_code == 1


def test_schema_org_tells_every_download(real_release: Path) -> None:
    dataset = json.loads((real_release / "dataset.jsonld").read_text(encoding="utf-8"))
    assert (dataset["@context"], dataset["@type"]) == ("https://schema.org/", "Dataset")
    assert (dataset["name"], dataset["version"]) == (DESCRIPTOR["title"], DESCRIPTOR["version"])
    assert dataset["license"] == DESCRIPTOR["licenses"][0]["path"]
    files = {path.name for path in real_release.iterdir() if path.is_file()} - {"dataset.jsonld", "SHA256SUMS"}
    assert {download["contentUrl"] for download in dataset["distribution"]} == files
    for download in dataset["distribution"]:
        content = (real_release / download["contentUrl"]).read_bytes()
        assert download["sha256"] == hashlib.sha256(content).hexdigest()
        assert download["contentSize"] == f"{len(content)} B"


def test_croissant_has_every_field_of_every_table(release: Path, expected: dict[str, Expected]) -> None:
    described = json.loads((release / "csv" / "croissant.json").read_text(encoding="utf-8"))
    fields = {records["name"]: [field["name"] for field in records["field"]] for records in described["recordSet"]}
    assert fields == {name: table.schema.field_names for name, table in expected.items()}
    assert described == croissant(json.loads((release / "csv" / "datapackage.json").read_text(encoding="utf-8")))


def test_a_package_that_may_describe_only_tables_describes_no_more(
    write_package: PackageWriter, tmp_path: Path
) -> None:
    table = ({"fields": [{"name": "id", "type": "string"}]}, "id\nx\n")
    package = write_package({"table": table}, profile="tabular-data-package")
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["$schema"]
    descriptor["resources"][0]["profile"] = "tabular-data-resource"
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with checked(package) as source:
        folder = release_of(source, tmp_path / "out", "csv") / "csv"
    assert frictionless.validate(folder / "datapackage.json").valid
    assert {path.name for path in folder.iterdir()} >= {"croissant.json", "load_claims.R"}


@pytest.mark.slow
def test_mlcroissant_finds_croissant_valid_and_loads_every_table(
    real_expected: dict[str, Expected], real_release: Path
) -> None:
    path = real_release / "csv" / "croissant.json"
    told = run("mlcroissant", "validate", "--jsonld", path)
    assert "Done." in told
    assert "error" not in told
    assert "WARNING" not in told
    tables = json.loads(run("python", "-W", "ignore", "-c", LOAD_CROISSANT, path).splitlines()[-1])
    for name, (schema, rows) in real_expected.items():
        texts = rows.select(schema.primary_key).rows()
        assert [tuple(row[: len(schema.primary_key)]) for row in tables[name]] == texts
        filled = sum(value is not None for row in rows.rows() for value in row)
        assert sum(cell not in {"None", "nan", "NaT"} for row in tables[name] for cell in row) == filled


@pytest.mark.slow
def test_mlcroissant_finds_other_packages_valid_too(nasty_release: Path) -> None:
    assert "error" not in run("mlcroissant", "validate", "--jsonld", nasty_release / "csv" / "croissant.json")


@pytest.mark.slow
@pytest.mark.parametrize("descriptor", [DESCRIPTOR, PERSON], ids=["real", "person"])
def test_cffconvert_finds_the_citation_valid(descriptor: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "CITATION.cff"
    path.write_text(as_cff(citation_of(descriptor)), encoding="utf-8")
    assert "valid according to schema version 1.2.0" in run("cffconvert", "--validate", "-i", path)
