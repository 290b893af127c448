"""A claim: everything about it, with names beside ids."""

from collections.abc import Iterator

import click
import polars as pl

from claimpack.columns import aligned
from claimpack.show.claim import Claim
from claimpack.show.reading import Tables, read_claims


def tell_claim(tables: Tables, claim_id: str, width: int) -> Iterator[str]:
    """Yield the lines that tell a claim that exists."""
    linked = ("claim_id", "supersedes_claim_id", "repeats_claim_id")
    related = read_claims(tables, pl.any_horizontal(pl.col(column) == claim_id for column in linked))
    claim = next(found for found in related if found.claim_id == claim_id)
    yield click.style(claim.statement, bold=True)
    yield from aligned([fact for fact in _facts(claim) if fact[1]], width)
    links = [*_links(tables, claim), *_links_back(claim, related)]
    if links:
        yield ""
        yield from aligned(links, width)
    if claim.evidence:
        yield ""
        yield from aligned(
            [(f"{e.section} {e.char_start}-{e.char_end}", f"“{e.quote}”") for e in claim.evidence], width
        )


def _facts(claim: Claim) -> Iterator[tuple[str, str]]:
    yield "id", claim.claim_id
    yield "event", f"{claim.event} ({claim.event_id})"
    yield "source", _named(claim.source, claim.source_id)
    yield "claimant", f"{claim.claimant} ({claim.claimant_id})"
    yield "attribution", claim.attribution
    yield "relayed by", _named(claim.relayed_by, claim.relayed_by_id)
    yield "measure", _named(claim.measure, claim.measure_id)
    yield "value", claim.value
    yield "unit", claim.unit or ""
    yield "qualifier", claim.qualifier_id or ""
    yield "stance", ", ".join(filter(None, (claim.stance, "hedged" if claim.is_hedged else "")))
    yield "place", _named(claim.place, claim.place_id)
    yield "claimed on", str(claim.claimed_on or "")
    yield "coded by", claim.coded_by


def _links(tables: Tables, claim: Claim) -> Iterator[tuple[str, str]]:
    targets = {"repeats": claim.repeats_claim_id, f"supersedes ({claim.supersession})": claim.supersedes_claim_id}
    for label, target in targets.items():
        if target:
            yield from ((label, _line(other)) for other in read_claims(tables, pl.col("claim_id") == target))


def _links_back(claim: Claim, related: list[Claim]) -> Iterator[tuple[str, str]]:
    for other in related:
        if other.repeats_claim_id == claim.claim_id:
            yield "repeated by", _line(other)
        if other.supersedes_claim_id == claim.claim_id:
            yield f"superseded by ({other.supersession})", _line(other)


def _line(claim: Claim) -> str:
    return f"{claim.claim_id}: {claim.about}, {claim.who}, {claim.source_id}"


def _named(name: str | None, identifier: str | None) -> str:
    return f"{name} ({identifier})" if name else identifier or ""
