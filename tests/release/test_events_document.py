"""The nested document: everything that the events', claims' and evidence tables say, names in place of ids."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

from claimpack.checking import CheckedPackage
from claimpack.issue import CannotRunError
from claimpack.release.events_document import write_events
from claimpack.release.nested import EventsDocument

from .conftest import release_of


@pytest.fixture
def document(real_release: Path) -> dict[str, Any]:
    nested: dict[str, Any] = json.loads((real_release / "json" / "claims-by-event.json").read_text(encoding="utf-8"))
    return nested


def records(source: CheckedPackage, table: str, key: str) -> dict[str, dict[str, Any]]:
    rows = source.tables[table].scan().drop("_row").collect().to_dicts()
    return {row[key]: {name: _as_json(value) for name, value in row.items()} for row in rows}


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a nested row as a table has it: an id in place of each row it points to, no lists."""
    columns: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            columns[f"{name}_id"] = next(iter(value.values()))
        elif not isinstance(value, list):
            columns[name] = value
    return columns


def test_it_holds_every_event_claim_and_evidence_once_under_its_own(
    document: dict[str, Any], real: CheckedPackage
) -> None:
    events, claims, evidence = {}, {}, {}
    for event in document["events"]:
        events[event["event_id"]] = flat(event)
        for claim in event["claims"]:
            claims[claim["claim_id"]] = flat(claim) | {"event_id": event["event_id"]}
            for row in claim["evidence"]:
                evidence[row["evidence_id"]] = flat(row) | {"claim_id": claim["claim_id"]}
    for found, table, key in (
        (events, "events", "event_id"),
        (claims, "claims", "claim_id"),
        (evidence, "evidence", "evidence_id"),
    ):
        expected = records(real, table, key)
        assert found.keys() == expected.keys()
        for name, row in found.items():
            stated = {column: value for column, value in expected[name].items() if value is not None}
            assert {column: value for column, value in row.items() if value is not None} == stated


def test_events_and_claims_stand_in_the_order_of_their_ids(document: dict[str, Any]) -> None:
    ids = [event["event_id"] for event in document["events"]]
    assert ids == sorted(ids)
    for event in document["events"]:
        claims = [claim["claim_id"] for claim in event["claims"]]
        assert claims == sorted(claims)


def test_it_names_what_ids_stand_for(document: dict[str, Any], real: CheckedPackage) -> None:
    actors, measures = records(real, "actors", "actor_id"), records(real, "measures", "measure_id")
    for claim in (claim for event in document["events"] for claim in event["claims"]):
        assert claim["claimant"]["name"] == actors[claim["claimant"]["actor_id"]]["name"]
        assert claim["source"]["outlet"]["name"] == actors[claim["source"]["outlet"]["actor_id"]]["name"]
        if claim["measure"]:
            measure = measures[claim["measure"]["measure_id"]]
            assert (claim["measure"]["title"], claim["measure"]["unit"]) == (measure["title"], measure["unit"])


def test_it_is_valid_by_the_json_schema_beside_it_and_by_the_models(
    document: dict[str, Any], real_release: Path
) -> None:
    schema = json.loads((real_release / "json" / "claims-by-event.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    read = EventsDocument.model_validate(document)
    assert json.loads(read.model_dump_json()) == document
    assert (document["package"], document["version"]) == ("kyiv-attack-claims", real_version(real_release))


def real_version(release: Path) -> str:
    version: str = json.loads((release / "csv" / "datapackage.json").read_text(encoding="utf-8"))["version"]
    return version


def test_its_schema_says_of_a_column_what_the_table_schema_says(real_release: Path, real: CheckedPackage) -> None:
    schema = json.loads((real_release / "json" / "claims-by-event.schema.json").read_text(encoding="utf-8"))
    quote = real.tables["evidence"].schema.get_field("quote")
    assert schema["$defs"]["Evidence"]["properties"]["quote"]["description"] == quote.description


def test_whole_numbers_have_no_fraction(real_release: Path) -> None:
    text = (real_release / "json" / "claims-by-event.json").read_text(encoding="utf-8")
    assert '"value_low":550,' in text
    assert '"value_low":550.0' not in text


def test_an_event_without_claims_and_a_claim_without_evidence_have_empty_lists(
    real: CheckedPackage, tmp_path: Path
) -> None:
    tables = {name: table.scan() for name, table in real.tables.items()}
    first = tables["claims"].select("claim_id", "event_id").sort("event_id", "claim_id").first().collect().row(0)
    tables["evidence"] = tables["evidence"].filter(pl.col("claim_id") != first[0])
    tables["claims"] = tables["claims"].filter((pl.col("event_id") != first[1]) | (pl.col("claim_id") == first[0]))
    extra = tables["events"].head(1).with_columns(event_id=pl.lit("an-event-without-claims"))
    tables["events"] = pl.concat([tables["events"], extra])
    path = tmp_path / "events.json"
    write_events(tables, {"package": None, "version": None}, path)
    events = {event["event_id"]: event for event in json.loads(path.read_text(encoding="utf-8"))["events"]}
    assert events["an-event-without-claims"]["claims"] == []
    assert [claim["evidence"] for claim in events[first[1]]["claims"]] == [[]]
    others = [claim for event in events.values() for claim in event["claims"] if claim["claim_id"] != first[0]]
    assert any(claim["evidence"] for claim in others)


def test_a_package_without_the_profile_has_no_nested_document(nasty_release: Path) -> None:
    assert not list((nasty_release / "json").glob("claims-by-event*"))


def test_a_package_of_the_profile_without_a_table_that_it_needs_is_refused(
    real: CheckedPackage, tmp_path: Path
) -> None:
    tables = {name: table for name, table in real.tables.items() if name != "actors"}
    with pytest.raises(CannotRunError, match="no table or column actors"):
        release_of(replace(real, tables=tables), tmp_path / "out", "json")
    assert list(tmp_path.iterdir()) == []
