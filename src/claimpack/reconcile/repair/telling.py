"""The rows of the table `repairs`, each with a sentence that can be printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from claimpack.reconcile.explanation import Told
from claimpack.reconcile.ids import content_id
from claimpack.reconcile.names import Names
from claimpack.reconcile.repair.repairing import RepairedPart, Step
from claimpack.reconcile.solving import Solution

REPAIRS = {
    "repair_id": pl.String(),
    "event_id": pl.String(),
    "optimum": pl.Int64(),
    "optima": pl.Int64(),
    "figure_id": pl.String(),
    "action": pl.String(),
    "repaired_measure_id": pl.String(),
    "cost": pl.Float64(),
    "explanation": pl.String(),
    "part": pl.Int64(),
    "next_best_cost": pl.Float64(),
}

NOTES = {
    "truncated": "There are more cheapest repairs of these figures than are listed.",
    "undecided": "The cheapest repairs of these figures were not found: they are too many, or time ran out.",
}


def repair_table(
    solutions: Iterable[Solution], figure_ids: Sequence[str], told: Mapping[int, Told], names: Names
) -> pl.DataFrame:
    """Return the table `repairs`; where not all repairs of an event were found, a row without a figure says so.

    `told` holds the figures that repairs read differently, by number.
    """
    rows: list[dict[str, Any]] = []
    parts: dict[str, int] = {}
    for solution in solutions:
        if solution.repaired is None:
            continue
        event = solution.event_id
        for part in solution.repaired.parts:
            parts[event] = parts.get(event, 0) + 1
            rows += ({**row, "part": parts[event]} for row in _part(event, part, figure_ids, told, names))
        if solution.repaired.ending != "complete":
            ending = solution.repaired.ending
            note = {"repair_id": content_id("repair", event, ending, *solution.measures), "action": ending}
            rows.append({**note, "event_id": event, "explanation": NOTES[ending]})
    return pl.DataFrame(rows, REPAIRS)


def _part(
    event: str, part: RepairedPart, figure_ids: Sequence[str], told: Mapping[int, Told], names: Names
) -> Iterator[dict[str, Any]]:
    for optimum, steps in enumerate(part.optima, start=1):
        content = [cell for step in steps for cell in (figure_ids[step.figure], step.action, step.measure or "")]
        for step in steps:
            yield {
                "repair_id": content_id("repair", event, *content, figure_ids[step.figure]),
                "event_id": event,
                "optimum": optimum,
                "optima": len(part.optima),
                "figure_id": figure_ids[step.figure],
                "action": step.action,
                "repaired_measure_id": step.measure,
                "cost": step.cost,
                "explanation": explain_step(event, step, told[step.figure], names),
                "next_best_cost": part.next_best_cost,
            }


def explain_step(event: str, step: Step, figure: Told, names: Names) -> str:
    """Return one sentence: the figure, who states it, and how it is read."""
    what = f"{figure.name}, {figure}"
    if step.measure is not None:
        return f"{what}: read as {names.measure(event, step.measure, figure.place)}."
    if step.action == "revise":
        return f"{what}: true when it was given, and superseded since."
    return f"{what}: left out."
