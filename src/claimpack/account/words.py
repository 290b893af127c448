"""Dates, values and names as a reader wants them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from claimpack.account.event import Estimate, Figure, Topic
from claimpack.reconcile.explanation import value_range
from claimpack.show.claim import Claim

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def when(event: Mapping[str, Any]) -> str:
    """Return when an event was, no more exactly than it is dated; "" where that is not stated."""
    start, end = event["start_date"], event["end_date"]
    if start is None:
        return f"until {_day(end, event)}" if end else ""
    if end is None:
        return f"since {_day(start, event)}"
    first, last = _day(start, event), _day(end, event)
    if first == last:
        return first
    if event["time_precision"] == "day" and (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    return f"{first} – {last}"


def _day(day: date, event: Mapping[str, Any]) -> str:
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return {"year": str(day.year), "month": month}.get(event["time_precision"], f"{day.day} {month}")


def value_of(claim: Claim) -> str:
    """Return what a claim states, with its qualifier and thousands separated; "" where it has no value."""
    qualifier = "" if claim.qualifier_id in {None, "exact"} else f"{claim.qualifier_id} ".replace("-", " ")
    if claim.value_time is not None:
        return qualifier + claim.value_time
    if claim.value_low is None or claim.value_high is None:
        return ""
    if claim.value_type == "boolean":
        return "yes" if claim.value_low else "no"
    return qualifier + value_range(claim.value_low, claim.value_high)


def figure_told(topic: Topic, figure: Figure) -> str:
    """Return a figure in words; the bounds of a time only as exactly as it was stated, where it was stated once."""
    if topic.value_type == "time":
        stated = {claim.value_time or "" for claim in topic.claims_of(figure)}
        return min(stated, default=figure.told)
    return yes_or_no(figure.low) if topic.value_type == "boolean" else figure.told


def estimate_told(topic: Topic, estimate: Estimate) -> str:
    """Return the bounds of an estimate in words."""
    is_settled = topic.value_type == "boolean" and estimate.low == estimate.high
    return yes_or_no(estimate.low) if is_settled else estimate.told


def yes_or_no(value: float | None) -> str:
    """Return the value of a proposition in a word."""
    return {1.0: "yes", 0.0: "no"}.get(-1.0 if value is None else value, "yes or no")


def sayers(claims: Iterable[Claim]) -> list[str]:
    """Return who makes claims, each once, with how often where that is several times, and how where not plainly."""
    counts: dict[str, int] = {}
    for claim in claims:
        told = f"{claim.who} ({claim.manner})" if claim.manner else claim.who
        counts[told] = counts.get(told, 0) + 1
    return [told if count == 1 else f"{told} ×{count}" for told, count in counts.items()]


def says_yes(claim: Claim) -> bool:
    """Tell whether a claim on a proposition comes to yes: a denied one is its contrary."""
    return bool(claim.value_low) != (claim.stance == "denied")
