"""A source: what it is, and its claims in the order of its text."""

from collections.abc import Iterator
from typing import Any

import click
import polars as pl

from claimpack.columns import aligned
from claimpack.show.claim import Claim
from claimpack.show.reading import Tables, name_of, read_claims


def tell_source(tables: Tables, source: dict[str, Any], width: int) -> Iterator[str]:
    """Yield the lines that tell a source, given its row."""
    claims = read_claims(tables, pl.col("source_id") == source["source_id"])
    facts = {
        "id": source["source_id"],
        "outlet": name_of(tables, "actors", "actor_id", source["outlet_id"]),
        "author": source["author"],
        "published": source["published_on"],
        "language": source["language"],
        "type": source["source_type"],
        "derived from": name_of(tables, "sources", "source_id", source["derived_from_source_id"]),
        "derivation": source["derivation"],
        "address": source["url"],
        "coding": source["coding_scope"],
        "claims": f"{len(claims)} on {len({claim.event_id for claim in claims})} events",
    }
    yield click.style(source["title"] or source["source_id"], bold=True)
    yield from aligned([(label, str(fact)) for label, fact in facts.items() if fact], width)
    yield ""
    yield from aligned([_row(claim) for claim in claims], width)


def _row(claim: Claim) -> tuple[str, ...]:
    about = f"{claim.about} ({claim.manner})" if claim.manner else claim.about
    return (claim.claim_id, about, claim.who, claim.fragment)
