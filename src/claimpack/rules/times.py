"""Rules on dates and times."""

from collections.abc import Iterator

import narwhals as nw

from claimpack.rules.rule import Breach, package_rule, row_rule
from claimpack.rules.table import Tables

YEAR = r"-?[0-9]{4}"
LEAP_YEAR = r"-?(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
MONTH = r"(?:0[1-9]|1[0-2])"
SEASON = r"2[1-4]"
DAY = (
    rf"(?:{YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    rf"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{LEAP_YEAR}-02-29)"
)
ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)"
CLOCK = rf"T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?{ZONE}?"
UNSPECIFIED = rf"-?(?:[0-9]{{3}}X|[0-9]{{2}}XX)|{YEAR}-XX(?:-XX)?|{YEAR}-{MONTH}-XX"
LONG_YEAR = r"Y-?[1-9][0-9]{4,}"
DATE = rf"(?:(?:{DAY}|{YEAR}-{MONTH}|{YEAR}-{SEASON}|{YEAR}|{UNSPECIFIED})[?~%]?)"
EDTF = rf"^(?:{DATE}|{DAY}{CLOCK}|{LONG_YEAR}|{DATE}/(?:{DATE}|\.\.)?|(?:\.\.)?/{DATE})$"
"""Extended Date/Time Format, level 1 (ISO 8601-2), of days that the calendar has; seconds may be left out."""


@row_rule(
    "claims",
    "value_time",
    example="value_time 2025-02-29",
    note="{value_time} is no EDTF date or time of level 1, or not on the calendar",
    fix="write it like 2025, 2025-07, 2025-07-04, 2025-07-04T02:20 or 2025-07-03/2025-07-04",
)
def value_time_not_edtf() -> nw.Expr:
    """A time is not written in EDTF level 1, or its day does not exist."""
    return ~nw.col("value_time").str.contains(EDTF)


@row_rule(
    "events",
    "end_date",
    "start_date",
    example="start_date 2025-07-04, end_date 2025-07-03",
    note="the event ends on {end_date}, before it starts on {start_date}",
    fix="swap the dates, or correct the wrong one",
)
def event_ends_before_start() -> nw.Expr:
    """An event's end lies before its start."""
    return nw.col("end_date") < nw.col("start_date")


@package_rule(
    needs={"events": ("event_id", "start_date", "end_date", "part_of_event_id")},
    example="an attack in July as part of an event of June",
    note="the event ({start_date} to {end_date}) is not within its parent {part_of_event_id} ({low} to {high})",
    fix="correct the dates, or the parent",
)
def event_outside_parent(tables: Tables) -> Iterator[Breach]:
    """An event starts before, or ends after, the event that it is part of."""
    events = tables["events"].rows
    parents = events.select(parent=nw.col("event_id"), low=nw.col("start_date"), high=nw.col("end_date"))
    pairs = events.join(parents, left_on="part_of_event_id", right_on="parent", how="inner")
    start, end, low, high = (nw.col(name) for name in ("start_date", "end_date", "low", "high"))
    outside = [(start < low), (end > high), (end < low), (start > high)]
    yield Breach("events", "part_of_event_id", pairs.filter(nw.any_horizontal(*outside, ignore_nulls=True)))
