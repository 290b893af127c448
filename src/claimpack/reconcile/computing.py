"""The computed tables of a package: what its claims say together, and which of them cannot all be true."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import polars as pl

from claimpack.reconcile.arithmetic import read_arithmetic
from claimpack.reconcile.best import Rule
from claimpack.reconcile.estimates import estimates_of
from claimpack.reconcile.explanation import Told, value_range
from claimpack.reconcile.moments import spell_moment
from claimpack.reconcile.names import Names, names_of
from claimpack.reconcile.repair.after import values_after_repair
from claimpack.reconcile.repair.telling import repair_table
from claimpack.reconcile.repair.weights import read_weights
from claimpack.reconcile.results import conflict_tables, estimate_table, figure_table
from claimpack.reconcile.slices import Slice, slices
from claimpack.reconcile.solvers import OnSolved, Solver
from claimpack.reconcile.solving import Solution
from claimpack.reconcile.sorting import sorted_on_disk
from claimpack.reconcile.tables import Frame, read_tables
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
    with TemporaryDirectory(prefix="claimpack-") as folder:
        computed = write_computed_tables(tables, Path(folder), rule, on_progress)
        return {name: rows.collect() for name, rows in computed.items()}


def write_computed_tables(
    tables: Mapping[str, TypedTable],
    folder: Path,
    rule: Rule = "origins",
    on_progress: OnProgress = lambda _done, _all: None,
) -> dict[str, pl.LazyFrame]:
    """Return what `computed_tables` does, as lazy frames over files in an empty folder, which has to outlast them."""
    frames = read_tables(tables)
    with Solver(read_arithmetic(frames), read_weights(frames)) as solver:
        return sorted_on_disk(_each_computed(frames, rule, solver, on_progress), folder)


def _each_computed(
    frames: Mapping[str, Frame], rule: Rule, solver: Solver, on_progress: OnProgress
) -> Iterator[dict[str, pl.DataFrame]]:
    """Yield the computed tables of some events at a time."""
    names = names_of(frames)
    for slice_ in slices(frames):
        yield _computed(slice_, rule, solver, names, partial(_tell, on_progress, slice_))
        on_progress(slice_.before + slice_.size, slice_.events)


def _tell(on_progress: OnProgress, slice_: Slice, solved: float) -> None:
    on_progress(slice_.before + int(slice_.size * solved), slice_.events)


def _computed(slice_: Slice, rule: Rule, solver: Solver, names: Names, on_solved: OnSolved) -> dict[str, pl.DataFrame]:
    """Return the computed tables of some events."""
    claims, figures = slice_.claims, slice_.figures
    estimates = estimates_of(slice_, rule)
    solutions, consequences = solver.solve(figures, estimates, on_solved)
    figure_ids = figures["figure_id"].to_list()
    told = _told(figures, solutions, claims, names)
    after_repair = values_after_repair(solutions, figures, claims, rule)
    return {
        "figures": figure_table(figures),
        "figure_claims": claims.select(figures["figure_id"].gather(claims["number"]), "claim_id"),
        "estimates": estimate_table(estimates, consequences, after_repair, figures["figure_id"], rule),
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
