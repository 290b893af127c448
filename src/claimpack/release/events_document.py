"""Writing the nested document and its JSON Schema from the typed tables, some events at a time."""

import json
from collections.abc import Iterator, Mapping
from os import SEEK_END
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from frictionless import Schema

from claimpack.issue import CannotRunError
from claimpack.release.json_table import COMMA
from claimpack.release.nested import ROWS, Claim, Event, EventsDocument, Evidence, Row
from claimpack.release.nested_json import JSON, as_json, columns_of, key_of, members_of, with_list
from claimpack.stopping import scratch_folder

Tables: TypeAlias = Mapping[str, pl.LazyFrame]

MOST_CLAIMS = 100_000
"""About how many claims are nested at a time: with all that is said of them, a kilobyte each and more."""

PLACE = "place"


def write_events(tables: Tables, about: Mapping[str, str | None], path: Path) -> None:
    """Write the nested document: an object with the keys of `about`, and `events`, one to a line.

    Raises CannotRunError where a table, column or value that the document needs is missing.
    """
    with scratch_folder() as folder, path.open("w+b") as file:
        head = json.dumps(about, ensure_ascii=False).removesuffix("}")
        file.write(f'{head}, "events": [\n'.encode())
        start = file.tell()
        for events in _slices(tables, folder):
            events.select(JSON).write_csv(
                file, include_header=False, quote_style="never", line_terminator=COMMA.decode()
            )
        if file.seek(0, SEEK_END) > start:
            file.seek(-len(COMMA), SEEK_END)
            file.truncate()
            file.write(b"\n")
        file.write(b"]}\n")


def events_schema(schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """Return the document's JSON Schema; what it says of a column is what the table's schema says of it."""
    document = EventsDocument.model_json_schema(mode="serialization")
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | document
    for row in ROWS:
        fields = {field.name: field for field in schemas[row.table].fields}
        for name, entry in document["$defs"][row.__name__]["properties"].items():
            if field := fields.get(name) or fields.get(f"{name}_id"):
                entry |= {"title": field.title or name, "description": field.description or ""}
    return document


def _slices(tables: Tables, folder: Path) -> Iterator[pl.DataFrame]:
    """Yield the events, sorted, with their claims and evidence, some at a time; `folder` is for files in between."""
    rows: dict[type[Row], pl.LazyFrame] = {
        Event: columns_of(Event, tables),
        Claim: columns_of(Claim, tables, "event_id"),
        Evidence: columns_of(Evidence, tables, "claim_id", "char_start"),
    }
    members = {row: members_of(row, tables) for row in rows}
    places = _places(tables)
    of_claims = tables["claims"].select("claim_id", "event_id").join(places.lazy(), on="event_id").drop("event_id")
    for row, columns in rows.items():
        placed = columns.join(*((of_claims, "claim_id") if row is Evidence else (places.lazy(), "event_id")))
        by_place = pl.PartitionBy(folder / row.table, key=PLACE, include_key=False)
        placed.sink_parquet(by_place, compression="lz4")
        members[row] = {column: _kept(some, folder / f"{row.table}-{column}") for column, some in members[row].items()}
    for place in places[PLACE].unique(maintain_order=True):
        some = {row: _read(rows[row], folder / row.table / f"{PLACE}={place}") for row in rows}
        events = _json(Event, some[Event], members[Event])
        claims = _json(Claim, some[Claim], members[Claim], "event_id")
        evidence = _json(Evidence, some[Evidence], members[Evidence], "claim_id", "char_start")
        coded = with_list(claims, "claim_id", evidence.sort("char_start", "evidence_id"), "evidence")
        yield with_list(events.sort("event_id"), "event_id", coded.sort("claim_id"), "claims")


def _places(tables: Tables) -> pl.DataFrame:
    """Return for each event the slice in which it is written; each slice has about `MOST_CLAIMS` claims."""
    claims = tables["claims"].group_by("event_id").len("claims")
    events = tables["events"].select("event_id").join(claims, on="event_id", how="left").sort("event_id")
    before = (pl.col("claims").fill_null(0) + 1).cum_sum()
    return events.select("event_id", (before // MOST_CLAIMS).alias(PLACE)).collect(engine="streaming")


def _kept(rows: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    rows.sink_parquet(path, compression="lz4")
    return pl.scan_parquet(path)


def _read(like: pl.LazyFrame, folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(folder) if folder.exists() else pl.LazyFrame(schema=like.collect_schema())


def _json(row: type[Row], rows: pl.LazyFrame, members: Tables, *more: str) -> pl.DataFrame:
    found = as_json(row, rows, members, *more).collect(engine="streaming")
    if not (broken := found.filter(pl.col(JSON).is_null())).is_empty():
        raise CannotRunError(
            f"{row.table} {broken[key_of(row)].sort()[0]}: lacks a value that the nested document needs"
        )
    return found
