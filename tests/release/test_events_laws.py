"""The nested document is, to the byte, what its models write of the tables' rows, however few are nested at a time."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import NoneType
from typing import Any, TypeAlias, get_args

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claimpack.column_types import column_type
from claimpack.issue import CannotRunError
from claimpack.profile import profile_schema
from claimpack.release import events_document
from claimpack.release.events_document import write_events
from claimpack.release.nested import (
    Actor,
    Claim,
    Event,
    EventsDocument,
    Evidence,
    Measure,
    Place,
    Qualifier,
    Row,
    Source,
    WiderEvent,
)

Tables: TypeAlias = dict[str, list[dict[str, Any]]]

TARGETS: dict[tuple[type[Row], str], type[Row]] = {
    (Source, "outlet"): Actor,
    (Claim, "source"): Source,
    (Claim, "claimant"): Actor,
    (Claim, "relayed_by"): Actor,
    (Claim, "measure"): Measure,
    (Claim, "qualifier"): Qualifier,
    (Claim, "place"): Place,
    (Event, "place"): Place,
    (Event, "part_of_event"): WiderEvent,
}
LISTS: dict[type[Row], tuple[str, type[Row], tuple[str, ...]]] = {
    Event: ("claims", Claim, ("claim_id",)),
    Claim: ("evidence", Evidence, ("char_start", "evidence_id")),
}

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES = {
    "string": TEXT,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "date": st.dates(),
    "number": st.floats() | st.sampled_from([0.1, -0.0, 539.0, 1e20, -(2.0**63), 2.0**63, 5e-324, 1.7e308]),
}
SIZES = {
    "actors": 2,
    "places": 2,
    "sources": 3,
    "measures": 2,
    "qualifiers": 2,
    "events": 4,
    "claims": 8,
    "evidence": 9,
}
MOST_SIZES = st.fixed_dictionaries({name: st.integers(0, most) for name, most in SIZES.items()})
MODELS = {row.table: row for row in (Actor, Place, Source, Measure, Qualifier, Event, Claim, Evidence)}


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    """Draw the tables of the document, of any values, with keys that hold."""
    sizes = draw(MOST_SIZES)
    ids = {name: draw(st.lists(TEXT, min_size=size, max_size=size, unique=True)) for name, size in sizes.items()}
    if not (ids["actors"] and ids["sources"] and ids["events"]):
        ids["claims"] = []
    ids["sources"] = ids["sources"] if ids["actors"] else []
    ids["evidence"] = ids["evidence"] if ids["claims"] else []
    return {name: [draw(a_row(model, id_, ids)) for id_ in ids[name]] for name, model in MODELS.items()}


@st.composite
def a_row(draw: st.DrawFn, model: type[Row], id_: str, ids: Mapping[str, list[str]]) -> dict[str, Any]:
    """Draw a row of a model's table."""
    row: dict[str, Any] = {next(iter(model.model_fields)): id_}
    for name, entry in model.model_fields.items():
        is_optional = NoneType in get_args(entry.annotation)
        if target := TARGETS.get((model, name)):
            known = [*([None] if is_optional else []), *ids[target.table]]
            row[f"{name}_id"] = draw(st.sampled_from(known)) if known else None
        elif name not in row and name not in {"claims", "evidence"}:
            values = VALUES[profile_schema(model.table).get_field(name).type]
            row[name] = draw(st.none() | values if is_optional else values)
    parent = {"claims": "events", "evidence": "claims"}.get(model.table)
    return row | ({f"{parent[:-1]}_id": draw(st.sampled_from(ids[parent]))} if parent else {})


def frames(rows: Tables) -> dict[str, pl.LazyFrame]:
    """Return typed tables as gate 1 leaves them, as far as the document needs them."""
    found = {}
    for name, model in MODELS.items():
        columns = [f"{column}_id" if (model, column) in TARGETS else column for column in model.model_fields]
        columns += {"claims": ["event_id"], "evidence": ["claim_id"]}.get(name, [])
        fields = [field for field in profile_schema(name).fields if field.name in columns]
        found[name] = pl.LazyFrame(rows[name], {field.name: column_type(field).polars for field in fields})
    return found


def modelled(model: type[Row], row: Mapping[str, Any], rows: Tables) -> Row:
    """Return a row as the model that says what the document is."""
    key = next(iter(model.model_fields))
    members: dict[str, Any] = {}
    for name in model.model_fields:
        if target := TARGETS.get((model, name)):
            target_key = next(iter(target.model_fields))
            pointed = (other for other in rows[target.table] if other[target_key] == row[f"{name}_id"])
            members[name] = next((modelled(target, other, rows) for other in pointed), None)
        elif model in LISTS and name == LISTS[model][0]:
            _, part, order = LISTS[model]
            own = [other for other in rows[part.table] if other[key] == row[key]]
            own.sort(key=lambda other: tuple(other[column] for column in order))
            members[name] = [modelled(part, other, rows) for other in own]
        else:
            members[name] = row[name]
    return model.model_validate(members)


def by_the_models(rows: Tables) -> bytes:
    """Return the document as its models write it, an event to a line."""
    events = sorted(rows["events"], key=lambda row: row["event_id"].encode())
    lines = ",".join(f"\n{modelled(Event, event, rows).model_dump_json()}" for event in events)
    return f'{{"package": "ü", "version": null, "events": [{lines}\n]}}\n'.encode()


# Without shrinking, which takes minutes.
@settings(max_examples=60, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@given(rows=tables(), most=st.sampled_from([1, 3, 100_000]))
def test_it_is_what_the_models_write_to_the_byte(
    rows: Tables, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.json"
    monkeypatch.setattr(events_document, "MOST_CLAIMS", most)
    write_events(frames(rows), {"package": "ü", "version": None}, path)
    written = path.read_bytes()
    assert written == by_the_models(rows)
    json.loads(written)
    if not any(value in {float("inf"), float("-inf")} for row in rows["claims"] for value in row.values()):
        EventsDocument.model_validate_json(written)


ROWS: Tables = {
    "actors": [{"actor_id": "gazette", "name": "Gazette", "actor_type": "outlet"}],
    "places": [{"place_id": "kyiv", "name": "Kyiv"}],
    "sources": [],
    "measures": [],
    "qualifiers": [],
    "events": [
        {"event_id": "storm", "title": "Storm", "event_type": "attack", "time_precision": "day", "summary": "A storm."}
    ],
    "claims": [],
    "evidence": [],
}


def test_a_value_that_the_document_needs_is_named(tmp_path: Path) -> None:
    found = frames(ROWS)
    found["events"] = found["events"].with_columns(summary=pl.lit(None, pl.String))
    with pytest.raises(CannotRunError, match=r"^events storm: lacks a value that the nested document needs$"):
        write_events(found, {}, tmp_path / "events.json")


def test_a_column_of_another_type_is_refused(tmp_path: Path) -> None:
    found = frames(ROWS)
    found["events"] = found["events"].with_columns(summary=pl.lit(5))
    with pytest.raises(CannotRunError, match=r"^events\.summary has not the type that it has in our profile$"):
        write_events(found, {}, tmp_path / "events.json")
