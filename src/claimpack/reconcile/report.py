"""The computed tables for a person: what fits, what cannot, why, and what follows, event by event."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click
import polars as pl

from claimpack.columns import aligned
from claimpack.reconcile.explanation import value_range
from claimpack.reconcile.names import Names

MOST_SENTENCES = 8
MOST_FITTING = 8
NOTES = ("truncated", "undecided")

Row = Mapping[str, Any]


def report(computed: Mapping[str, pl.DataFrame], names: Names, width: int) -> Iterator[str]:
    """Yield the lines: events in conflict at length, the others with what follows from them, and a sum at the end."""
    conflicts = {str(event): rows for (event,), rows in computed["conflicts"].group_by("event_id")}
    figures = {str(event): rows for (event,), rows in computed["figures"].group_by("event_id")}
    estimates = {str(event): rows for (event,), rows in computed["estimates"].group_by("event_id")}
    for event in sorted(conflicts, key=lambda event: (-len(conflicts[event]), event)):
        members = computed["conflict_figures"].join(conflicts[event], on="conflict_id", how="semi")
        own = {"conflict_figures": members, "conflicts": conflicts[event]}
        own |= {"figures": figures[event], "estimates": estimates[event]}
        yield from _event(event, own, names, width)
    calm = sorted(figures.keys() - conflicts.keys())
    for event in calm:
        derived = estimates[event].filter(pl.col("status") == "derived")
        if derived.height:
            yield click.style(f"{names.events.get(event, event)} ({event}): all fits", bold=True)
            yield from _following(derived, names, width)
    found = computed["conflicts"].filter(~pl.col("kind").is_in(NOTES)).height
    yield (
        f"{len(figures)} events with {computed['figures'].height} figures: all fits in {len(calm)}; "
        f"{found} conflicts in {len(conflicts)}"
    )


def _event(event: str, tables: Mapping[str, pl.DataFrame], names: Names, width: int) -> Iterator[str]:
    """Yield the lines on one event in conflict; `tables` are the computed tables, as far as they are about it."""
    figures, conflicts = tables["figures"], tables["conflicts"]
    contested = figures.join(tables["conflict_figures"], on="figure_id", how="semi")
    rows = contested.sort("measure_id", "place_id", "low", "time_low", "figure_id").iter_rows(named=True)
    yield click.style(f"{names.events.get(event, event)} ({event})", bold=True)
    yield f"  {contested.height} of {figures.height} figures cannot all be true:"
    yield from aligned([_cells(row, names) for row in rows], width, right=[0], indent="    ")
    yield "  because:"
    chosen = list(_covering(conflicts, tables["conflict_figures"]))[:MOST_SENTENCES]
    for sentence in chosen:
        yield from _wrapped(sentence, width)
    if len(chosen) < conflicts.height:
        yield f"    … and {conflicts.height - len(chosen)} more among them; --out or --format json tells all"
    yield from _fitting(tables["estimates"], contested, names, width)
    yield from _following(tables["estimates"].filter(pl.col("status") == "derived"), names, width)


def _cells(row: Row, names: Names) -> list[str]:
    is_time = row["time_low"] or row["time_high"]
    low, high = ("time_low", "time_high") if is_time else ("low", "high")
    value = value_range(row[low], row[high], is_low_open=row["is_low_open"], is_high_open=row["is_high_open"])
    behind = [_count(row[f"{kind}_count"], kind) for kind in ("origin", "untraced") if row[f"{kind}_count"]]
    return [value, "+".join(behind), names.measure(row["event_id"], row["measure_id"], row["place_id"])]


def _covering(conflicts: pl.DataFrame, members: pl.DataFrame) -> Iterator[str]:
    """Yield the sentences of the shortest conflicts that tell of a figure not told of yet, and notes."""
    figures: dict[str, set[str]] = {}
    for conflict, figure in members.select("conflict_id", "figure_id").iter_rows():
        figures.setdefault(conflict, set()).add(figure)
    told: set[str] = set()
    rows = conflicts.select("conflict_id", "kind", "explanation").rows()
    for conflict, kind, sentence in sorted(rows, key=lambda row: (len(figures.get(row[0], ())), len(row[2]), row[0])):
        if kind in NOTES or not figures[conflict] <= told:
            told |= figures.get(conflict, set())
            yield sentence


def _fitting(estimates: pl.DataFrame, contested: pl.DataFrame, names: Names, width: int) -> Iterator[str]:
    """Yield what several claims agree on, most claims first."""
    at_rest = estimates.join(contested, on=["measure_id", "place_id"], how="anti", nulls_equal=True)
    agreed = at_rest.filter(pl.col("status").is_in(["agree", "revised"])).sort(
        "claim_count", "measure_id", "place_id", descending=[True, False, False]
    )
    if agreed.height:
        yield f"  {_count(agreed.height, 'measure')} that several claims state, and that fit:"
        told = [_estimate(row, names) for row in agreed.head(MOST_FITTING).iter_rows(named=True)]
        more = agreed.height - len(told)
        yield from _wrapped("; ".join([*told, *([f"{more} more"] if more else [])]), width)


def _following(derived: pl.DataFrame, names: Names, width: int) -> Iterator[str]:
    if derived.height:
        yield "  that nobody states, but that follows:"
        rows = derived.sort("measure_id", "place_id").iter_rows(named=True)
        yield from _wrapped("; ".join(_estimate(row, names) for row in rows), width)


def _estimate(row: Row, names: Names) -> str:
    measure = names.measure(row["event_id"], row["measure_id"], row["place_id"])
    return measure if row["low"] is row["high"] is None else f"{measure}: {value_range(row['low'], row['high'])}"


def _wrapped(text: str, width: int) -> Iterable[str]:
    return textwrap.wrap(text, width, initial_indent="    ", subsequent_indent="      ")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 or noun == "untraced" else f"{number} {noun}s"
