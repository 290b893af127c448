"""The authored tables as reconciling reads them, and what it needs of them."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import narwhals as nw
import polars as pl

from claimpack.issue import CannotRunError
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

OPTIONAL: dict[str, dict[str, pl.DataType]] = {
    "actors": {"actor_id": pl.String(), "name": pl.String()},
    "places": {"place_id": pl.String(), "part_of_place_id": pl.String()},
    "identities": {"identity_id": pl.String(), "relation": pl.String()},
    "identity_terms": {"identity_id": pl.String(), "measure_id": pl.String(), "coefficient": pl.Float64()},
    "repair_weights": {"action": pl.String(), "weight": pl.Float64()},
}
"""Tables without which there is still something to reconcile: no names, no identities, no places within places."""


def read_tables(tables: Mapping[str, TypedTable]) -> dict[str, Frame]:
    """Return lazy frames of the tables that reconciling reads, by name.

    Raises CannotRunError where one that it cannot do without, or a column of it, is missing.
    """
    for name, columns in NEEDED.items():
        present = tables[name].schema.field_names if name in tables else []
        if missing := [column for column in columns if column not in present]:
            raise CannotRunError(f"the table {name} lacks {missing[0]}; nothing can be reconciled without it")
    frames: dict[str, Frame] = {name: nw.from_native(tables[name].scan()) for name in NEEDED}
    for name, schema in OPTIONAL.items():
        has_all = name in tables and set(schema) <= set(tables[name].schema.field_names)
        frames[name] = nw.from_native(tables[name].scan() if has_all else pl.LazyFrame(schema=schema))
    return frames
