"""What a page shows of an event, laid out: charts, grids, sums and sentences, and its claims in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from claimpack.account.accounting import Grid, Sum, grids_of, sums_of
from claimpack.account.dimensions import Dimensions
from claimpack.account.event import Conflict, EventAccount, Topic, covering
from claimpack.account.identity import Identity
from claimpack.account.words import when
from claimpack.charts.panels import Painter, Panel, panels_of

MOST_HEADLINES = 3
MOST_LEADS = 3


@dataclass(frozen=True)
class EventView:
    """An event laid out; `name` is for the ids of its drawings."""

    account: EventAccount
    painter: Painter
    name: str
    facts: list[str]
    panels: list[Panel]
    plain: list[Topic]
    propositions: list[Topic]
    said_once: list[Topic]
    grids: list[Grid]
    sums: list[Sum]
    covering: list[Conflict]

    @property
    def more_conflicts(self) -> list[Conflict]:
        """Return the conflicts besides those that cover all figures."""
        chosen = {conflict.conflict_id for conflict in self.covering}
        return [conflict for conflict in self.account.conflicts if conflict.conflict_id not in chosen]


class Lead(NamedTuple):
    """What to say first about an event in conflict."""

    account: EventAccount
    headlines: list[Conflict]
    contested_count: int
    figure_count: int


class Period(NamedTuple):
    """Events of one time on the time line, or those of which no time is stated."""

    label: str
    is_dated: bool
    events: list[EventAccount]


def view_of(
    account: EventAccount,
    number: int,
    painter: Painter,
    identities: Sequence[Identity],
    dimensions: Sequence[Dimensions],
) -> EventView:
    """Return an event laid out."""
    panels = list(panels_of(account, painter))
    drawn = [panel for panel in panels if panel.is_drawn]
    in_panels = {id(strip.topic) for panel in drawn for strip in panel.strips}
    others = [topic for topic in account.topics if id(topic) not in in_panels]
    return EventView(
        account,
        painter,
        f"e{number}",
        list(_facts(account)),
        drawn,
        [topic for topic in others if topic.value_type != "boolean" and topic.claims],
        [topic for topic in others if topic.value_type == "boolean" and len(topic.claims) > 1],
        [topic for topic in others if topic.value_type == "boolean" and len(topic.claims) == 1],
        list(grids_of(account, dimensions)),
        list(sums_of(account, identities, dimensions)),
        covering(account.conflicts),
    )


def leads_of(accounts: Sequence[EventAccount]) -> list[Lead]:
    """Return what to say first; `accounts` are in order of rank."""
    return [
        Lead(
            account,
            covering(account.conflicts)[:MOST_HEADLINES],
            sum(figure.is_contested for topic in account.topics for figure in topic.figures),
            sum(len(topic.figures) for topic in account.topics),
        )
        for account in accounts[:MOST_LEADS]
        if account.conflicts
    ]


def timeline_of(accounts: Sequence[EventAccount]) -> list[Period]:
    """Return the events by the year in which they began, the undated ones last."""
    ordered = sorted(accounts, key=lambda account: (_start(account) is None, str(_start(account)), account.title))
    periods = groupby(ordered, key=lambda account: getattr(_start(account), "year", None))
    return [Period(str(year or "Date not stated"), year is not None, list(events)) for year, events in periods]


def _start(account: EventAccount) -> date | None:
    start: date | None = account.event["start_date"] or account.event["end_date"]
    return start


def _facts(account: EventAccount) -> Iterator[str]:
    facts = [when(account.event), account.place, f"part of: {account.part_of}" if account.part_of else ""]
    yield from filter(None, facts)
    claimants = {claim.claimant_id for claim in account.claims}
    held = {claim.source_id for claim in account.claims}
    count = plural(len(account.claims), "claim")
    yield f"{count} by {plural(len(claimants), 'claimant')} in {plural(len(held), 'source')}" if held else count


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: 1 claim, 2 claims."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
