"""The figures of many events, solved one after the other, or by several processes where there are enough of them."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from operator import call
from typing import NamedTuple, TypeAlias

import polars as pl

from claimpack.reconcile.arithmetic import Arithmetic
from claimpack.reconcile.calm import solve_calm
from claimpack.reconcile.consequences import consequences_of
from claimpack.reconcile.groups import groups_to_solve, tied_figures
from claimpack.reconcile.processes import each_result
from claimpack.reconcile.repair.weights import Weights
from claimpack.reconcile.solving import Solution, Tied, solve

OnSolved: TypeAlias = Callable[[float], object]

ENOUGH_FOR_SEVERAL = 2_000
BATCH = 100


class Solver(NamedTuple):
    """Solves what arithmetic ties together.

    `may_start` is to be false in a process that is one of several itself.
    """

    arithmetic: Arithmetic
    weights: Weights
    may_start: bool = True

    def solve(
        self, figures: pl.DataFrame, estimates: pl.DataFrame, on_solved: OnSolved
    ) -> tuple[list[Solution], pl.DataFrame]:
        """Return the solutions of events that may hold a conflict, in order, and the CONSEQUENCES of all events.

        `on_solved` is told from time to time which share of them is solved.
        """
        calm, others = solve_calm(groups_to_solve(figures, estimates, self.arithmetic), self.arithmetic)
        waiting = list(tied_figures(others, self.arithmetic))
        batches = [
            partial(solve_batch, self.arithmetic, self.weights, waiting[start : start + BATCH])
            for start in range(0, len(waiting), BATCH)
        ]
        is_worth_it = self.may_start and os.cpu_count() != 1 and len(waiting) >= ENOUGH_FOR_SEVERAL
        solved: list[Solution] = []
        for count, solutions in enumerate(each_result(batches) if is_worth_it else map(call, batches), start=1):
            solved += solutions
            on_solved(count / len(batches))
        return solved, pl.concat([calm, consequences_of(solved)])


def solve_batch(arithmetic: Arithmetic, weights: Weights, groups: Sequence[Tied]) -> list[Solution]:
    """Return the solutions of some groups."""
    return [solution for group in groups for solution in solve(arithmetic, weights, group)]
