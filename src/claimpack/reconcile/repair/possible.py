"""Whether a choice of readings is possible, in exact arithmetic, and which of its readings exclude each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from claimpack.reconcile.circuits import Circuits, circuits_of
from claimpack.reconcile.conflicts import some_conflicts
from claimpack.reconcile.problem import Problem, Stated
from claimpack.reconcile.repair.readings import Choice, Clause, Readings, members
from claimpack.reconcile.system import Number
from claimpack.rules.measures import LARGEST_EXACT

MOST_LEARNED = 20
"""How many broken certificates of one choice are turned into clauses, those with the fewest terms first."""

MOST_LEARNED_ALONE = 4
"""How many of those that one figure breaks if it alone is read differently."""

Limit: TypeAlias = tuple[Number | None, int]
"""The tightest bound of a column on one side, and the bit of the reading that it is of, 0 where it is the domain's."""


class Possibility:
    """The readings of figures as the arithmetic of their problem sees them."""

    def __init__(self, problem: Problem, readings: Readings, deadline: float) -> None:
        self.problem = problem
        self.readings = readings
        self.deadline = deadline

    @cached_property
    def stated(self) -> Sequence[Stated | None]:
        """Return for each reading the bounds that it puts on a column, None where it says nothing."""
        return [
            None if reading.column is None else Stated(reading.column, self.problem.stated[reading.figure].bounds)
            for reading in self.readings.readings
        ]

    @cached_property
    def sums(self) -> "Sums | None":
        """Return the certificates' sums where these decide, and floating point adds them up without rounding."""
        circuits = circuits_of(self.problem.system)
        if circuits is None or not circuits.is_exact:
            return None
        sums = sums_of(circuits)
        largest = LARGEST_EXACT // (sums.most_times + 1)
        bounds = [*self.problem.domain, *(stated.bounds for stated in self.problem.stated)]
        is_small = all(-largest < (limit or 0) < largest for low, high in bounds for limit in (low, high))
        return sums if is_small else None

    def read(self, choice: Choice) -> tuple[list[int], Problem]:
        """Return the readings in a choice that say something, and the problem that has them as its figures."""
        numbers = [number for number in members(choice) if self.stated[number]]
        stated = tuple(stated for number in numbers if (stated := self.stated[number]))
        return numbers, replace(self.problem, stated=stated)

    def broken(self, choice: Choice) -> Iterator[Clause]:
        """Yield which readings of a choice exclude each other: some of these conflicts, none only if it is possible.

        Raises UndecidedError after the deadline.
        """
        if self.sums:
            yield from self._broken_sums(self.sums, choice)
            return
        numbers, problem = self.read(choice)
        for places in some_conflicts(problem, self.deadline):
            yield Clause(sum(1 << numbers[place] for place in places))

    def broken_alone(self) -> Iterator[Clause]:
        """Yield some of what each figure excludes if it alone is read as of another measure, to begin with."""
        if not self.sums:
            return
        stated = sum(mask & -mask for mask in self.readings.masks)
        anyway = set(self.sums.broken(*self._limits(stated)))
        for number, reading in enumerate(self.readings.readings):
            if reading.action == "relabel":
                mask = self.readings.masks[reading.figure]
                limits = self._limits(stated & ~mask | 1 << number)
                rows = [row for row in self.sums.broken(*limits) if row not in anyway][:MOST_LEARNED_ALONE]
                yield from _minimal(self._needed(self.sums, row, *limits) for row in rows)

    def _broken_sums(self, sums: "Sums", choice: Choice) -> Iterator[Clause]:
        lows, highs = self._limits(choice)
        direct = [
            low[1] | high[1]
            for low, high in zip(lows, highs, strict=True)
            if low[0] is not None and high[0] is not None and low[0] > high[0]
        ]
        rows = [] if direct else sums.broken(lows, highs)[:MOST_LEARNED]
        yield from _minimal(direct or (self._needed(sums, row, lows, highs) for row in rows))

    def _limits(self, choice: Choice) -> tuple[list[Limit], list[Limit]]:
        """Return the lower and the upper limit of each column."""
        lows: list[Limit] = [(low, 0) for low, _ in self.problem.domain]
        highs: list[Limit] = [(high, 0) for _, high in self.problem.domain]
        for number in members(choice):
            if stated := self.stated[number]:
                column, (low, high) = stated
                if low is not None and ((known := lows[column][0]) is None or low > known):
                    lows[column] = low, 1 << number
                if high is not None and ((known := highs[column][0]) is None or high < known):
                    highs[column] = high, 1 << number
        return lows, highs

    def _needed(self, sums: "Sums", row: int, lows: Sequence[Limit], highs: Sequence[Limit]) -> int:
        """Return the readings that a certificate is broken by, without those in whose place the domain would do."""
        terms = sums.circuits.certificates[row].terms
        limits = [(coefficient, column, (highs if coefficient > 0 else lows)[column]) for column, coefficient in terms]
        total = sum(coefficient * (bound or 0) for coefficient, _, (bound, _) in limits)
        together = 0
        for coefficient, column, (bound, bit) in limits:
            loose = self.problem.domain[column][coefficient > 0]
            looser = 0 if loose is None else total + coefficient * (loose - (bound or 0))
            if bit and looser >= 0:
                together |= bit
            elif bit:
                total = looser
        return together


def _minimal(found: Iterable[int]) -> Iterator[Clause]:
    """Yield sets of readings that exclude each other, without those that hold another one."""
    kept: list[int] = []
    for together in sorted(set(found), key=lambda bits: (bits.bit_count(), bits)):
        if not any(other & together == other for other in kept):
            kept.append(together)
            yield Clause(together)


@dataclass(frozen=True, eq=False)
class Sums:
    """The certificates of circuits, those with the fewest terms first, as one matrix for all lows and all highs."""

    circuits: Circuits
    coefficients: npt.NDArray[np.float64]
    is_term: npt.NDArray[np.float64]
    order: Sequence[int]
    most_times: int

    def broken(self, lows: Sequence[Limit], highs: Sequence[Limit]) -> list[int]:
        """Return which certificates bounds leave only less than zero for."""
        low = np.array([[-np.inf if bound is None else float(bound) for bound, _ in lows]])
        high = np.array([[np.inf if bound is None else float(bound) for bound, _ in highs]])
        return [self.order[place] for place in np.flatnonzero(self.are_broken(low, high)[0]).tolist()]

    def are_broken(self, low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell of rows of bounds, infinite where there are none, which certificates they leave only less than zero."""
        bounds = np.hstack([high, low])
        is_endless = np.isinf(bounds)
        sums = np.where(is_endless, 0, bounds) @ self.coefficients.T
        broken: npt.NDArray[np.bool_] = (sums < 0) & (is_endless.astype(float) @ self.is_term.T == 0)
        return broken


@lru_cache(maxsize=256)
def sums_of(circuits: Circuits) -> Sums:
    """Return the certificates of circuits as a matrix."""
    order = sorted(range(len(circuits.certificates)), key=lambda row: len(circuits.certificates[row].terms))
    matrix = circuits.coefficients[order]
    both = np.hstack([np.maximum(matrix, 0), np.minimum(matrix, 0)])
    most_times = int(np.abs(matrix).sum(axis=1).max(initial=0))
    return Sums(circuits, both, (both != 0).astype(float), order, most_times)
