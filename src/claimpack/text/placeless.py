"""Values that frictionless lets pass, but a typed table has no place for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import polars as pl

from claimpack.column_types import INT64
from claimpack.text.typed import FIRST_ROW, ROW

PLACELESS = {
    "integer": ("integer-too-large", "an integer beyond 64 bits has no place in a typed table"),
    "number": ("number-too-long", "a number that no double tells from another has no place in a typed table"),
    "datetime": ("time-out-of-range", "a time outside the years 1 to 9999 of UTC has no place in a typed table"),
}
"""By type of field, the rule that such a value breaks, and what is said of it."""

AS_TEXT = "declare the field as a string"
"""How to mend it."""

SECOND = {"ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
"""A second in each unit of Polars' times."""

ENDS = (datetime.min, datetime.max)  # noqa: DTZ901  # of UTC
"""The first and the last time that Python knows."""


def unknown_times(rows: pl.LazyFrame, fields: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield which columns of dates and times hold any that Python does not know: how many, and in which row first.

    Polars, too, has no word for some of them; what is compared is how they are stored.
    """
    types = {name: kind for name, kind in rows.collect_schema().items() if name in fields and kind.is_temporal()}
    for name, kind in types.items():
        bounds = _known(kind)
        if bounds is None:
            continue
        is_unknown = ~pl.col(name).to_physical().is_between(*bounds)
        found = rows.select(name).with_row_index(ROW, FIRST_ROW).filter(is_unknown)
        count, first = found.select(pl.len(), pl.col(ROW).min()).collect(engine="streaming").row(0)
        if count:
            yield name, count, first


def _known(kind: pl.DataType) -> tuple[int, int] | None:
    """Return between what numbers the dates or times lie that Python knows; None for neither."""
    if kind == pl.Date:
        epoch = date(1970, 1, 1)
        return (date.min - epoch).days, (date.max - epoch).days
    if isinstance(kind, pl.Datetime):
        second, epoch = SECOND[kind.time_unit], datetime(1970, 1, 1, tzinfo=UTC)
        first, last = ((end.replace(tzinfo=UTC) - epoch) // timedelta(seconds=1) for end in ENDS)
        return max(first * second, INT64.start), min((last + 1) * second, INT64.stop) - 1
    return None
