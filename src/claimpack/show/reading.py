"""Reading what is to be shown: lazily, so that of a large package only that is held."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeAlias

import polars as pl

from claimpack.show.claim import Claim, Fragment

Tables: TypeAlias = Mapping[str, pl.LazyFrame]

NEEDED = {
    "sources": (
        *("source_id", "title", "outlet_id", "author", "published_on", "language", "source_type"),
        *("derived_from_source_id", "derivation", "url", "coding_scope"),
    ),
    "actors": ("actor_id", "name"),
    "places": ("place_id", "name"),
    "events": (
        *("event_id", "title", "event_type", "start_date", "end_date", "place_id", "part_of_event_id", "summary"),
    ),
    "measures": ("measure_id", "title", "value_type", "unit"),
    "claims": (
        *("claim_id", "event_id", "source_id", "claimant_id", "attribution", "relayed_by_id", "measure_id"),
        *("value_low", "value_high", "value_time", "qualifier_id", "stance", "is_hedged", "place_id", "claimed_on"),
        *("supersedes_claim_id", "supersession", "repeats_claim_id", "statement", "coded_by"),
    ),
    "evidence": ("evidence_id", "claim_id", "section", "char_start", "char_end", "quote"),
}
"""The tables and columns that are shown."""


def read_claims(tables: Tables, condition: pl.Expr) -> list[Claim]:
    """Return the claims that meet a condition on the columns of `claims`, `value_type` and `unit`.

    They are sorted by source, then by where they stand in its text, those without evidence last.
    """
    rows = _with_names(tables, condition).collect().rows(named=True)
    evidence = _evidence(tables, [row["claim_id"] for row in rows])
    claims = [Claim(**row, evidence=tuple(evidence[row["claim_id"]])) for row in rows]
    return sorted(claims, key=lambda c: (c.source_id, not c.evidence, _start(c), c.claim_id))


def find_row(tables: Tables, table: str, key: str, value: str | None) -> dict[str, Any] | None:
    """Return the row of a table with a key, None if there is none."""
    rows = tables[table].filter(pl.col(key) == value).head(1).collect().rows(named=True) if value else []
    return rows[0] if rows else None


def name_of(tables: Tables, table: str, key: str, value: str | None) -> str:
    """Return a row's name or title and its id in brackets; only the id where it has none, "" where that is empty."""
    row = find_row(tables, table, key, value)
    name = (row.get("name") or row.get("title")) if row else None
    return f"{name} ({value})" if name else value or ""


def _with_names(tables: Tables, condition: pl.Expr) -> pl.LazyFrame:
    names = {
        "claimant_id": tables["actors"].select(claimant_id="actor_id", claimant="name"),
        "relayed_by_id": tables["actors"].select(relayed_by_id="actor_id", relayed_by="name"),
        "place_id": tables["places"].select("place_id", place="name"),
        "event_id": tables["events"].select("event_id", event="title"),
        "source_id": tables["sources"].select("source_id", source="title"),
    }
    measures = tables["measures"].rename({"title": "measure"})
    claims = tables["claims"].join(measures, on="measure_id", how="left").filter(condition)
    for key, named in names.items():
        claims = claims.join(named, on=key, how="left")
    return claims


def _evidence(tables: Tables, claim_ids: list[str]) -> Mapping[str, list[Fragment]]:
    rows = tables["evidence"].filter(pl.col("claim_id").is_in(claim_ids)).sort("char_start", "evidence_id")
    found: dict[str, list[Fragment]] = defaultdict(list)
    columns = ("claim_id", "evidence_id", "section", "char_start", "char_end", "quote")
    for claim_id, *cells in rows.select(columns).collect().iter_rows():
        found[claim_id].append(Fragment(*cells))
    return found


def _start(claim: Claim) -> int:
    return claim.evidence[0].char_start if claim.evidence else 0
