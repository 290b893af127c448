"""The value that stands for a measure's figures: one that a claim states, chosen by a rule."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias, get_args

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


ORDERS: dict[Rule, Callable[[Candidate], tuple[float | str, ...]]] = {
    "origins": lambda point: (-point.origins, -point.untraced, -point.days, point.claim_id),
    "latest": lambda point: (-point.days, -point.origins, -point.untraced, point.claim_id),
    "conservative": lambda point: (point.value, point.claim_id),
}
"""Which candidate comes first."""


def best_value(claims: Sequence[Said], rule: Rule) -> float | None:
    """Return the best of the points that claims state, None where none of them does."""
    return min(_candidates(claims), key=ORDERS[rule]).value if _points(claims) else None


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
            days, claim_id = points.get(claim.low, (0, claim.claim_id))
            said = claim.said_on.toordinal() if claim.said_on else 0
            points[claim.low] = max(days, said), min(claim_id, claim.claim_id)
    return points
