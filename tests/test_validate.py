"""`claimpack validate` as a user calls it."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from frictionless import Package

from claimpack.cli import main
from claimpack.explain.machine import issues_schema
from conftest import ROOT, PackageWriter, corpus
from stopping import stop

GALLERY = ROOT / "tests" / "gallery" / "broken"
SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "kind", "type": "string", "constraints": {"enum": ["missile", "drone"]}},
        {"name": "parent", "type": "string"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}


def validate(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["validate", *map(str, arguments)])


def test_our_own_package_is_valid() -> None:
    result = validate(ROOT, "--strict")
    assert result.output == "valid: no issues\n"
    assert result.exit_code == 0


def test_issue_is_told_in_one_line_with_file_line_field_rule_value_and_fix(write_package: PackageWriter) -> None:
    result = validate(write_package({"t": (SCHEMA, "id,kind,parent\na,drones,\n")}))
    assert result.exit_code == 1
    line = result.output.splitlines()[1]
    for part in ("t.csv:2:kind", "constraint-error", '"drones"', 'did you mean "drone"?'):
        assert part in line


def test_wrong_key_is_told_with_the_nearest_that_exists(write_package: PackageWriter) -> None:
    result = validate(write_package({"t": (SCHEMA, "id,kind,parent\nkyiv-attack,drone,\nb,drone,kiev-attack\n")}))
    assert 'did you mean "kyiv-attack"?' in result.output


def test_a_line_break_in_a_cell_moves_the_line_but_not_the_record(write_package: PackageWriter) -> None:
    result = validate(write_package({"t": (SCHEMA, 'id,kind,parent\n"a\nb",drone,\nc,plane,\n')}))
    assert "t.csv:4:kind (record 3)" in result.output


def test_all_issues_are_found_at_once_and_sorted(write_package: PackageWriter) -> None:
    result = validate(
        write_package({"t": (SCHEMA, "id,kind,parent\na,plane,x\na,drone,\n,drone,y\n")}), "--format", "json"
    )
    issues = json.loads(result.output)
    assert [(issue["rule"], issue["row"]) for issue in issues] == [
        ("constraint-error", 2),
        ("foreign-key", 2),
        ("primary-key", 3),
        ("constraint-error", 4),
        ("primary-key", 4),
        ("foreign-key", 4),
    ]


def test_limit_bounds_what_is_told_and_not_what_is_counted(write_package: PackageWriter) -> None:
    rows = "".join(f"r{number},plane,\n" for number in range(50))
    result = validate(write_package({"t": (SCHEMA, f"id,kind,parent\n{rows}")}), "--limit", "3")
    lines = result.output.splitlines()
    assert sum(line.startswith("  t.csv") for line in lines) == 3
    assert lines[-1] == "50 errors in 1 file"


def test_warnings_fail_only_a_strict_run() -> None:
    assert validate(GALLERY / "row_unused").exit_code == 0
    assert validate(GALLERY / "row_unused", "--strict").exit_code == 1


def test_json_fits_its_published_schema() -> None:
    published = json.loads((ROOT / "docs" / "issues.schema.json").read_text(encoding="utf-8"))
    assert published == issues_schema()
    for folder in [folder for folder in GALLERY.iterdir() if (folder / "datapackage.json").exists()]:
        jsonschema.validate(json.loads(validate(folder, "--format", "json").output), published)


def test_github_annotations_point_to_file_and_line() -> None:
    result = validate(GALLERY / "low_above_high", "--format", "github")
    assert result.output.startswith("::error file=claims.csv,title=low_above_high,line=2::value_low: ")
    assert result.output.count("\n") == 1


def test_sarif_points_to_file_and_line() -> None:
    run = json.loads(validate(GALLERY / "low_above_high", "--format", "sarif").output)["runs"][0]
    location = run["results"][0]["locations"][0]["physicalLocation"]
    assert location == {"artifactLocation": {"uri": "claims.csv"}, "region": {"startLine": 2}}
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["low_above_high"]


def test_no_such_package_cannot_run(tmp_path: Path) -> None:
    for package in (tmp_path / "nowhere", tmp_path):
        result = validate(package)
        assert result.exit_code == 2
        assert "datapackage.json" in result.output


def descriptor_of(path: str = "t.csv", schema: Any = None, **field: Any) -> str:  # noqa: ANN401
    fields = {"fields": [{"name": "a", "type": "string", **field}]}
    return json.dumps({"name": "a", "resources": [{"name": "t", "path": path, "schema": schema or fields}]})


def key_of(kind: str, **key: Any) -> str:  # noqa: ANN401
    key = {"fields": ["a"], "reference": {"resource": "", "fields": ["a"], **key}} if kind == "foreignKeys" else key
    schema = {"fields": [{"name": "a", "type": "string"}], kind: [key] if kind == "foreignKeys" else ["b"]}
    return descriptor_of(schema=schema)


BROKEN_DESCRIPTORS = {
    "no JSON": '{"name": ',
    "not an object": "[]",
    "a number": "1",
    "no resources": '{"name": "a"}',
    "resources of a wrong kind": '{"name": "a", "resources": {"a": 1}}',
    "a resource of a wrong kind": '{"name": "a", "resources": [1]}',
    "deeply nested": '{"a":' * 2000 + "1" + "}" * 2000,
    "no such schema": descriptor_of(schema="nowhere.json"),
    "a schema that is no schema": descriptor_of(schema="t.csv"),
    "a schema of itself": descriptor_of(schema="datapackage.json"),
    "no such file": descriptor_of("nowhere.csv"),
    "a folder": descriptor_of("folder.csv"),
    "no such type": descriptor_of(type="blob"),
    "a bound of another type": descriptor_of(type="integer", constraints={"minimum": "x"}),
    "a term of another type": descriptor_of(type="integer", constraints={"enum": [1, "x"]}),
    "a pattern that is none": descriptor_of(constraints={"pattern": "("}),
    "a length that is none": descriptor_of(constraints={"maxLength": "x"}),
    "a key of an unknown field": key_of("primaryKey"),
    "a key to an unknown table": key_of("foreignKeys", resource="u"),
    "a key to an unknown field": key_of("foreignKeys", fields=["b"]),
}


@pytest.mark.parametrize("descriptor", BROKEN_DESCRIPTORS.values(), ids=BROKEN_DESCRIPTORS.keys())
@pytest.mark.parametrize("profile", [False, True], ids=["any package", "our profile"])
def test_broken_descriptor_is_told_without_a_traceback(descriptor: str, profile: bool, tmp_path: Path) -> None:
    declared = (
        descriptor.replace('{"name": "a"', '{"claimpackProfile": "1.0", "name": "a"', 1) if profile else descriptor
    )
    (tmp_path / "datapackage.json").write_text(declared, encoding="utf-8")
    (tmp_path / "t.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    result = validate(tmp_path)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.output.splitlines()[-1].startswith("1 error") or "errors" in result.output.splitlines()[-1]


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/hostname", "http://127.0.0.1:9/t.csv", "link.csv", "folder/../../secret.csv"]
)
@pytest.mark.parametrize("reference", ["path", "schema", "extrapaths", "dialect"])
def test_nothing_outside_the_package_is_read(path: str, reference: str, tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (tmp_path / "secret.csv").write_text("secret\n1\n", encoding="utf-8")
    (package / "link.csv").symlink_to(tmp_path / "secret.csv")
    (package / "t.csv").write_text("a\n1\n", encoding="utf-8")
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", "type": "string"}]}}
    resource[reference] = [path] if reference == "extrapaths" else path
    (package / "datapackage.json").write_text(json.dumps({"name": "a", "resources": [resource]}), encoding="utf-8")
    result = validate(package)
    assert result.exit_code == 1
    assert "path-outside-package" in result.output
    assert "secret\n" not in result.output


def test_a_very_wide_table_and_a_very_long_cell_are_read(write_package: PackageWriter) -> None:
    names = [f"c{number}" for number in range(2000)]
    wide = {"fields": [{"name": name, "type": "integer"} for name in names]}
    long = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]}
    rows = ",".join(names) + "\n" + ",".join("1" for _ in names) + "\n"
    result = validate(write_package({"wide": (wide, rows), "long": (long, f"a,b\n{'x' * 5_000_000},1\n")}))
    assert result.output == "valid: no issues\n"


CSV_FILES = sorted(path for path in (corpus() / "csv").rglob("*.csv")) if corpus() else []  # type: ignore[operator]


@pytest.mark.skipif(not CSV_FILES, reason="CLAIMPACK_CORPUS does not name the folder of other people's files")
@pytest.mark.parametrize("file", CSV_FILES, ids=lambda path: path.stem)
def test_odd_csv_files_are_judged_without_a_traceback(file: Path, write_package: PackageWriter) -> None:
    schema = {
        "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}, {"name": "c", "type": "date"}]
    }
    result = validate(write_package({"t": (schema, file.read_bytes())}, claimpackProfile="1.0"))
    assert result.exit_code in {0, 1}, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("table", [resource.name for resource in Package(str(ROOT / "datapackage.json")).resources])
def test_a_table_with_other_types_than_the_profile_is_judged_without_a_traceback(table: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    path = tmp_path / "schemas" / f"{table}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    for field in schema["fields"]:
        field["type"] = "integer" if field["type"] == "string" else "string"
        for name in ("constraints", "format", "categories", "example"):
            field.pop(name, None)
    path.write_text(json.dumps(schema), encoding="utf-8")
    result = validate(tmp_path)
    assert result.exit_code in {0, 1}
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_rules_are_asked_of_texts_whatever_their_type_is_called(write_package: PackageWriter) -> None:
    schema = {"fields": [{"name": "claim_id", "type": "string"}, {"name": "value_time", "type": "any"}]}
    package = write_package({"claims": (schema, "claim_id,value_time\nclaim-1,2025-02-29\n")}, claimpackProfile="1.0")
    assert "value_time_not_edtf" in validate(package).output


def test_rows_may_point_to_their_own_key_or_by_a_field_of_any_name(write_package: PackageWriter) -> None:
    keys = [{"fields": name, "reference": {"resource": "", "fields": "id"}} for name in ("id", "path")]
    fields = [{"name": "id", "type": "string"}, {"name": "path", "type": "string"}]
    schema = {"fields": fields, "primaryKey": "id", "foreignKeys": keys}
    result = validate(write_package({"t": (schema, "id,path\na,b\nb,a\n")}, claimpackProfile="1.0"))
    assert "reference_cycle: a → b → a leads back to itself" in result.output
    assert result.output.splitlines()[-1] == "1 error in 1 file"


def test_script_is_the_same_command() -> None:
    call = [sys.executable, str(ROOT / "scripts" / "validate.py"), str(GALLERY / "low_above_high")]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "low_above_high" in done.stdout
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("begun", ["claimpack-*", "claimpack-*/frames"], ids=["at the start", "in the midst"])
@pytest.mark.parametrize("stop_by", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing_behind(
    stop_by: signal.Signals, begun: str, write_package: PackageWriter, tmp_path: Path
) -> None:
    rows = "".join(f"r{number},drone,\n" for number in range(1_000_000))
    package = write_package({"t": (SCHEMA, f"id,kind,parent\n{rows}")})
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    # Before its own, Python makes and removes a file to see whether it can write there.
    exit_code, told = stop(["validate", str(package)], stop_by, scratch, lambda: any(scratch.glob(begun)))
    assert exit_code == {signal.SIGINT: 1, signal.SIGTERM: 143}[stop_by]
    assert told.split() == ["Aborted!"]
    assert list(scratch.iterdir()) == []
