"""The figures of many events, solved one after the other, or by several processes where there are enough of them."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property, partial
from multiprocessing import get_context
from types import TracebackType
from typing import Self

import polars as pl

from claimpack.reconcile.arithmetic import Arithmetic
from claimpack.reconcile.groups import groups_to_solve, tied_figures
from claimpack.reconcile.solving import Solution, Tied, solve

ENOUGH_FOR_SEVERAL = 2_000
BATCH = 100


class Solver:
    """Solves what arithmetic ties together; a context, for it may start processes, which end with it."""

    def __init__(self, arithmetic: Arithmetic) -> None:
        self.arithmetic = arithmetic

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
        """Return the processes; forked ones could wait for ever for a lock that a thread of Polars held."""
        return ProcessPoolExecutor(mp_context=get_context("spawn"))

    def solve(self, figures: pl.DataFrame, estimates: pl.DataFrame) -> list[Solution]:
        """Return the solutions of all events that may hold a conflict or a consequence, in the order of events."""
        waiting = list(tied_figures(groups_to_solve(figures, estimates, self.arithmetic), self.arithmetic))
        return [solution for solutions in self._solutions(waiting) for solution in solutions]

    def _solutions(self, waiting: Sequence[Tied]) -> Iterator[list[Solution]]:
        solve_some = partial(solve_batch, self.arithmetic)
        if len(waiting) < ENOUGH_FOR_SEVERAL or os.cpu_count() == 1:
            yield solve_some(waiting)
            return
        batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
        yield from self.pool.map(solve_some, batches)


def solve_batch(arithmetic: Arithmetic, groups: Sequence[Tied]) -> list[Solution]:
    """Return the solutions of some groups."""
    return [solution for group in groups for solution in solve(arithmetic, group)]
