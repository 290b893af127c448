"""An event: its claims by measure and place, who said what in which source, and where they differ."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import compress, groupby
from typing import Any

import click
import polars as pl

from claimpack.columns import aligned
from claimpack.show.claim import RECONCILED, Claim
from claimpack.show.reading import Tables, name_of, read_claims


def tell_event(tables: Tables, event: dict[str, Any], width: int) -> Iterator[str]:
    """Yield the lines that tell an event, given its row."""
    claims = read_claims(tables, pl.col("event_id") == event["event_id"])
    groups = [list(group) for _, group in groupby(sorted(claims, key=_topic), key=_topic)]
    marks = [differs(group) for group in groups]
    yield click.style(event["title"], bold=True)
    yield from aligned(_facts(tables, event, claims), width)
    yield from textwrap.wrap(event["summary"], width)
    if any(marks):
        yield ""
        yield click.style("Sources differ on:", fg="yellow")
        yield from (f"  {_heading(group[0])}" for group in compress(groups, marks))
    for group, is_marked in zip(groups, marks, strict=True):
        yield ""
        mark = click.style("  ≠ they differ", fg="yellow", bold=True) if is_marked else ""
        yield click.style(_heading(group[0]), fg="cyan", bold=True) + mark
        yield from aligned([_row(claim) for claim in group], width, indent="  ")


def differs(claims: Sequence[Claim]) -> bool:
    """Tell whether claims on one measure and place state values that are not the same.

    Only what is asserted, denied or alleged counts. A denied proposition is its contrary; a denied number says no
    number. A time that is only less exact than another does not differ from it.
    """
    values: set[tuple[float | None, float | None]] = set()
    times: set[str] = set()
    for claim in claims:
        is_denied = claim.stance == "denied"
        if claim.stance not in RECONCILED or (is_denied and claim.value_type != "boolean"):
            continue
        if claim.value_time is not None:
            times.add(claim.value_time)
        elif claim.value_low is not None:
            values.add((1 - claim.value_low, None) if is_denied else (claim.value_low, _high(claim)))
    exact = {time for time in times if not any(other != time and other.startswith(time) for other in times)}
    return len(values) > 1 or len(exact) > 1


def _high(claim: Claim) -> float | None:
    return None if claim.value_type == "boolean" else claim.value_high


def _topic(claim: Claim) -> tuple[bool, str, str, str]:
    """Return what claims are grouped by: measure and place, and last those without a measure, wherever they are."""
    if claim.measure is None:
        return (True, "", "", "")
    return (False, claim.measure, claim.measure_id or "", claim.place_id or "")


def _heading(claim: Claim) -> str:
    if claim.measure is None:
        return "Without a measure"
    unit = "" if claim.value_type in {"boolean", "time"} else f" [{claim.unit}]"
    return f"{claim.measure}{f' in {claim.place}' if claim.place else ''}{unit}"


def _row(claim: Claim) -> tuple[str, ...]:
    said = claim.fragment if claim.measure else claim.statement
    value = ", ".join(filter(None, (claim.value, claim.manner)))
    return (value, claim.who, claim.source_id, said)


def _facts(tables: Tables, event: dict[str, Any], claims: Sequence[Claim]) -> list[tuple[str, str]]:
    dates = [str(day) for day in (event["start_date"], event["end_date"]) if day]
    who, where = len({claim.claimant_id for claim in claims}), len({claim.source_id for claim in claims})
    facts = [
        ("id", event["event_id"]),
        ("type", event["event_type"]),
        ("date", " to ".join(dict.fromkeys(dates))),
        ("place", name_of(tables, "places", "place_id", event["place_id"])),
        ("part of", name_of(tables, "events", "event_id", event["part_of_event_id"])),
        ("claims", f"{len(claims)} by {who} claimants in {where} sources"),
    ]
    return [fact for fact in facts if fact[1]]
