"""The value that stands for a measure's figures: one that a claim states, chosen by a rule."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias, get_args

import polars as pl

Rule: TypeAlias = Literal["origins", "latest", "conservative"]
RULES: tuple[Rule, ...] = get_args(Rule)


class Said(NamedTuple):
    """What one claim leaves possible, and who stands behind it: an origin, or else an outlet."""

    claim_id: str
    low: float | None
    high: float | None
    is_low_open: bool
    is_high_open: bool
    said_on: date | None
    origin_id: str | None
    actor_id: str


class Candidate(NamedTuple):
    """A value that claims state as a point: how many it is compatible with, when and by which claim it is stated."""

    value: float
    origins: int
    untraced: int
    days: int
    claim_id: str


ORDERS: dict[Rule, tuple[str, ...]] = {
    "origins": ("-origins", "-untraced", "-days", "claim_id"),
    "latest": ("-days", "-origins", "-untraced", "claim_id"),
    "conservative": ("value", "claim_id"),
}
"""Which candidate comes first: by which of its fields, those with a minus from the highest down."""


UNKNOWN_DAY = 0
"""Comes before all days, which are counted from the first of the year 1."""


FEW = 20
"""Of so many claims each point is compared with each claim; of more, they are walked through in order."""


def best_values(said: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the best value of each slot in which a point is stated: slot, best.

    `said` has a row for each claim: `slot` and the fields of Said.
    """
    are_few = pl.len().over("slot") <= FEW
    many = said.filter(~are_few).group_by("slot").agg(said=pl.struct(Said._fields))
    values = [best_value([Said(**claim) for claim in claims], rule) for claims in many["said"].to_list()]
    best = many.select("slot", best=pl.Series(values, dtype=pl.Float64))
    return pl.concat([best, _best_of_few(said.filter(are_few), rule)])


def _best_of_few(said: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return what `best_values` does, comparing each point with each claim of its slot."""
    days = pl.col("said_on").max().to_physical() + date(1970, 1, 1).toordinal()
    points = (
        said.filter(pl.col("low") == pl.col("high"))
        .group_by("slot", value="low")
        .agg(days=days.fill_null(UNKNOWN_DAY), claim_id=pl.col("claim_id").min())
    )
    value, low, high, is_origin = pl.col("value"), pl.col("low"), pl.col("high"), pl.col("origin_id").is_not_null()
    is_beyond = (value < low) | ((value == low) & pl.col("is_low_open"))
    is_beyond |= (value > high) | ((value == high) & pl.col("is_high_open"))
    behind = points.join(said.drop("claim_id"), on="slot").filter(~is_beyond.fill_null(value=False))
    counts = behind.group_by("slot", "value").agg(
        origins=pl.col("actor_id").filter(is_origin).n_unique(),
        untraced=pl.col("actor_id").filter(~is_origin).n_unique(),
    )
    order = [field.removeprefix("-") for field in ORDERS[rule]]
    is_descending = [field.startswith("-") for field in ORDERS[rule]]
    candidates = points.join(counts, on=["slot", "value"], how="left").fill_null(0)
    first = candidates.sort("slot", *order, descending=[False, *is_descending]).unique("slot", keep="first")
    return first.select("slot", best="value")


def best_value(claims: Sequence[Said], rule: Rule) -> float | None:
    """Return the best of the points that claims state, None where none of them does."""
    return min(_candidates(claims), key=lambda point: _place(point, rule)).value if _points(claims) else None


def _place(point: Candidate, rule: Rule) -> tuple[float | str, ...]:
    return tuple(
        -getattr(point, field.removeprefix("-")) if field.startswith("-") else getattr(point, field)
        for field in ORDERS[rule]
    )


def _candidates(claims: Sequence[Said]) -> Iterable[Candidate]:
    """Yield the points in order of value, walking once from the lowest bound to the highest.

    Just below a value open intervals end, just above it they start; closed ones start at it, and end just above.
    """
    points = _points(claims)
    stops = [(value, 0, 1, place) for place, value in enumerate(points)]
    infinite = float("inf")
    for place, claim in enumerate(claims):
        low = -infinite if claim.low is None else claim.low
        high = infinite if claim.high is None else claim.high
        stops += [(low, 1 if claim.is_low_open else -1, 0, place), (high, -1 if claim.is_high_open else 1, 2, place)]
    behind: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for value, _, kind, place in sorted(stops):
        if kind == 1:
            last, claim_id = points[value]
            yield Candidate(value, len(behind[True]), len(behind[False]), last, claim_id)
            continue
        claim = claims[place]
        actors = behind[claim.origin_id is not None]
        actors[claim.actor_id] += 1 - kind
        if not actors[claim.actor_id]:
            del actors[claim.actor_id]


def _points(claims: Iterable[Said]) -> dict[float, tuple[int, str]]:
    """Return for each value that claims state as a point the day it was last said, and the lowest id of its claims."""
    points: dict[float, tuple[int, str]] = {}
    for claim in claims:
        if claim.low is not None and claim.low == claim.high:
            days, claim_id = points.get(claim.low, (UNKNOWN_DAY, claim.claim_id))
            said = claim.said_on.toordinal() if claim.said_on else UNKNOWN_DAY
            points[claim.low] = max(days, said), min(claim_id, claim.claim_id)
    return points
