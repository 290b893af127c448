"""Dot-and-range charts: a strip for each topic, a mark for each claim, strips of like size on one scale."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from claimpack.account.event import EventAccount, Figure, Source, Topic
from claimpack.charts.marks import Look, look_of
from claimpack.charts.scale import LOG_FROM, Scale, number_scale, spread, time_scale
from claimpack.show.claim import Claim

WHOLE = {"count", "ordinal"}
"""Types of values that have no fractions."""

FAR_SMALLER = 20.0
"""By how much the largest value of a topic is smaller than another's for a scale of its own."""


class Span(NamedTuple):
    """From where to where, between 0 and 1; `is_point` where that is one value."""

    low: float
    high: float
    is_point: bool


class Mark(NamedTuple):
    """A claim on a strip: its span, its middle, how high it is stacked, and how it looks."""

    span: Span
    place: float
    level: int
    look: Look
    is_attributed: bool
    claim: Claim


@dataclass(frozen=True)
class Strip:
    """A topic on a scale; `band` and `best` are those of its estimate."""

    topic: Topic
    marks: list[Mark]
    band: Span | None
    best: float | None
    repaired: float | None

    @property
    def levels(self) -> int:
        """Return how many marks are stacked at most."""
        return max((mark.level for mark in self.marks), default=0) + 1


class Panel(NamedTuple):
    """Strips of one unit on one scale; `is_drawn` where there is something to compare."""

    unit: str
    scale: Scale
    strips: list[Strip]

    @property
    def is_drawn(self) -> bool:
        """Tell whether there are different places to show."""
        return len({mark.span for strip in self.strips for mark in strip.marks}) > 1


@dataclass(frozen=True)
class Painter:
    """What decides how a claim is drawn: the outlet of its source; `outlets` are those of most claims first."""

    sources: Mapping[str, Source]
    outlets: Sequence[str]

    @cached_property
    def looks(self) -> Mapping[str, Look]:
        """Return how each outlet looks, by its id."""
        return {outlet: look_of(rank) for rank, outlet in enumerate(self.outlets)}

    def look(self, claim: Claim) -> Look:
        """Return the look of the outlet that a claim stands in."""
        return self.looks[self.sources[claim.source_id].outlet_id]

    def is_attributed(self, claim: Claim) -> bool:
        """Tell whether it is known who said it: somebody the text names, or a source known only as said by others."""
        return claim.attribution != "none" or not self.sources[claim.source_id].is_held


def panels_of(account: EventAccount, painter: Painter) -> Iterator[Panel]:
    """Yield the panels of an event's numbers and times, those in conflict first."""
    topics = [topic for topic in account.topics if topic.value_type != "boolean" and any(map(_ends, topic.figures))]
    by_unit = sorted(topics, key=lambda topic: (topic.value_type == "time", topic.unit))
    panels = [
        _panel(unit, some, painter)
        for (_, unit), own in groupby(by_unit, key=lambda topic: (topic.value_type == "time", topic.unit))
        for some in _of_like_size(list(own))
    ]
    yield from sorted(panels, key=_order)


def _order(panel: Panel) -> tuple[bool, bool, int]:
    contested = any(strip.topic.is_contested for strip in panel.strips)
    return not panel.is_drawn, not contested, -sum(len(strip.marks) for strip in panel.strips)


def _ends(figure: Figure) -> list[float]:
    return [bound for bound in (figure.low, figure.high) if bound is not None]


def _values(topic: Topic) -> list[float]:
    return [abs(bound) for figure in topic.figures for bound in _ends(figure)]


def _of_like_size(topics: Sequence[Topic]) -> Iterator[list[Topic]]:
    """Yield topics of one unit in groups, so that the largest value of each is not lost beside another."""
    if topics[0].value_type == "time":
        yield list(topics)
        return
    group: list[Topic] = []
    for topic in sorted(topics, key=lambda one: -max(_values(one))):
        if group and max(_values(topic)) * FAR_SMALLER < max(_values(group[0])):
            yield group
            group = []
        group.append(topic)
    yield group


def _panel(unit: str, topics: Sequence[Topic], painter: Painter) -> Panel:
    bounds = [bound for topic in topics for figure in topic.figures for bound in _ends(figure)]
    if topics[0].value_type == "time":
        scale = time_scale(bounds)
    else:
        is_positive = min(bounds) > 0
        widest = max(spread(_values(topic)) for topic in topics)
        is_whole = topics[0].value_type in WHOLE
        scale = number_scale(bounds, is_logarithmic=is_positive and widest >= LOG_FROM, is_whole=is_whole)
    return Panel(unit, scale, [_strip(topic, scale, painter) for topic in topics])


def _strip(topic: Topic, scale: Scale, painter: Painter) -> Strip:
    marks = list(_stacked(topic, scale, painter))
    estimate = topic.estimate
    if estimate is None or topic.value_type == "time":
        return Strip(topic, marks, None, None, None)
    band = _span(scale, estimate.low, estimate.high)
    best, repaired = (None if value is None else scale.place(value) for value in (estimate.best, estimate.repaired))
    return Strip(topic, marks, band, best, repaired)


def _stacked(topic: Topic, scale: Scale, painter: Painter) -> Iterator[Mark]:
    """Yield a mark for each claim that counts; marks that would hide each other are stacked."""
    taken: list[list[float]] = []
    for figure in topic.figures:
        span = _span(scale, figure.low, figure.high)
        for claim in _by_look(topic.claims_of(figure), painter):
            place = _middle(figure, span)
            level = _free_level(taken, place)
            yield Mark(span, place, level, painter.look(claim), painter.is_attributed(claim), claim)


def _middle(figure: Figure, span: Span) -> float:
    """Return where a figure's mark stands: at its one end, where it is open on the other."""
    if figure.high is None:
        return span.low
    return span.high if figure.low is None else (span.low + span.high) / 2


def _by_look(claims: Iterable[Claim], painter: Painter) -> list[Claim]:
    return sorted(claims, key=lambda claim: (not painter.is_attributed(claim), painter.look(claim), claim.claim_id))


MARK_WIDTH = 0.035
"""How wide a mark is, as a share of the narrowest strip."""


def _free_level(taken: list[list[float]], place: float) -> int:
    """Return the lowest level at which there is room, and take it."""
    for level, places in enumerate(taken):
        if all(abs(other - place) >= MARK_WIDTH for other in places):
            places.append(place)
            return level
    taken.append([place])
    return len(taken) - 1


def _span(scale: Scale, low: float | None, high: float | None) -> Span:
    first = 0.0 if low is None else scale.place(low)
    last = 1.0 if high is None else scale.place(high)
    return Span(first, last, low is not None and low == high)
