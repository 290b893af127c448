"""Values that frictionless lets pass, but a typed table has no place for."""

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR
from pathlib import Path

import polars as pl

from claimpack.issue import Issue
from claimpack.text.typed import FIRST_ROW, ROW

PLACELESS = {
    "integer": ("integer-too-large", "an integer beyond 64 bits has no place in a typed table"),
    "datetime": ("time-out-of-range", "a time outside the years 1 to 9999 of UTC has no place in a typed table"),
}
"""By type of field, the rule that such a value breaks, and what is said of it."""

AS_TEXT = "declare the field as a string"
"""How to mend it."""


def unknown_times(parquet: Path, file: str, table: str) -> Iterator[Issue]:
    """Tell the times of a Parquet table that Python does not know; frictionless fails at some, and misreads others."""
    rows, (rule, message) = pl.scan_parquet(parquet), PLACELESS["datetime"]
    names = [name for name, kind in rows.collect_schema().items() if kind in (pl.Date, pl.Datetime)]
    for name in names if has_unknown_times(rows, names) else []:
        unknown = rows.select(name).with_row_index(ROW, FIRST_ROW).filter(_is_unknown(name))
        for row, text in unknown.select(ROW, pl.col(name).cast(pl.String)).collect().iter_rows():
            yield Issue(file, row, name, rule, text, message, AS_TEXT, table)


def has_unknown_times(rows: pl.LazyFrame, names: list[str]) -> bool:
    """Tell whether columns of dates and times hold any that Python does not know."""
    if not names:
        return False
    unknown = rows.select(pl.any_horizontal(_is_unknown(name).any() for name in names))
    return bool(unknown.collect(engine="streaming").item())


def _is_unknown(name: str) -> pl.Expr:
    return ~pl.col(name).dt.year().is_between(MINYEAR, MAXYEAR)
