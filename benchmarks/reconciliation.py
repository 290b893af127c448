"""Reconciling side by side with the bare cost of grouping: writes a table of ratios, and events solved per second.

Every step is a process of its own, the steps take turns, and the table gives medians. Seconds differ from machine to
machine; the ratios are what to look at.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import polars as pl

from claimpack.reconcile import write_computed_tables
from claimpack.reconcile.arithmetic import read_arithmetic
from claimpack.reconcile.best import RULES
from claimpack.reconcile.conflicts import minimal_conflicts
from claimpack.reconcile.estimates import estimates_of
from claimpack.reconcile.groups import groups_to_solve, tied_figures
from claimpack.reconcile.problem import problem_of
from claimpack.reconcile.repair.weights import read_weights
from claimpack.reconcile.slices import grouped, slices
from claimpack.reconcile.solving import solve
from claimpack.reconcile.tables import read_tables
from reconcile_events import Shape, read_typed, write_tables
from validation import run


def bare(folder: Path) -> None:
    """Group the columns that make a figure, and count who stands behind it, with Polars alone."""
    keys = ("event_id", "measure_id", "place_id", "value_low", "value_high", "value_time", "qualifier_id")
    counts = (pl.len(), pl.col("source_id").n_unique(), pl.col("claimant_id").n_unique())
    pl.scan_parquet(folder / "claims.parquet").group_by(keys).agg(counts).collect(engine="streaming")


def grouping(folder: Path) -> None:
    """Look up origins and intervals of claims, and group them to figures."""
    for some in grouped(read_tables(read_typed(folder))):
        click.echo(f"{some.figures.height} figures")


def figures(folder: Path) -> None:
    """Make figures with origins, number them, intersect them, choose the best values."""
    for some in slices(read_tables(read_typed(folder))):
        estimates_of(some, RULES[0])


def everything(folder: Path) -> None:
    """Make all computed tables, on disk as for a release."""
    with tempfile.TemporaryDirectory() as made:
        write_computed_tables(read_typed(folder), Path(made))


STEPS: dict[str, Callable[[Path], None]] = {
    "bare": bare,
    "grouping": grouping,
    "figures": figures,
    "everything": everything,
}
TITLES = {
    "bare": "bare Polars group-by of the same columns",
    "grouping": "origins, intervals, grouping",
    "figures": "figures with ids, estimates",
    "everything": "all computed tables",
}


def solving_speed(folder: Path, events: int) -> tuple[float, float, float]:
    """Return per second of one process: conflicting events of 15 figures, searched and explained; conflicts of each."""
    tables = read_tables(write_tables(folder, events, Shape(figures=15, repeats=1, wrong=1.0, qualified=0.0)))
    arithmetic = read_arithmetic(tables)
    some = next(slices(tables))
    estimates = estimates_of(some, RULES[0])
    groups = list(tied_figures(groups_to_solve(some.figures, estimates, arithmetic), arithmetic))
    weights = read_weights(tables)
    list(solve(arithmetic, weights, groups[0]))
    problems = []
    for group in groups:
        for layout in arithmetic.layouts(group.measures, {figure.place for figure in group.figures}):
            stated = [(layout.column(figure.measure, figure.place), figure.interval) for figure in group.figures]
            problems.append(problem_of(layout.system, layout.domain, stated))
    start = time.perf_counter()
    found = sum(len(minimal_conflicts(problem).conflicts) for problem in problems)
    searched = time.perf_counter()
    for group in groups:
        list(solve(arithmetic, weights, group))
    explained = time.perf_counter()
    return len(groups) / (searched - start), len(groups) / (explained - searched), found / len(groups)


@click.command()
@click.option("--claims", default=[1_000_000, 10_000_000], multiple=True, show_default=True)
@click.option("--runs", default=3, show_default=True)
@click.option("--step", type=click.Choice(list(STEPS)), hidden=True)
@click.option("--folder", type=click.Path(path_type=Path), hidden=True)
@click.option("--only", type=click.Choice(list(STEPS)), multiple=True, default=list(STEPS), help="Which steps to run.")
def main(claims: tuple[int, ...], runs: int, step: str | None, folder: Path | None, only: tuple[str, ...]) -> None:
    """Print a Markdown table for tables of so many claims, made for the purpose; one event in twenty is in conflict."""
    if step and folder:
        STEPS[step](folder)
        return
    with tempfile.TemporaryDirectory() as scratch:
        searched, explained, conflicts = solving_speed(Path(scratch) / "solving", 1_000)
        click.echo(
            f"conflicting events of 15 figures, {conflicts:.1f} minimal conflicts each, in one process: "
            f"{searched:.0f} per second searched, {explained:.0f} with terms, consequences and all cheapest repairs\n"
        )
        click.echo("| claims | step | seconds | times bare | peak MB |\n|---|---|---|---|---|")
        for count in claims:
            tables = Path(scratch) / str(count)
            write_tables(tables, count // 15, Shape(figures=5, repeats=3, wrong=0.05, qualified=0.1))
            command = [sys.executable, __file__, "--folder", str(tables), "--step"]
            turns = [{name: run([*command, name]) for name in only} for _ in range(runs)]
            first = statistics.median(turn[only[0]].seconds for turn in turns)
            for name in only:
                seconds = statistics.median(turn[name].seconds for turn in turns)
                memory = statistics.median(turn[name].megabytes for turn in turns)
                click.echo(f"| {count} | {TITLES[name]} | {seconds:.2f} | {seconds / first:.2f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
