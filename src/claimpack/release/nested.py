"""The nested document: events, each with its claims, each with its evidence, and names in place of ids.

A model is a table's row: the fields that bear a column's name are that column, and a field that is itself a
model stands for the row that the column of its name and `_id` points to. Columns are described by the table's
schema, not here.
"""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema


def _whole(number: float) -> float | int:
    return int(number) if number.is_integer() else number


Number = Annotated[
    float, PlainSerializer(_whole, return_type=float | int), WithJsonSchema({"type": "number"}, mode="serialization")
]
"""A number that is written as 539, not 539.0, where it is whole."""


class Row(BaseModel):
    """A row of a table, by the table's name; the first field is its key."""

    model_config = ConfigDict(frozen=True)
    table: ClassVar[str]


class Actor(Row):
    """Somebody who makes, passes on or publishes claims."""

    table = "actors"
    actor_id: str
    name: str
    actor_type: str


class Place(Row):
    """A place."""

    table = "places"
    place_id: str
    name: str


class Source(Row):
    """The text in which a claim was found."""

    table = "sources"
    source_id: str
    title: str | None
    outlet: Actor
    published_on: date | None
    url: str | None


class Measure(Row):
    """What a claim counts, times, ranks or puts as true or false."""

    table = "measures"
    measure_id: str
    title: str
    value_type: str
    unit: str


class Qualifier(Row):
    """How the wording of a figure widens or opens its bounds."""

    table = "qualifiers"
    qualifier_id: str
    low_factor: Number | None
    high_factor: Number | None
    is_strict: bool


class WiderEvent(Row):
    """The event of which another is a part."""

    table = "events"
    event_id: str
    title: str


class Evidence(Row):
    """A place in a source's text where a claim stands."""

    table = "evidence"
    evidence_id: str
    section: str
    char_start: int
    char_end: int
    quote: str


class Claim(Row):
    """One assertion about one measure of one event by one claimant in one source."""

    table = "claims"
    claim_id: str
    source: Source
    claimant: Actor
    attribution: str
    relayed_by: Actor | None
    measure: Measure | None
    value_low: Number | None
    value_high: Number | None
    value_time: str | None
    qualifier: Qualifier | None
    stance: str
    is_hedged: bool
    place: Place | None
    claimed_on: date | None
    supersedes_claim_id: str | None
    supersession: str | None
    repeats_claim_id: str | None
    statement: str
    coded_by: str
    evidence: list[Evidence]


class Event(Row):
    """One happening, with every claim about it."""

    table = "events"
    event_id: str
    title: str
    event_type: str
    start_date: date | None
    end_date: date | None
    time_precision: str
    time_zone: str | None
    place: Place | None
    place_precision: str | None
    part_of_event: WiderEvent | None
    summary: str
    claims: list[Claim]


class EventsDocument(BaseModel):
    """Every event of a package, by id."""

    package: str | None
    version: str | None
    events: list[Event]


ROWS: tuple[type[Row], ...] = (Actor, Place, Source, Measure, Qualifier, WiderEvent, Evidence, Claim, Event)
