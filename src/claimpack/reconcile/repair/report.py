"""The repairs of one event for a person: how each figure is read, and the sentences that say so."""

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

import polars as pl

from claimpack.reconcile.names import Names
from claimpack.reconcile.repair.telling import NOTES

MOST_OPTIMA_TOLD = 6

DONE = {"revise": "superseded", "drop": "left out"}
"""What a step does with a figure, in a word."""


def readings_told(repairs: pl.DataFrame, places: Mapping[str, str | None], names: Names) -> dict[str, str]:
    """Return for each figure that a repair changes how it is read: by all repairs, or perhaps.

    `places` are those of the figures, by id.
    """
    told: dict[str, dict[str, None]] = {}
    doubtful: set[str] = set()
    for row in repairs.filter(pl.col("figure_id").is_not_null()).sort("part", "optimum").iter_rows(named=True):
        figure = row["figure_id"]
        told.setdefault(figure, {})[_reading(row, places[figure], names)] = None
    for (_, figure), rows in repairs.group_by("part", "figure_id"):
        if rows.height < (rows["optima"][0] or 0):
            doubtful.add(str(figure))
    return {
        figure: f"{'perhaps ' if figure in doubtful or len(readings) > 1 else ''}{', or '.join(readings)}"
        for figure, readings in told.items()
    }


def repair_heading(repairs: pl.DataFrame) -> str:
    """Return in words how clear it is what everything costs that has to be read differently."""
    steps = repairs.filter(pl.col("figure_id").is_not_null())
    if not steps.height:
        return "how they could be read so that all fit is not known:"
    total = steps.filter(pl.col("optimum") == 1)["cost"].sum()
    ways = prod(steps.unique("part")["optima"])
    clear = "no other way is as cheap" if ways == 1 else f"{ways:,} ways are as cheap"
    return f"but everything fits if they are read like this, at a cost of {total:g} in all; {clear}:"


def _reading(row: Mapping[str, Any], place: str | None, names: Names) -> str:
    if row["action"] != "relabel":
        return DONE[row["action"]]
    return f"read as {names.measure(row['event_id'], row['repaired_measure_id'], place)}"


def repair_sentences(repairs: pl.DataFrame) -> Iterator[str]:
    """Yield the repairs of each part, how many are as cheap, and what the next-best costs; notes come last."""
    steps = repairs.filter(pl.col("figure_id").is_not_null()).sort("part", "optimum", "repair_id")
    for _, part in steps.group_by("part", maintain_order=True):
        optima = [" ".join(rows["explanation"]) for _, rows in part.group_by("optimum", maintain_order=True)]
        cost = part.filter(pl.col("optimum") == 1)["cost"].sum()
        next_best = part["next_best_cost"][0]
        clear = "no other comes near" if next_best is None else f"the next-best costs {next_best:g}"
        if len(optima) == 1:
            yield f"{optima[0]} Cost {cost:g}; {clear}."
            continue
        yield f"One of {len(optima)} readings that cost {cost:g} each; {clear}:"
        yield from (f"– {optimum}" for optimum in optima[:MOST_OPTIMA_TOLD])
        if len(optima) > MOST_OPTIMA_TOLD:
            yield f"– … and {len(optima) - MOST_OPTIMA_TOLD} more; --out or --format json tells all"
    yield from repairs.filter(pl.col("action").is_in(NOTES))["explanation"]
