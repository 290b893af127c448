"""Choices of one reading for each figure, the cheapest first: a satisfiability problem with weights that learns.

A choice that hits no clause is put to the exact arithmetic, which finds it possible or returns new clauses (logic-based
Benders decomposition, Hooker and Ottosson 2003; implicit hitting sets, Chandrasekaran et al. 2011). The cheapest choice
is found by relaxing cores (RC2, Ignatiev, Morgado and Marques-Silva 2019). Values of figures enter no clause, and costs
are whole numbers, so nothing is rounded at any scale.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations
from threading import Timer
from types import TracebackType
from typing import Self, TypeAlias

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from claimpack.reconcile.repair.readings import Choice, Clause, Readings, members
from claimpack.reconcile.simplex import UndecidedError

Oracle: TypeAlias = Callable[[Choice], Iterable[Clause]]
"""Returns clauses that a choice hits; none only where it is possible."""


class Search:
    """A search that learns clauses, which further searches over the same readings can use.

    A context, for it has a clock that ends with it.
    """

    def __init__(self, readings: Readings, oracle: Oracle, clauses: Iterable[Clause], deadline: float) -> None:
        self.readings = readings
        self.oracle = oracle
        self.hard = [*_one_each(readings), *map(_literals, clauses)]
        self.deadline = deadline
        self.solver: RC2 | None = None
        self.clock = Timer(max(deadline - time.monotonic(), 0), self._interrupt)

    def __enter__(self) -> Self:
        """Start the clock."""
        self.clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop the clock."""
        self.clock.cancel()
        self.clock.join()

    def _interrupt(self) -> None:
        if self.solver:
            self.solver.interrupt()

    @contextmanager
    def _current(self, solver: RC2) -> Iterator[None]:
        """Let the clock interrupt this solver, as long as it lives."""
        self.solver = solver
        try:
            yield
        finally:
            self.solver = None

    def cheapest_first(self, scope: Iterable[int], below: int | None = None) -> Iterator[tuple[int, Choice]]:
        """Yield possible choices that cost less than `below`, with their cost, the cheapest first.

        Choices that differ only in figures out of scope count as one. Raises UndecidedError after the deadline.
        """
        within = sum(self.readings.masks[figure] for figure in scope)
        with RC2(self._formula(), adapt=True) as solver, self._current(solver):
            while (choice := self._cheapest(solver)) is not None and (below is None or solver.cost < below):
                new = [_literals(clause) for clause in self.oracle(choice)]
                self.hard += new
                for literals in new or [_literals(Clause(choice & within))]:
                    solver.add_clause(literals)
                if not new:
                    yield solver.cost, choice

    def _cheapest(self, solver: RC2) -> Choice | None:
        """Return the cheapest choice that hits no clause, None where there is none."""
        if time.monotonic() > self.deadline:
            raise UndecidedError
        model = solver.compute(expect_interrupt=True)
        if solver.interrupted:
            raise UndecidedError
        count = len(self.readings.readings)
        return None if model is None else sum(1 << variable - 1 for variable in model if 0 < variable <= count)

    def _formula(self) -> WCNF:
        """Return that each figure has one reading, that no clause is hit, and what it costs not to read it as stated.

        So stated, the solver sees figures of which only one can stand as stated.
        """
        formula = WCNF()
        formula.nv, formula.hard = len(self.readings.readings), [*self.hard]
        least = {reading.figure: reading.cost for reading in reversed(self.readings.readings) if reading.cost}
        for variable, reading in enumerate(self.readings.readings, start=1):
            if reading.action is None:
                formula.append([variable], weight=least[reading.figure])
            elif reading.cost > least[reading.figure]:
                formula.append([-variable], weight=reading.cost - least[reading.figure])
        return formula


def _one_each(readings: Readings) -> Iterator[list[int]]:
    """Yield that each figure has a reading, and never two."""
    for mask in readings.masks:
        own = [number + 1 for number in members(mask)]
        yield own
        yield from ([-first, -second] for first, second in combinations(own, 2))


def _literals(clause: Clause) -> list[int]:
    return [-number - 1 for number in members(clause.together)] + [number + 1 for number in members(clause.unless)]
