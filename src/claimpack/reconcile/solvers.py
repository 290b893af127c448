"""The figures of many events, solved one after the other, or by several processes where there are enough of them."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, partial
from types import TracebackType
from typing import Self, TypeAlias

import polars as pl

from claimpack.reconcile.arithmetic import Arithmetic
from claimpack.reconcile.calm import solve_calm
from claimpack.reconcile.consequences import consequences_of
from claimpack.reconcile.groups import groups_to_solve, tied_figures
from claimpack.reconcile.processes import new_pool
from claimpack.reconcile.repair.weights import Weights
from claimpack.reconcile.solving import Solution, Tied, solve

OnSolved: TypeAlias = Callable[[float], object]

ENOUGH_FOR_SEVERAL = 2_000
BATCH = 100


class Solver:
    """Solves what arithmetic ties together; a context, for it may start processes, which end with it.

    `may_start` is to be false in a process that is one of several itself.
    """

    def __init__(self, arithmetic: Arithmetic, weights: Weights, *, may_start: bool = True) -> None:
        self.arithmetic = arithmetic
        self.weights = weights
        self.may_start = may_start and os.cpu_count() != 1
        self.waited = 0

    def __enter__(self) -> Self:
        """Return the solver; processes start only when they are needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the processes, if there are any."""
        if "pool" in self.__dict__:
            self.pool.shutdown(cancel_futures=True)

    @cached_property
    def pool(self) -> ProcessPoolExecutor:
        """Return the processes."""
        return new_pool()

    def solve(
        self, figures: pl.DataFrame, estimates: pl.DataFrame, on_solved: OnSolved
    ) -> tuple[list[Solution], pl.DataFrame]:
        """Return the solutions of events that may hold a conflict, in order, and the CONSEQUENCES of all events.

        `on_solved` is told from time to time which share of them is solved.
        """
        calm, others = solve_calm(groups_to_solve(figures, estimates, self.arithmetic), self.arithmetic)
        waiting = list(tied_figures(others, self.arithmetic))
        batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
        solve_some = partial(solve_batch, self.arithmetic, self.weights)
        self.waited += len(waiting)
        # Where so many came, more will.
        is_worth_it = self.waited >= ENOUGH_FOR_SEVERAL and self.may_start
        solved: list[Solution] = []
        for count, solutions in enumerate((self.pool.map if is_worth_it else map)(solve_some, batches), start=1):
            solved += solutions
            on_solved(count / len(batches))
        return solved, pl.concat([calm, consequences_of(solved)])


def solve_batch(arithmetic: Arithmetic, weights: Weights, groups: Sequence[Tied]) -> list[Solution]:
    """Return the solutions of some groups."""
    return [solution for group in groups for solution in solve(arithmetic, weights, group)]
