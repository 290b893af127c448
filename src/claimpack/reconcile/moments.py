"""From a time as a source states it (EDTF, level 1) to the first and last second that it can mean.

Seconds are counted from 0000-01-01T00:00:00 in the proleptic Gregorian calendar, as integers, so that no year is
too early or too late. A time is local; one with a zone may be any local time on Earth at that instant.
"""

import re
from typing import NamedTuple

from claimpack.rules.times import DATE

SPAN = re.compile(rf"(?P<first>{DATE}|\.\.)?/(?P<last>{DATE}|\.\.)?")
CLOCK = re.compile(r"(?P<day>.+)T(?P<clock>[0-9:]+)(?P<zone>Z|[+-][0-9:]+)?")
DIGITS = re.compile(r"(?P<year>Y?-?[0-9X]+)(?:-(?P<month>[0-9X]{2}))?(?:-(?P<day>[0-9X]{2}))?(?P<doubt>[?~%])?")
DAY, HOUR, MINUTE = 86_400, 3_600, 60
WEST, EAST = 12 * HOUR, 14 * HOUR
"""How far local time lies behind and ahead of UTC at most."""

SEASONS = range(21, 25)


class Moments(NamedTuple):
    """The first and last second of a time, None where it is open on that side."""

    first: int | None
    last: int | None


def moments_of(text: str, *, is_approximate: bool = False) -> Moments:
    """Return the first and last second of an EDTF text; an approximate one reaches a unit further on either side.

    A unit is the one that the time is stated in: a year, month or day, and an hour for times of day.
    """
    if span := SPAN.fullmatch(text):
        first, last = span["first"] or "..", span["last"] or ".."
        return Moments(
            None if first == ".." else _date(first, is_approximate).first,
            None if last == ".." else _date(last, is_approximate).last,
        )
    clock = CLOCK.fullmatch(text)
    return _clock(clock, is_approximate) if clock else _date(text, is_approximate)


def spell_moment(second: int) -> str:
    """Return a second as text, 2025-07-04T02:20:00."""
    days, clock = divmod(second, DAY)
    era, day_of_era = divmod(days - 60, 146_097)
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153  # the month, counted from March
    day, month = day_of_year - (153 * shifted + 2) // 5 + 1, (shifted + 2) % 12 + 1
    year = era * 400 + year_of_era + (month <= 2)
    sign = "-" if year < 0 else ""
    date = f"{sign}{abs(year):04}-{month:02}-{day:02}"
    return f"{date}T{clock // HOUR:02}:{clock % HOUR // MINUTE:02}:{clock % MINUTE:02}"


def _clock(clock: re.Match[str], is_approximate: bool) -> Moments:
    hour, minute, *seconds = (int(part) for part in clock["clock"].split(":"))
    midnight = _date(clock["day"], is_approximate=False).first or 0
    first = midnight + hour * HOUR + minute * MINUTE + sum(seconds)
    last = first if seconds else first + MINUTE - 1
    margin = HOUR if is_approximate else 0
    if clock["zone"] is None:
        return Moments(first - margin, last + margin)
    ahead = _offset(clock["zone"])
    return Moments(first - ahead - WEST - margin, last - ahead + EAST + margin)


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    hours, _, minutes = zone[1:].partition(":")
    seconds = int(hours) * HOUR + int(minutes or 0) * MINUTE
    return -seconds if zone.startswith("-") else seconds


def _date(text: str, is_approximate: bool) -> Moments:
    found = DIGITS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    years = sorted(int(found["year"].removeprefix("Y").replace("X", digit)) for digit in "09")
    margin = int(is_approximate or found["doubt"] is not None)
    month = _number(found["month"])
    if month in SEASONS:  # a season lies elsewhere in the year on the other half of the globe; winter outlasts it
        return Moments(_month_start(years[0] - margin, 1), _month_start(years[1] + 1 + margin, 3) - 1)
    if month is None:
        return Moments(_month_start(years[0] - margin, 1), _month_start(years[1] + 1 + margin, 1) - 1)
    day = _number(found["day"])
    if day is None:
        return Moments(_month_start(years[0], month - margin), _month_start(years[0], month + 1 + margin) - 1)
    start = _month_start(years[0], month) + (day - 1) * DAY
    return Moments(start - margin * DAY, start + (1 + margin) * DAY - 1)


def _number(digits: str | None) -> int | None:
    return None if digits is None or "X" in digits else int(digits)


def _month_start(year: int, month: int) -> int:
    """Return the first second of a month; months below 1 or above 12 lie in neighbouring years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    shifted = year - (month <= 2)  # a year from March on, so that the leap day comes last
    days = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + (153 * ((month + 9) % 12) + 2) // 5
    return (days + 60) * DAY
