"""The computed tables of a package: what its claims say together, and which of them cannot all be true."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeAlias

import narwhals as nw
import polars as pl

from claimpack.reconcile.arithmetic import read_arithmetic
from claimpack.reconcile.best import Rule
from claimpack.reconcile.estimates import estimates_of
from claimpack.reconcile.explanation import Told, value_range
from claimpack.reconcile.figures import figures_of, with_revision
from claimpack.reconcile.ids import content_ids
from claimpack.reconcile.lookups import collected, read_lookups
from claimpack.reconcile.moments import spell_moment
from claimpack.reconcile.names import Names, names_of
from claimpack.reconcile.repair.after import values_after_repair
from claimpack.reconcile.repair.telling import repair_table
from claimpack.reconcile.repair.weights import read_weights
from claimpack.reconcile.results import conflict_tables, estimate_table, figure_table
from claimpack.reconcile.solvers import OnSolved, Solver
from claimpack.reconcile.solving import Solution
from claimpack.reconcile.sorting import sorted_on_disk
from claimpack.reconcile.standing import INTERVAL, SLOT, standing_claims, superseded_slots
from claimpack.reconcile.tables import Frame, read_tables
from claimpack.text.typed import TypedTable

OnProgress: TypeAlias = Callable[[int, int], object]


MOST_CLAIMS = 500_000
"""About how many claims are read at a time: what is made of them, not only they, has to fit into the memory."""


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


class Slice(NamedTuple):
    """The claims that count on `size` of all `events`, after those `before`; and slots with superseded claims."""

    claims: pl.DataFrame
    superseded: pl.DataFrame
    before: int
    size: int
    events: int


def slices(frames: Mapping[str, Frame]) -> Iterator[Slice]:
    """Yield the claims that count, some events at a time."""
    lookups = read_lookups(frames)
    events = collected(frames["events"].select("event_id", "place_id"))
    claims: pl.LazyFrame = frames["claims"].to_native()
    step = max(1, events.height * MOST_CLAIMS // max(claims.select(pl.len()).collect().item(), 1))
    for start in range(0, max(events.height, 1), step):
        some = events.slice(start, step)
        # A join would bring the same about, but it reads all columns of all claims before it looks.
        own: Frame = nw.from_native(claims.filter(pl.col("event_id").is_in(some["event_id"].implode())))
        places: Frame = nw.from_native(some.lazy())
        standing: pl.LazyFrame = standing_claims(own, places, lookups).to_native()
        superseded = collected(superseded_slots(own, places, lookups))
        yield Slice(standing.collect(engine="streaming"), superseded, start, some.height, events.height)


def figures_and_estimates(slice_: Slice, rule: Rule) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the figures, numbered and with ids, and the estimates of some events."""
    grouped: pl.LazyFrame = figures_of(nw.from_native(slice_.claims.lazy())).to_native()
    figures = _numbered(grouped.collect(engine="streaming"))
    return figures, estimates_of(figures, slice_.superseded, slice_.claims, rule)


def _tell(on_progress: OnProgress, slice_: Slice, solved: float) -> None:
    on_progress(slice_.before + int(slice_.size * solved), slice_.events)


def _computed(slice_: Slice, rule: Rule, solver: Solver, names: Names, on_solved: OnSolved) -> dict[str, pl.DataFrame]:
    """Return the computed tables of some events."""
    figures, estimates = figures_and_estimates(slice_, rule)
    solutions = solver.solve(figures, estimates, on_solved)
    figure_ids = figures["figure_id"].to_list()
    members = _members(slice_.claims, figures)
    told = _told(figures, solutions, members, names)
    after_repair = values_after_repair(solutions, figures, slice_.claims, rule)
    return {
        "figures": figure_table(figures),
        "figure_claims": members.select("figure_id", "claim_id"),
        "estimates": estimate_table(estimates, solutions, after_repair, figure_ids, rule),
        **conflict_tables(solutions, figure_ids, told, names),
        "repairs": repair_table(solutions, figure_ids, told, names),
    }


def _numbered(figures: pl.DataFrame) -> pl.DataFrame:
    """Sort figures by their content, number them and give them ids."""
    ordered = with_revision(figures).sort(*SLOT, *INTERVAL)
    return ordered.with_columns(content_ids("figure", ordered.select(*SLOT, *INTERVAL))).with_row_index("number")


def _members(claims: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Return the claims of each figure: figure_id, number, claim_id, source_id, actor_id, is_origin."""
    keys = [*SLOT, *INTERVAL]
    known = figures.select(*keys, "figure_id", "number")
    said = claims.select(*keys, "claim_id", "source_id", "actor_id", is_origin=pl.col("origin_id").is_not_null())
    return said.join(known, on=keys, how="inner", nulls_equal=True).drop(keys)


def _told(figures: pl.DataFrame, solutions: Iterable[Solution], members: pl.DataFrame, names: Names) -> dict[int, Told]:
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
    said = members.join(wanted, on="number", how="semi").sort(
        "is_origin", "actor_id", "source_id", descending=[True, False, False]
    )
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
