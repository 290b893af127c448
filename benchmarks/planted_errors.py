"""How often the cheapest repair is what went wrong: attacks with planted mistakes, as a table.

Reconciling reads the claims as it reads any package's. Two simpler ways are scored beside it: the vote, which keeps of
each measure the value that most outlets tell, and dropping, which leaves out as few voices as will do (Fellegi and
Holt 1976). They can only tell which figures are wrong, so that is also asked of ours.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice, product
from pathlib import Path
from random import Random
from typing import NamedTuple

import click

from claimpack.commands.waiting import progress
from claimpack.reconcile.arithmetic import read_arithmetic
from claimpack.reconcile.best import RULES
from claimpack.reconcile.estimates import estimates_of
from claimpack.reconcile.figure import Figure
from claimpack.reconcile.groups import groups_to_solve, tied_figures
from claimpack.reconcile.repair.repairing import Repaired
from claimpack.reconcile.repair.weights import read_weights
from claimpack.reconcile.slices import slices
from claimpack.reconcile.solvers import Solver
from claimpack.reconcile.tables import read_tables
from claimpack.text.typed import TypedTable
from planted_attacks import attacks, write_tables
from planted_scores import DROPPING, explanations, score
from planted_telling import HEADER, described, row, summary

FIGURES, MISTAKES = (6, 8, 10, 12, 15), (1, 2, 3)


class Solved(NamedTuple):
    """By event: the figures that are compared, and the repairs of those in conflict, by usual weights and dropping."""

    figures: dict[str, Sequence[Figure]]
    ours: dict[str, Repaired]
    dropping: dict[str, Repaired]

    def of(self, number: int) -> tuple[Sequence[Figure], Repaired | None, Repaired | None]:
        """Return all of it for an event."""
        event = f"event-{number}"
        return self.figures[event], self.ours.get(event), self.dropping.get(event)


def solve(tables: Mapping[str, TypedTable]) -> Solved:
    """Compare the figures of all events."""
    frames = read_tables(tables)
    arithmetic = read_arithmetic(frames)
    solved = Solved({}, {}, {})
    for some in slices(frames):
        estimates = estimates_of(some, RULES[0])
        groups = tied_figures(groups_to_solve(some.figures, estimates, arithmetic), arithmetic)
        solved.figures.update((group.event_id, group.figures) for group in groups)
        for repairs, weights in ((solved.ours, read_weights(frames)), (solved.dropping, DROPPING)):
            with progress("Solving") as tell:
                solutions, _ = Solver(arithmetic, weights).solve(some.figures, estimates, partial(_tell, tell))
            repairs.update((solution.event_id, solution.repaired) for solution in solutions if solution.repaired)
    return solved


def _tell(progressed: Callable[[int, int], None], share: float) -> None:
    progressed(int(share * 100), 100)


@click.command()
@click.option(
    "--events",
    type=click.IntRange(1, 2_000),
    default=500,
    show_default=True,
    help="Events for each number of figures and of mistakes.",
)
@click.option("--seed", default=1, show_default=True)
@click.option("--show", default=0, show_default=True, help="How many misses to show.")
def main(events: int, seed: int, show: int) -> None:
    """Print a Markdown table: how often the planted explanation is the only cheapest one / one of the cheapest."""
    random = Random(seed)  # noqa: S311  # no secret
    cells = list(product(FIGURES, MISTAKES))
    planted = [attack for cell in cells for attack in islice(attacks(random, *cell), events)]
    with tempfile.TemporaryDirectory() as folder:
        solved = solve(write_tables(Path(folder), random, planted))
    scores = [score(attack, *solved.of(number)) for number, attack in enumerate(planted)]
    click.echo(HEADER)
    for number, (stated, wrong) in enumerate(cells):
        click.echo(f"| {stated} | {wrong} | {row(scores[number * events : (number + 1) * events])} |")
    click.echo(f"\n{summary(scores)}")
    missed = [number for number, some in enumerate(scores) if some.difference]
    for number in sorted(random.sample(missed, min(show, len(missed)))):
        figures, ours, _ = solved.of(number)
        click.echo("\n".join(["", *described(planted[number], explanations(figures, ours))]))


if __name__ == "__main__":
    main()
