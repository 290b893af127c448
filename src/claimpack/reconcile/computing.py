"""The computed tables of a package: what its claims say together, and which of them cannot all be true."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeAlias

import polars as pl

from claimpack.reconcile.arithmetic import Arithmetic, read_arithmetic
from claimpack.reconcile.best import Rule
from claimpack.reconcile.estimates import estimates_of
from claimpack.reconcile.explanation import Told, value_range
from claimpack.reconcile.moments import spell_moment
from claimpack.reconcile.names import Names, names_of
from claimpack.reconcile.processes import each_result
from claimpack.reconcile.repair.after import values_after_repair
from claimpack.reconcile.repair.telling import repair_table
from claimpack.reconcile.repair.weights import Weights, read_weights
from claimpack.reconcile.results import conflict_tables, estimate_table, figure_table
from claimpack.reconcile.slices import Slice, slices
from claimpack.reconcile.solvers import OnSolved, Solver
from claimpack.reconcile.solving import Solution
from claimpack.reconcile.sorting import merged, write_slice
from claimpack.reconcile.tables import read_tables
from claimpack.stopping import scratch_folder
from claimpack.text.typed import TypedTable

OnProgress: TypeAlias = Callable[[int, int], object]


def computed_tables(
    tables: Mapping[str, TypedTable], rule: Rule = "origins", on_progress: OnProgress = lambda _done, _all: None
) -> dict[str, pl.DataFrame]:
    """Return the computed tables by name, each with the columns of its schema, sorted by key.

    `tables` are the typed tables of a valid package of events and claims; `rule` chooses the best values;
    `on_progress` is told of events done, and of all. Raises CannotRunError where a table that is needed is missing,
    or domains and identities leave no value possible.
    """
    with scratch_folder() as folder:
        computed = write_computed_tables(tables, folder, rule, on_progress)
        return {name: rows.collect() for name, rows in computed.items()}


def write_computed_tables(
    tables: Mapping[str, TypedTable],
    folder: Path,
    rule: Rule = "origins",
    on_progress: OnProgress = lambda _done, _all: None,
) -> dict[str, pl.LazyFrame]:
    """Return what `computed_tables` does, as lazy frames over files in an empty folder, which has to outlast them."""
    frames = read_tables(tables)
    known = Known(read_arithmetic(frames), read_weights(frames), names_of(frames, {}), rule)
    some = slices(frames)
    first = next(some)
    if first.size == first.events:
        solver = Solver(known.arithmetic, known.weights)
        write_slice(_computed(first, known.about(first), solver, partial(_tell, on_progress, first)), 0, folder)
        on_progress(first.size, first.events)
        return merged(folder)
    tasks = (
        partial(_write_computed, slice_, known.about(slice_), number, folder)
        for number, slice_ in enumerate(chain([first], some))
    )
    for done in each_result(tasks):
        on_progress(*done)
    return merged(folder)


class Known(NamedTuple):
    """What the tables of events are computed with; where they are is told of those of a slice only."""

    arithmetic: Arithmetic
    weights: Weights
    names: Names
    rule: Rule

    def about(self, slice_: Slice) -> Self:
        """Return what is needed for the events of a slice, which takes little time to hand over."""
        places = dict(slice_.places.drop_nulls().iter_rows())
        return self._replace(names=self.names._replace(event_places=places))


def _write_computed(slice_: Slice, known: Known, number: int, folder: Path) -> tuple[int, int]:
    """Write the computed tables of one of several slices; return how many events are done with it, and of how many."""
    solver = Solver(known.arithmetic, known.weights, may_start=False)
    write_slice(_computed(slice_, known, solver, lambda _solved: None), number, folder)
    return slice_.before + slice_.size, slice_.events


def _tell(on_progress: OnProgress, slice_: Slice, solved: float) -> None:
    on_progress(int(slice_.size * solved), slice_.events)


def _computed(slice_: Slice, known: Known, solver: Solver, on_solved: OnSolved) -> dict[str, pl.DataFrame]:
    """Return the computed tables of some events."""
    claims, figures, names = slice_.claims, slice_.figures, known.names
    estimates = estimates_of(slice_, known.rule)
    solutions, consequences = solver.solve(figures, estimates, on_solved)
    figure_ids = figures["figure_id"].to_list()
    told = _told(figures, solutions, claims, names)
    after_repair = values_after_repair(solutions, figures, claims, known.rule)
    return {
        "figures": figure_table(figures),
        "figure_claims": claims.select(figures["figure_id"].gather(claims["number"]), "claim_id"),
        "estimates": estimate_table(estimates, consequences, after_repair, figures["figure_id"], known.rule),
        **conflict_tables(solutions, figure_ids, told, names),
        "repairs": repair_table(solutions, figure_ids, told, names),
    }


def _told(figures: pl.DataFrame, solutions: Iterable[Solution], claims: pl.DataFrame, names: Names) -> dict[int, Told]:
    """Put the figures that are in conflict, or repaired, into words."""
    contested = {number for solution in solutions for conflict in solution.conflicts for number in conflict.figures}
    repaired = {
        step.figure
        for solution in solutions
        for part in (solution.repaired.parts if solution.repaired else ())
        for optimum in part.optima
        for step in optimum
    }
    numbers = sorted(contested | repaired)
    wanted = pl.DataFrame({"number": numbers}, {"number": pl.UInt32})
    sayers: dict[int, dict[str, None]] = {}
    said = claims.join(wanted, on="number", how="semi").sort(pl.col("origin_id").is_null(), "actor_id", "source_id")
    for number, actor, source in said.select("number", "actor_id", "source_id").iter_rows():
        sayers.setdefault(number, {})[f"{names.actors.get(actor, actor)}, in {source}"] = None
    rows = figures.join(wanted, on="number", how="semi").iter_rows(named=True)
    return {
        row["number"]: Told(
            names.measure(row["event_id"], row["measure_id"], row["place_id"] or None),
            _value(row),
            list(sayers[row["number"]]),
            row["place_id"] or None,
        )
        for row in rows
    }


def _value(row: Mapping[str, Any]) -> str:
    if row["time_low"] is None and row["time_high"] is None:
        return value_range(row["low"], row["high"], is_low_open=row["is_low_open"], is_high_open=row["is_high_open"])
    return value_range(*(None if time is None else spell_moment(time) for time in (row["time_low"], row["time_high"])))
