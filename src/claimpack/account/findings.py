"""The computed tables, sorted by event."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import polars as pl

from claimpack.account.event import Conflict, Estimate, Figure, RepairPart, Step, second_of
from claimpack.reconcile.explanation import value_range
from claimpack.reconcile.results import SEARCH_NOTES

Slot = tuple[str, str]
"""Measure and place of an event."""


class Findings:
    """What the computed tables say, by event."""

    def __init__(self, computed: Mapping[str, pl.DataFrame], condition: pl.Expr) -> None:
        members = _grouped(computed["conflict_figures"], "conflict_id", "figure_id")
        contested = {figure for figures in members.values() for figure in figures}
        self.notes: dict[str, list[str]] = defaultdict(list)
        identities = _grouped(computed["conflict_identities"], "conflict_id", "identity_id")
        self.conflicts = self._conflicts(computed["conflicts"].filter(condition), members, identities)
        self.figures: dict[str, dict[Slot, list[Figure]]] = defaultdict(lambda: defaultdict(list))
        self.estimates: dict[str, dict[Slot, Estimate]] = defaultdict(dict)
        for row in computed["figures"].filter(condition).sort("low", "time_low", "figure_id").iter_rows(named=True):
            self.figures[row["event_id"]][_slot(row)].append(_figure(row, contested))
        for row in computed["estimates"].filter(condition).iter_rows(named=True):
            self.estimates[row["event_id"]][_slot(row)] = _estimate(row)
        self.figure_ids = dict(computed["figure_claims"].select("claim_id", "figure_id").iter_rows())
        self.repairs = self._repairs(computed["repairs"].filter(condition))

    def _conflicts(
        self, rows: pl.DataFrame, members: Mapping[str, Sequence[str]], identities: Mapping[str, Sequence[str]]
    ) -> dict[str, list[Conflict]]:
        """Return the conflicts of each event, those of fewest figures first."""
        found: dict[str, list[Conflict]] = defaultdict(list)
        for row in rows.iter_rows(named=True):
            if row["kind"] in SEARCH_NOTES:
                self.notes[row["event_id"]].append(row["explanation"])
                continue
            name = row["conflict_id"]
            figures, tied = frozenset(members.get(name, ())), tuple(sorted(identities.get(name, ())))
            found[row["event_id"]].append(Conflict(name, row["kind"], row["explanation"], figures, tied))
        for conflicts in found.values():
            conflicts.sort(key=lambda one: (len(one.figure_ids), len(one.explanation), one.conflict_id))
        return found

    def _repairs(self, rows: pl.DataFrame) -> dict[str, list[RepairPart]]:
        """Return the independent parts of each event's repairs, the dearest first."""
        found: dict[str, list[RepairPart]] = defaultdict(list)
        for note in rows.filter(pl.col("part").is_null()).iter_rows(named=True):
            self.notes[note["event_id"]].append(note["explanation"])
        ordered = rows.filter(pl.col("part").is_not_null()).sort("event_id", "part", "optimum", "repair_id")
        for (event, _), steps in groupby(ordered.iter_rows(named=True), lambda row: (row["event_id"], row["part"])):
            found[event].append(_part(list(steps)))
        for parts in found.values():
            parts.sort(key=lambda part: -part.cost)
        return found


def _grouped(table: pl.DataFrame, key: str, member: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in table.select(key, member).iter_rows():
        found[name].append(value)
    return found


def _slot(row: Mapping[str, Any]) -> Slot:
    return row["measure_id"], row["place_id"] or ""


def _figure(row: Mapping[str, Any], contested: set[str]) -> Figure:
    is_contested = row["figure_id"] in contested
    if row["time_low"] is None and row["time_high"] is None:
        told = value_range(row["low"], row["high"], is_low_open=row["is_low_open"], is_high_open=row["is_high_open"])
        return Figure(row["figure_id"], row["low"], row["high"], told, is_contested)
    low, high = second_of(row["time_low"]), second_of(row["time_high"])
    return Figure(row["figure_id"], low, high, value_range(row["time_low"], row["time_high"]), is_contested)


def _estimate(row: Mapping[str, Any]) -> Estimate:
    return Estimate(row["low"], row["best"], row["high"], row["status"], row["best_after_repair"])


def _part(rows: Sequence[Mapping[str, Any]]) -> RepairPart:
    ways = [list(steps) for _, steps in groupby(rows, lambda row: row["optimum"])]
    cost = sum(row["cost"] for row in ways[0])
    return RepairPart([list(_steps(way)) for way in ways], cost, rows[0]["next_best_cost"])


def _steps(rows: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    for row in rows:
        yield Step(*(row[name] for name in Step._fields))
