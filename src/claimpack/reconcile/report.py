"""The computed tables for a person: what fits, what cannot, why, and what follows, event by event."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import click
import polars as pl

from claimpack.columns import aligned
from claimpack.reconcile.explanation import value_range
from claimpack.reconcile.names import Names, names_of, titles
from claimpack.reconcile.repair.report import readings_told, repair_heading, repair_sentences
from claimpack.reconcile.results import SEARCH_NOTES
from claimpack.reconcile.sayers import sayers
from claimpack.reconcile.tables import Frame

MOST_SENTENCES = 8
MOST_FITTING = 8
MOST_NAMED = 3

Row = Mapping[str, Any]


def report(computed: Mapping[str, pl.DataFrame], frames: Mapping[str, Frame], width: int) -> Iterator[str]:
    """Yield the lines: events in conflict at length, the others with what follows from them, and a sum at the end.

    `frames` are the authored tables that reconciling reads.
    """
    names = names_of(frames, titles(frames["events"], "event_id", "place_id"))
    events = titles(frames["events"], "event_id", "title")
    said_by = sayers(frames, computed["figure_claims"].join(contested(computed), on="figure_id", how="semi"), names)
    conflicts = _by_event(computed["conflicts"])
    figures, estimates, repairs = (_by_event(computed[name]) for name in ("figures", "estimates", "repairs"))
    for event in sorted(conflicts, key=lambda event: (-len(conflicts[event]), event)):
        members = computed["conflict_figures"].join(conflicts[event], on="conflict_id", how="semi")
        own = {"conflict_figures": members, "conflicts": conflicts[event]}
        own |= {"figures": figures[event], "estimates": estimates[event]}
        own |= {"repairs": repairs.get(event, computed["repairs"].clear())}
        yield click.style(f"{events.get(event, event)} ({event})", bold=True)
        yield from _event(own, said_by, names, width)
    calm = sorted(figures.keys() - conflicts.keys())
    for event in calm:
        derived = estimates[event].filter(pl.col("status") == "derived")
        if derived.height:
            yield click.style(f"{events.get(event, event)} ({event}): all fits", bold=True)
            yield from _following(derived, names, width)
    found = computed["conflicts"].filter(~pl.col("kind").is_in(SEARCH_NOTES)).height
    yield (
        f"{len(figures)} events with {computed['figures'].height} figures: all fits in {len(calm)}; "
        f"{found} conflicts in {len(conflicts)}{''.join(_unfinished(computed))}"
    )


def _unfinished(computed: Mapping[str, pl.DataFrame]) -> Iterator[str]:
    """Yield in how many events not all conflicts, and not all repairs, were found."""
    for name, kind in (("conflicts", "kind"), ("repairs", "action")):
        events = computed[name].filter(pl.col(kind).is_in(SEARCH_NOTES))["event_id"].n_unique()
        if events:
            yield f"; not all {name} found in {events}"


def contested(computed: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the figures that are in conflict, or that a repair reads differently."""
    ids = pl.concat([computed[name].select("figure_id") for name in ("conflict_figures", "repairs")])
    return computed["figures"].join(ids, on="figure_id", how="semi")


def _by_event(table: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {str(event): rows for (event,), rows in table.group_by("event_id", maintain_order=True)}


def _event(
    tables: Mapping[str, pl.DataFrame], said_by: Mapping[str, Sequence[str]], names: Names, width: int
) -> Iterator[str]:
    """Yield the lines on one event in conflict; `tables` are the computed tables, as far as they are about it."""
    figures, conflicts, repairs = tables["figures"], tables["conflicts"], tables["repairs"]
    told = contested(tables).sort("measure_id", "place_id", "low", "time_low", "figure_id")
    readings = readings_told(repairs, dict(told.select("figure_id", "place_id").iter_rows()), names)
    in_conflict = figures.join(tables["conflict_figures"], on="figure_id", how="semi").height
    yield f"  {in_conflict} of {figures.height} figures cannot all be true:"
    rows = [
        [*_cells(row, said_by, names), readings.get(row["figure_id"], "fits" if readings else "")]
        for row in told.iter_rows(named=True)
    ]
    yield from aligned(rows, width, right=[0], indent="    ")
    if repairs.height:
        yield f"  {repair_heading(repairs)}"
        for sentence in repair_sentences(repairs):
            yield from _wrapped(sentence, width)
    yield "  as stated they do not fit because:"
    chosen = list(_covering(conflicts, tables["conflict_figures"]))[:MOST_SENTENCES]
    for sentence in chosen:
        yield from _wrapped(sentence, width)
    if len(chosen) < conflicts.height:
        yield f"    … and {conflicts.height - len(chosen)} more among them; --out or --format json tells all"
    yield from _fitting(tables["estimates"], told, names, width)
    yield from _following(tables["estimates"], names, width)


def _cells(row: Row, said_by: Mapping[str, Sequence[str]], names: Names) -> list[str]:
    is_time = row["time_low"] or row["time_high"]
    low, high = ("time_low", "time_high") if is_time else ("low", "high")
    value = value_range(row[low], row[high], is_low_open=row["is_low_open"], is_high_open=row["is_high_open"])
    said = list(said_by.get(row["figure_id"], ()))
    if len(said) > MOST_NAMED:
        said[MOST_NAMED - 1 :] = [f"{len(said) - MOST_NAMED + 1} more"]
    return [value, names.measure(row["event_id"], row["measure_id"], row["place_id"]), "; ".join(said)]


def _covering(conflicts: pl.DataFrame, members: pl.DataFrame) -> Iterator[str]:
    """Yield the sentences of the shortest conflicts that tell of a figure not told of yet, and notes."""
    figures: dict[str, set[str]] = {}
    for conflict, figure in members.select("conflict_id", "figure_id").iter_rows():
        figures.setdefault(conflict, set()).add(figure)
    told: set[str] = set()
    rows = conflicts.select("conflict_id", "kind", "explanation").rows()
    for conflict, kind, sentence in sorted(rows, key=lambda row: (len(figures.get(row[0], ())), len(row[2]), row[0])):
        if kind in SEARCH_NOTES or not figures[conflict] <= told:
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


def _following(estimates: pl.DataFrame, names: Names, width: int) -> Iterator[str]:
    """Yield what follows for measures that nobody states: without repairs, and once figures are repaired."""
    derived = estimates.filter(pl.col("status") == "derived").sort("measure_id", "place_id")
    is_bounded = pl.col("low").is_not_null() | pl.col("high").is_not_null()
    repaired = derived.filter(~is_bounded).with_columns(low="best_after_repair", high="best_after_repair")
    for rows, title in (
        (derived.filter(is_bounded), "that nobody states, but that follows:"),
        (repaired, "that nobody states, but that follows once the figures are so read:"),
    ):
        if rows.height:
            yield f"  {title}"
            yield from _wrapped("; ".join(_estimate(row, names) for row in rows.iter_rows(named=True)), width)


def _estimate(row: Row, names: Names) -> str:
    measure = names.measure(row["event_id"], row["measure_id"], row["place_id"])
    return measure if row["low"] is row["high"] is None else f"{measure}: {value_range(row['low'], row['high'])}"


def _wrapped(text: str, width: int) -> Iterable[str]:
    return textwrap.wrap(text, width, initial_indent="    ", subsequent_indent="      ")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
