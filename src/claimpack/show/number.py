"""A number or a time: every claim that states it, and what it repeats."""

from collections.abc import Iterator
from itertools import groupby

import click
import polars as pl

from claimpack.columns import aligned
from claimpack.show.claim import Claim, number_text
from claimpack.show.reading import Tables, read_claims

IS_FIGURE = pl.col("value_type") != "boolean"
"""The 1 of a proposition is no number that anybody states."""


def tell_number(tables: Tables, number: float, width: int) -> Iterator[str]:
    """Yield the lines that tell who states a number, as a bound or within a range; none if nobody does."""
    claims = read_claims(tables, IS_FIGURE & (pl.col("value_low") <= number) & (pl.col("value_high") >= number))
    exactly = [claim for claim in claims if number in {claim.value_low, claim.value_high}]
    yield from _tell(f"{number_text(number)} is stated by", exactly, width)
    within = [claim for claim in claims if claim not in exactly]
    yield from _tell(f"{number_text(number)} lies within a range stated by", within, width)


def tell_time(tables: Tables, time: str, width: int) -> Iterator[str]:
    """Yield the lines that tell who states a time, just as it is written; none if nobody does."""
    yield from _tell(f"The time {time} is stated by", read_claims(tables, pl.col("value_time") == time), width)


def neighbours(tables: Tables, number: float) -> list[str]:
    """Return the next lower and the next higher number that a claim states, as far as there are."""
    figures = tables["claims"].join(tables["measures"], on="measure_id").filter(IS_FIGURE)
    bounds = pl.concat([figures.select(n="value_low"), figures.select(n="value_high")])
    below, above = (bounds.filter(side) for side in (pl.col("n") < number, pl.col("n") > number))
    found = (below.select(pl.col("n").max()).collect().item(), above.select(pl.col("n").min()).collect().item())
    return [number_text(value) for value in found if value is not None]


def _tell(heading: str, claims: list[Claim], width: int) -> Iterator[str]:
    """Yield the heading, then the claims by event; nothing where there are no claims."""
    if not claims:
        return
    yield click.style(f"{heading} {len(claims)} claim{'' if len(claims) == 1 else 's'}:", bold=True)
    repeats = any(claim.repeats_claim_id for claim in claims)
    for (event, event_id), group in groupby(sorted(claims, key=_event), key=_event):
        yield click.style(f"  {event} ({event_id})", fg="cyan")
        yield from aligned([_row(claim, repeats=repeats) for claim in group], width, indent="    ")


def _event(claim: Claim) -> tuple[str, str]:
    return claim.event, claim.event_id


def _row(claim: Claim, *, repeats: bool) -> tuple[str, ...]:
    about = f"{claim.about} ({claim.manner})" if claim.manner else claim.about
    repeated = (f"repeats {claim.repeats_claim_id}" if claim.repeats_claim_id else "",) if repeats else ()
    return (claim.claim_id, about, claim.who, *repeated, claim.fragment)
