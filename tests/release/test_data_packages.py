"""Each format of a release is a data package of its own, as a folder and as a zip, by frictionless' verdict."""

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from claimpack.checking import CheckedPackage, check
from claimpack.release.build import FORMATS

from .conftest import Expected

forms = pytest.mark.parametrize("form", FORMATS)


def descriptor_of(release: Path, form: str) -> dict[str, Any]:
    descriptor: dict[str, Any] = json.loads((release / form / "datapackage.json").read_text(encoding="utf-8"))
    return descriptor


def test_the_packages_released_here_have_no_errors(source: CheckedPackage) -> None:
    assert [issue for issue in source.issues if issue.severity == "error"] == []


@forms
def test_frictionless_finds_every_table_valid_in_the_folder_and_in_the_zip(
    expected: dict[str, Expected], release: Path, form: str
) -> None:
    archive = next(release.glob(f"*-{form}.zip"))
    for path in (release / form / "datapackage.json", archive):
        report = frictionless.validate(path)
        assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
        assert {task.name for task in report.tasks if task.type == "table"} == expected.keys()


@forms
def test_our_own_check_agrees(release: Path, form: str) -> None:
    assert [issue for issue in check(release / form) if issue.severity == "error"] == []


@forms
def test_frictionless_sees_a_broken_key_in_each_format(nasty_release: Path, form: str, tmp_path: Path) -> None:
    """The keys are in the release's descriptor and are judged; valid does not mean unseen."""
    descriptor = descriptor_of(nasty_release, form)
    things = descriptor["resources"][0]
    things["schema"]["foreignKeys"][0]["reference"]["fields"] = ["since"]
    for name in ("hash", "bytes"):
        things.pop(name, None)
    (tmp_path / things["path"]).write_bytes((nasty_release / form / things["path"]).read_bytes())
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor | {"resources": [things]}), encoding="utf-8")
    assert "foreign-key" in {kind for (kind,) in frictionless.validate(tmp_path / "datapackage.json").flatten(["type"])}


@forms
def test_the_descriptor_keeps_what_the_source_says_of_the_package(
    source: CheckedPackage, release: Path, form: str
) -> None:
    kept = {name: value for name, value in source.package.to_descriptor().items() if name != "resources"}
    descriptor = descriptor_of(release, form)
    assert {name: value for name, value in descriptor.items() if name != "resources"} == kept
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"


@forms
def test_every_file_is_described_with_its_hash_and_size(release: Path, form: str) -> None:
    resources = [resource for resource in descriptor_of(release, form)["resources"] if "path" in resource]
    for resource in resources:
        data = (release / form / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource.get("bytes", resource.get("byteSize")) == len(data)
    inline = {f"data-none.{form}"} if release.parent.name.startswith("nasty") and form in {"json", "ndjson"} else set()
    files = {path.name for path in (release / form).iterdir()}
    assert files - {"datapackage.json"} - inline == {resource["path"] for resource in resources}


@forms
def test_a_table_keeps_its_own_properties_and_has_its_schema_inside(nasty_release: Path, form: str) -> None:
    things, none, *_ = descriptor_of(nasty_release, form)["resources"]
    assert (things["title"], things["colour"]) == ("Things", "red")
    assert (things["type"], things["profile"]) == ("table", "tabular-data-resource")
    assert things["schema"]["primaryKey"] == ["id"]
    assert none["name"] == "data/none"


def test_the_schema_says_how_the_release_spells_its_values(nasty_release: Path) -> None:
    schema = descriptor_of(nasty_release, "csv")["resources"][0]["schema"]
    fields = {field["name"]: field for field in schema["fields"]}
    assert "missingValues" not in schema
    assert fields["code"]["missingValues"] == ["-"]
    assert fields["id"]["constraints"] == {"required": True, "minimum": "-5"}
    assert fields["amount"] == {"name": "amount", "type": "number", "constraints": {"maximum": "1234567.5"}}
    assert (fields["is_open"]["trueValues"], fields["is_open"]["example"]) == (["true"], "true")
    assert fields["day"] == {"name": "day", "type": "date", "constraints": {"minimum": "0099-12-31"}}
    assert fields["moment"]["constraints"] == {"minimum": "1999-12-31T22:00:00Z"}
    assert fields["clock"]["format"] == "%H.%M"


def test_an_empty_table_is_an_empty_array_described_by_its_header(nasty_release: Path) -> None:
    assert json.loads((nasty_release / "json" / "data-none.json").read_text(encoding="utf-8")) == []
    assert descriptor_of(nasty_release, "json")["resources"][1]["data"] == [["thing", "note"]]


def test_text_is_sorted_by_key_with_unix_line_ends(release: Path, expected: dict[str, Expected]) -> None:
    for name, table in expected.items():
        path = release / "csv" / f"{name.replace('/', '-')}.csv"
        assert path.read_bytes().endswith(b"\n")
        key = table.schema.primary_key
        rows = Package(str(release / "csv" / "datapackage.json")).get_table_resource(name).read_rows()
        keys = [tuple(str(row[field]) if field != "id" else row[field] for field in key) for row in rows]
        assert not key or keys == sorted(keys)


def test_parquet_has_real_types_for_polars_and_duckdb(nasty_release: Path) -> None:
    path = nasty_release / "parquet" / "things.parquet"
    types = pl.read_parquet_schema(path)
    assert types["id"] == pl.Int64
    assert types["day"] == pl.Date
    assert types["moment"] == pl.Datetime("us", "UTC")
    assert pq.read_metadata(path).row_group(0).column(0).compression == "ZSTD"
    with duckdb.connect() as connection:
        described = connection.execute(f"describe select * from '{path}'").fetchall()
    assert [row[1] for row in described[:6]] == ["BIGINT", "VARCHAR", "VARCHAR", "DOUBLE", "BOOLEAN", "DATE"]


def test_pandas_reads_parquet_with_exact_nullable_types(nasty_release: Path) -> None:
    frame = pd.read_parquet(nasty_release / "parquet" / "things.parquet")
    assert frame.loc[7, "id"] == 9007199254740993
    assert frame["code"].isna().tolist() == [True, False, False, False, False, False, True, False]
    types = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert types["parent"] == "Int64"
    assert (types["is_open"], types["amount"], types["a text"]) == ("boolean", "Float64", "string")
    assert types["day"] == "date32[day][pyarrow]"
    assert pd.read_parquet(nasty_release / "parquet" / "data-none.parquet").empty


def test_parquet_says_what_it_is_part_of_and_what_its_fields_mean(nasty_release: Path) -> None:
    path = nasty_release / "parquet" / "things.parquet"
    metadata = pl.read_parquet_metadata(path)
    assert (metadata["package"], metadata["version"], metadata["table"]) == ("nasty", "1.0", "things")
    assert pq.read_schema(path).field("a text").metadata == {b"description": b"Text of any kind."}
