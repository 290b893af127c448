"""What is meant by a word on the command line: an event, a source, a claim, a number or a time."""

import difflib
import re
from collections.abc import Iterator

import polars as pl

from claimpack.show.claim_sheet import tell_claim
from claimpack.show.event import tell_event
from claimpack.show.number import neighbours, tell_number, tell_time
from claimpack.show.reading import Tables, find_row
from claimpack.show.source import tell_source

NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?")
KEYS = {"events": "event_id", "sources": "source_id", "claims": "claim_id"}

MOST_CANDIDATES = 20_000
SHARED_START = 5
"""In a table of more ids than that, only those that start like the wrong one are compared with it."""


class UnknownSubjectError(Exception):
    """Nothing in the package has this id, and no claim states it."""


def tell(tables: Tables, subject: str, width: int) -> Iterator[str]:
    """Yield the lines that tell what is meant; an id comes before a number, a number before a time.

    Raises UnknownSubjectError, with what may have been meant, where nothing is.
    """
    if event := find_row(tables, "events", "event_id", subject):
        yield from tell_event(tables, event, width)
    elif source := find_row(tables, "sources", "source_id", subject):
        yield from tell_source(tables, source, width)
    elif find_row(tables, "claims", "claim_id", subject):
        yield from tell_claim(tables, subject, width)
    else:
        yield from _tell_value(tables, subject, width)


def _tell_value(tables: Tables, subject: str, width: int) -> Iterator[str]:
    is_number = NUMBER.fullmatch(subject) is not None
    number = float(subject.replace(",", "")) if is_number else 0.0
    lines = list(tell_number(tables, number, width)) if is_number else []
    lines += tell_time(tables, subject, width)
    if not lines and is_number:
        near = " and ".join(neighbours(tables, number))
        raise UnknownSubjectError(f"no claim states {subject}" + (f"; the nearest stated: {near}" if near else ""))
    if not lines:
        near = ", ".join(_nearest(tables, subject))
        hint = f"did you mean {near}?" if near else "give the id of an event, a source or a claim, or a number"
        raise UnknownSubjectError(f'nothing here is called "{subject}"; {hint}')
    yield from lines


def _nearest(tables: Tables, wrong: str) -> list[str]:
    """Return at most three ids that are spelled like a wrong one, else some that have it in them."""
    ids = [name for table, key in KEYS.items() for name in _candidates(tables[table].select(pl.col(key)), key, wrong)]
    return difflib.get_close_matches(wrong, ids) or [name for name in ids if wrong in name][:3]


def _candidates(keys: pl.LazyFrame, key: str, wrong: str) -> list[str]:
    if keys.select(pl.len()).collect().item() > MOST_CANDIDATES:
        keys = keys.filter(pl.col(key).str.starts_with(wrong[:SHARED_START]))
    return keys.head(MOST_CANDIDATES).collect()[key].to_list()
