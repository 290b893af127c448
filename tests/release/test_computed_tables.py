"""A release carries what its claims say together; a package that is none of claims is released as it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import polars as pl
import pytest
from click.testing import CliRunner, Result

import claimpack
from claimpack.cli import main
from claimpack.profile import profile_schema
from claimpack.reconcile.results import KEYS
from claimpack.release.build import FORMATS
from small_profile import write_profile_package
from small_storm import STORM

from .conftest import ROOT

forms = pytest.mark.parametrize("form", FORMATS)


def export(package: Path, out: Path, *formats: str) -> Result:
    return CliRunner().invoke(main, ["export", str(package), "--out", str(out), "--formats", ",".join(formats)])


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    change(descriptor)
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def resource(name: str, descriptor: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in descriptor["resources"] if each["name"] == name)
    return found


def targets(folder: Path, name: str) -> list[str]:
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    keys = resource(name, descriptor)["schema"].get("foreignKeys", [])
    return [key["reference"]["resource"] for key in keys]


@pytest.fixture
def storm(tmp_path: Path) -> Path:
    """A small package of claims."""
    return write_profile_package(tmp_path / "storm", STORM)


@forms
def test_each_is_described_after_the_authored_ones_with_schema_and_keys(form: str, real_release: Path) -> None:
    descriptor = json.loads((real_release / form / "datapackage.json").read_text(encoding="utf-8"))
    tables = [each for each in descriptor["resources"] if each.get("type") == "table"]
    assert [table["name"] for table in tables][-len(KEYS) :] == list(KEYS)
    for name in KEYS:
        table, schema = resource(name, descriptor), profile_schema(name)
        assert (table["title"], table["description"]) == (schema.title, schema.description)
        assert table["schema"]["fields"] == schema.to_descriptor()["fields"]
        assert table["schema"]["foreignKeys"] == schema.foreign_keys


@forms
def test_they_load_with_their_types(form: str, real_release: Path) -> None:
    figures = claimpack.load(real_release / form, "figures")
    types = {name: str(kind) for name, kind in figures.dtypes.items()}
    assert (types["low"], types["origin_count"], types["is_low_open"]) == ("Float64", "Int64", "boolean")
    assert (types["figure_id"], types["time_low"]) == ("string", "string")
    estimates = claimpack.load(real_release / form, "estimates", engine="polars")
    assert estimates.schema["status"] == pl.Enum(["single", "agree", "revised", "conflict", "derived"])
    assert estimates.schema["best_after_repair"] == pl.Float64


@forms
def test_frictionless_judges_their_keys(form: str, storm: Path, tmp_path: Path) -> None:
    assert export(storm, tmp_path / "out", form).exit_code == 0
    folder = tmp_path / "out" / form
    assert frictionless.validate(folder / "datapackage.json").valid

    def point_elsewhere(descriptor: dict[str, Any]) -> None:
        resource("estimates", descriptor)["schema"]["foreignKeys"][1]["reference"]["fields"] = ["title"]

    rewrite(folder, point_elsewhere)
    assert frictionless.validate(folder / "datapackage.json").flatten(["type"]) == [["foreign-key"]]


@forms
def test_a_release_released_again_has_the_same_bytes(form: str, real_release: Path, tmp_path: Path) -> None:
    assert export(real_release / form, tmp_path / "out", "csv").exit_code == 0
    for path in sorted((real_release / "csv").iterdir()):
        assert (tmp_path / "out" / "csv" / path.name).read_bytes() == path.read_bytes(), path.name


def test_computed_tables_of_an_earlier_release_are_computed_anew(storm: Path, tmp_path: Path) -> None:
    assert export(storm, tmp_path / "first", "csv").exit_code == 0
    folder = tmp_path / "first" / "csv"
    claims = folder / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace("3,3", "4,4"), encoding="utf-8", newline="")
    rewrite(folder, lambda descriptor: [resource("claims", descriptor).pop(name) for name in ("hash", "bytes")])
    assert export(folder, tmp_path / "second", "csv").exit_code == 0
    estimates = claimpack.load(tmp_path / "second" / "csv", "estimates", engine="polars")
    assert estimates.select("low", "high").rows() == [(4, 5)]


def test_a_table_of_ones_own_that_bears_such_a_name_is_told(storm: Path, tmp_path: Path) -> None:
    def rename(descriptor: dict[str, Any]) -> None:
        resource("uncoded", descriptor)["name"] = "figures"

    rewrite(storm, rename)
    result = export(storm, tmp_path / "out", "csv")
    assert result.exit_code == 2
    assert 'the package has a "figures" of its own' in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


def test_a_key_is_declared_only_where_it_holds(storm: Path, tmp_path: Path) -> None:
    def forget_places(descriptor: dict[str, Any]) -> None:
        descriptor["resources"].remove(resource("places", descriptor))
        for each in descriptor["resources"]:
            keys = each["schema"].get("foreignKeys", [])
            each["schema"]["foreignKeys"] = [key for key in keys if key["reference"]["resource"] != "places"]

    assert export(storm, tmp_path / "with", "csv").exit_code == 0
    assert targets(tmp_path / "with" / "csv", "estimates") == ["events", "measures", "places"]
    rewrite(storm, forget_places)
    assert export(storm, tmp_path / "without", "csv", "parquet", "sqlite", "duckdb").exit_code == 0
    assert targets(tmp_path / "without" / "csv", "estimates") == ["events", "measures"]
    for form in ("csv", "parquet"):
        assert frictionless.validate(tmp_path / "without" / form / "datapackage.json").valid


def test_a_place_that_no_table_has_leaves_the_key_out(storm: Path, tmp_path: Path) -> None:
    def loosen(descriptor: dict[str, Any]) -> None:
        resource("events", descriptor)["schema"]["foreignKeys"] = []

    events = storm / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace("town", "village"), encoding="utf-8", newline="")
    rewrite(storm, loosen)
    assert export(storm, tmp_path / "out", "csv").exit_code == 0
    assert targets(tmp_path / "out" / "csv", "estimates") == ["events", "measures"]
    assert frictionless.validate(tmp_path / "out" / "csv" / "datapackage.json").valid


def test_a_claim_on_an_event_that_no_table_has_counts_in_none(storm: Path, tmp_path: Path) -> None:
    def loosen(descriptor: dict[str, Any]) -> None:
        resource("claims", descriptor)["schema"]["foreignKeys"] = []

    claims = storm / "claims.csv"
    head, first, *rest = claims.read_text(encoding="utf-8").splitlines(keepends=True)
    lost = first.replace(",storm,", ",calm,")
    claims.write_text("".join([head, lost, *rest]), encoding="utf-8", newline="")
    rewrite(storm, loosen)
    assert lost != first
    assert export(storm, tmp_path / "out", "csv").exit_code == 0
    assert targets(tmp_path / "out" / "csv", "figure_claims") == ["figures", "claims"]
    assert targets(tmp_path / "out" / "csv", "estimates")[0] == "events"
    assert frictionless.validate(tmp_path / "out" / "csv" / "datapackage.json").valid


@pytest.mark.parametrize("package", ["row_unused", "nasty"])
def test_other_packages_are_released_without(package: str, nasty: Path, tmp_path: Path) -> None:
    """One follows the profile, but has no events; the other does not follow it."""
    folder = nasty if package == "nasty" else ROOT / "tests" / "gallery" / "broken" / package
    assert export(folder, tmp_path / "out", "csv").exit_code == 0
    assert not list((tmp_path / "out" / "csv").glob("figures*"))


def test_values_that_are_all_whole_are_numbers_too(storm: Path, tmp_path: Path) -> None:
    def make_whole(descriptor: dict[str, Any]) -> None:
        for field in resource("claims", descriptor)["schema"]["fields"]:
            if field["name"] in {"value_low", "value_high"}:
                field["type"] = "integer"

    expected = CliRunner().invoke(main, ["reconcile", str(storm), "--format", "json"]).stdout
    rewrite(storm, make_whole)
    assert claimpack.check(storm) == []
    assert CliRunner().invoke(main, ["reconcile", str(storm), "--format", "json"]).stdout == expected
    assert export(storm, tmp_path / "out", "csv").exit_code == 0
    assert claimpack.load(tmp_path / "out" / "csv", "estimates")["high"].tolist() == [5]


def test_columns_of_other_types_are_not_reconciled(storm: Path, tmp_path: Path) -> None:
    def make_text(descriptor: dict[str, Any]) -> None:
        field = next(
            each for each in resource("sources", descriptor)["schema"]["fields"] if each["name"] == "published_on"
        )
        field.update(type="string", format="default")

    rewrite(storm, make_text)
    result = CliRunner().invoke(main, ["reconcile", str(storm)])
    assert result.exit_code == 2
    assert "the table sources lacks published_on of the type" in " ".join(result.output.split())
    assert export(storm, tmp_path / "out", "csv").exit_code == 0
    assert not (tmp_path / "out" / "csv" / "figures.csv").exists()
