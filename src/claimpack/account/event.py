"""The account of one event: its claims by topic, what stands against what, and what would make it fit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from claimpack.reconcile.explanation import value_range
from claimpack.reconcile.moments import moments_of
from claimpack.show.claim import Claim


class Source(NamedTuple):
    """A text: whose it is, what it is called, where it is, and whether anybody holds it."""

    source_id: str
    title: str | None
    outlet_id: str
    outlet: str
    published_on: str
    language: str
    url: str | None
    archive_url: str | None
    is_held: bool


class Figure(NamedTuple):
    """The interval that some claims put on a topic; times in seconds, None where it is open."""

    figure_id: str
    low: float | None
    high: float | None
    told: str
    is_contested: bool

    @property
    def is_point(self) -> bool:
        """Tell whether it leaves one value only."""
        return self.low is not None and self.low == self.high


class Estimate(NamedTuple):
    """What all figures of a topic say together, or what follows where nobody states it."""

    low: float | None
    best: float | None
    high: float | None
    status: str
    repaired: float | None

    @property
    def follows(self) -> bool:
        """Tell whether it has bounds although nobody states the measure."""
        return self.status == "derived" and not (self.low is None and self.high is None)

    @property
    def told(self) -> str:
        """Return the bounds in words."""
        return value_range(self.low, self.high)


@dataclass
class Topic:
    """One measure in one place: what is claimed of it. `place` is "" where it is the event's own."""

    measure_id: str
    measure: str
    value_type: str
    unit: str
    place_id: str
    place: str
    claims: list[Claim] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    figure_of: dict[str, Figure] = field(default_factory=dict)
    estimate: Estimate | None = None

    @property
    def title(self) -> str:
        """Return the measure, with the place where it is a part of the event's."""
        return f"{self.measure} in {self.place}" if self.place else self.measure

    @property
    def is_contested(self) -> bool:
        """Tell whether a figure of it is in a conflict."""
        return any(figure.is_contested for figure in self.figures)

    @property
    def resolution(self) -> float | None:
        """Return the value after the cheapest repairs, where it is not what the only figure says anyway."""
        repaired = self.estimate.repaired if self.estimate else None
        is_as_before = len(self.figures) == 1 and self.figures[0].is_point and self.figures[0].low == repaired
        return None if is_as_before else repaired

    def claims_of(self, figure: Figure) -> list[Claim]:
        """Return the claims that state a figure."""
        return [claim for claim in self.claims if self.figure_of.get(claim.claim_id) == figure]

    @property
    def uncounted(self) -> list[Claim]:
        """Return the claims that state no figure: speculation, demands, and what is known only from who repeats it."""
        return [claim for claim in self.claims if claim.claim_id not in self.figure_of]


class Conflict(NamedTuple):
    """Figures that cannot all be true, and the identities by which."""

    conflict_id: str
    kind: str
    explanation: str
    figure_ids: frozenset[str]
    identity_ids: tuple[str, ...]


class Step(NamedTuple):
    """One step of a repair: how one figure is read."""

    repair_id: str
    figure_id: str
    action: str
    repaired_measure_id: str | None
    explanation: str


class RepairPart(NamedTuple):
    """Figures that can be repaired by themselves: every cheapest way to do it, each a list of steps."""

    optima: list[list[Step]]
    cost: float
    next_best_cost: float | None

    @property
    def shared(self) -> list[Step]:
        """Return the steps that every way has, as the first has them."""
        readings = [{(step.figure_id, step.action, step.repaired_measure_id) for step in way} for way in self.optima]
        return [step for step in self.optima[0] if all(step[1:4] in way for way in readings)]


@dataclass
class EventAccount:
    """An event with everything that is claimed and computed about it."""

    event: dict[str, Any]
    place: str
    part_of: str
    claims: list[Claim]
    topics: list[Topic]
    conflicts: list[Conflict]
    repairs: list[RepairPart]
    notes: list[str]

    @property
    def event_id(self) -> str:
        """Return the event's id."""
        return str(self.event["event_id"])

    @property
    def title(self) -> str:
        """Return the event's title."""
        return str(self.event["title"])

    @property
    def remarks(self) -> list[Claim]:
        """Return the claims without a measure."""
        return [claim for claim in self.claims if claim.measure_id is None]

    @property
    def ordered_claims(self) -> list[Claim]:
        """Return the claims by topic, then those without a measure."""
        return [*(claim for topic in self.topics for claim in topic.claims), *self.remarks]

    def figures_of(self, conflict: Conflict) -> list[tuple[Topic, Figure]]:
        """Return the figures of a conflict, each with its topic."""
        known = ((topic, figure) for topic in self.topics for figure in topic.figures)
        return [(topic, figure) for topic, figure in known if figure.figure_id in conflict.figure_ids]

    @property
    def rank(self) -> tuple[int, int, str]:
        """Return what events are ordered by: most conflicts, then most claims."""
        return -len(self.conflicts), -len(self.claims), self.event_id


def covering(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """Return the shortest conflicts that between them name every figure in conflict, the shortest first."""
    told: set[str] = set()
    chosen = []
    for conflict in conflicts:
        if not conflict.figure_ids <= told:
            told |= conflict.figure_ids
            chosen.append(conflict)
    return chosen


def second_of(moment: str | None) -> float | None:
    """Return a moment of the computed tables as seconds, None where it is open."""
    return None if moment is None else moments_of(moment).first
