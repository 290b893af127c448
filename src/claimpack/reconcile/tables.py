"""The authored tables as reconciling reads them, and what it needs of them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw
import polars as pl
from frictionless import Schema

from claimpack.issue import CannotRunError
from claimpack.profile import fields_as_in_profile, profile_types
from claimpack.text.typed import TypedTable

Frame: TypeAlias = nw.LazyFrame[Any]

NEEDED = {
    "claims": (
        *("claim_id", "event_id", "source_id", "claimant_id", "attribution", "measure_id", "value_low", "value_high"),
        *("value_time", "qualifier_id", "stance", "place_id", "claimed_on", "supersedes_claim_id", "repeats_claim_id"),
    ),
    "events": ("event_id", "place_id"),
    "sources": ("source_id", "outlet_id", "derived_from_source_id", "published_on", "coding_scope"),
    "measures": ("measure_id", "value_type", "unit", "minimum", "maximum", "is_additive", "is_cumulative"),
    "qualifiers": ("qualifier_id", "low_factor", "high_factor", "is_strict"),
}

OPTIONAL = {
    "actors": ("actor_id", "name"),
    "places": ("place_id", "part_of_place_id"),
    "identities": ("identity_id", "relation"),
    "identity_terms": ("identity_id", "measure_id", "coefficient"),
    "repair_weights": ("action", "weight"),
}
"""Tables without which there is still something to reconcile: no names, no identities, no places within places."""


def lacking(tables: Mapping[str, TypedTable]) -> str | None:
    """Return in words what reconciling cannot do without and does not find; None where all is there."""
    return next((lack for name in NEEDED if (lack := _lacking(tables, name, NEEDED[name]))), None)


def read_tables(tables: Mapping[str, TypedTable]) -> dict[str, Frame]:
    """Return lazy frames of the tables that reconciling reads, by name.

    Raises CannotRunError where one that it cannot do without, or a column of it, is missing or of another type.
    """
    if lack := lacking(tables):
        raise CannotRunError(f"{lack}; nothing can be reconciled without it")
    frames = {name: _read(tables[name], columns) for name, columns in NEEDED.items()}
    for name, columns in OPTIONAL.items():
        is_there = not _lacking(tables, name, columns)
        empty: Frame = nw.from_native(pl.LazyFrame(schema=_types(name, columns)))
        frames[name] = _read(tables[name], columns) if is_there else empty
    return frames


def _read(table: TypedTable, columns: Sequence[str]) -> Frame:
    rows, types = table.scan(), _types(table.name, columns)
    whole = [name for name, type_ in rows.collect_schema().items() if name in types and type_ != types[name]]
    return nw.from_native(rows.with_columns(pl.col(name).cast(types[name]) for name in whole))


def _lacking(tables: Mapping[str, TypedTable], name: str, columns: Sequence[str]) -> str | None:
    schema = tables[name].schema if name in tables else Schema()
    fitting = fields_as_in_profile(name, schema)
    for column in columns:
        if not schema.has_field(column):
            return f"the table {name} lacks {column}"
        if column not in fitting:
            return f"the table {name} lacks {column} of the type that it has in our profile"
    return None


def _types(name: str, columns: Sequence[str]) -> dict[str, pl.DataType]:
    return {column: profile_types(name)[column] for column in columns}
