"""Writing the nested document and its JSON Schema, one event at a time, from the typed tables."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias, get_args, get_origin

import polars as pl
from frictionless import Schema

from claimpack.issue import CannotRunError
from claimpack.release.nested import ROWS, Claim, Event, EventsDocument, Evidence, Row

Records: TypeAlias = Iterator[dict[str, Any]]
Tables: TypeAlias = Mapping[str, pl.LazyFrame]

BATCH_ROWS = 10_000


def write_events(tables: Tables, about: Mapping[str, str | None], path: Path) -> None:
    """Write the nested document: an object with the keys of `about`, and `events`, one to a line.

    Raises CannotRunError where a table or column of the profile is missing.
    """
    try:
        events = _nested(tables)
    except (KeyError, pl.exceptions.ColumnNotFoundError) as error:
        name = str(error).splitlines()[0].strip("'\"")
        raise CannotRunError(f"the descriptor declares our profile, but there is no table or column {name}") from error
    head = json.dumps(about, ensure_ascii=False).removesuffix("}")
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f'{head}, "events": [')
        for place, event in enumerate(events):
            file.write(",\n" if place else "\n")
            file.write(Event.model_validate(event).model_dump_json())
        file.write("\n]}\n")


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


def _nested(tables: Tables) -> Records:
    """Return the events with their claims and evidence as nested records, none of them read yet."""
    events = _rows(Event, tables).sort("event_id")
    order = tables["claims"].select("claim_id", "event_id")
    claims = _rows(Claim, tables).join(order, on="claim_id").sort("event_id", "claim_id")
    evidence = _rows(Evidence, tables, "claim_id").join(order, on="claim_id")
    evidence = evidence.sort("event_id", "claim_id", "char_start", "evidence_id")
    for rows in (events, claims, evidence):
        rows.collect_schema()
    coded = _with_parts(_records(claims), "claim_id", _records(evidence), "evidence")
    return _with_parts(_records(events), "event_id", coded, "claims")


def _rows(row: type[Row], tables: Tables, *more: str) -> pl.LazyFrame:
    """Return a model's table, with each row that it points to as a struct in place of the id."""
    rows = tables[row.table]
    columns = [*more]
    for name, entry in row.model_fields.items():
        target = _target(entry.annotation)
        if target:
            key = next(iter(target.model_fields))
            structs = _rows(target, tables).select(pl.col(key).alias(f"{name}_id"), pl.struct(pl.all()).alias(name))
            rows = rows.join(structs, on=f"{name}_id", how="left")
        if target or get_origin(entry.annotation) is not list:
            columns.append(name)
    return rows.select(columns)


def _target(annotation: Any) -> type[Row] | None:  # noqa: ANN401  # any annotation of a field
    """Return the model that a field is, or is unless it is None; None for columns and lists."""
    options = (annotation,) if get_origin(annotation) is list else (annotation, *get_args(annotation))
    return next((option for option in options if isinstance(option, type) and issubclass(option, Row)), None)


def _records(rows: pl.LazyFrame) -> Records:
    for batch in rows.collect_batches(chunk_size=BATCH_ROWS):
        yield from batch.iter_rows(named=True)


def _with_parts(wholes: Records, key: str, parts: Records, name: str) -> Records:
    """Yield each whole with the list of its parts; both come in the same order of the key."""
    groups = groupby(parts, key=itemgetter(key))
    group = next(groups, None)
    for whole in wholes:
        found = group if group and group[0] == whole[key] else None
        yield whole | {name: list(found[1]) if found else []}
        if found:
            group = next(groups, None)
