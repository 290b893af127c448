"""Repairs of few figures: every choice of readings that costs little enough to matter is tried, many at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from claimpack.reconcile.repair.possible import Sums
from claimpack.reconcile.repair.readings import Choice, Clause, Readings, members
from claimpack.reconcile.system import Bounds, Number

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

MOST_CHOICES = 1_000
"""Among more choices than this it is quicker to search; nor are they so many that not all optima could be listed."""

AT_ONCE = 16
"""Sums of more are added up by several threads, which takes longer."""


class TooManyChoicesError(Exception):
    """There are more choices than it is worth to try."""


class Trial:
    """The choices of readings that hit no clause, tried in the order of their cost as far as they are asked for.

    It finds what Search finds. `enough` is a cost that the cheapest possible choice does not exceed; `stated` are the
    bounds that each reading puts on a column, or None. Floating point is exact, as it is in Sums.
    """

    def __init__(
        self,
        readings: Readings,
        sums: Sums,
        bounds: tuple[Sequence[Bounds], Sequence[tuple[int, Bounds] | None]],
        clauses: Sequence[Clause],
        enough: int,
    ) -> None:
        self.readings = readings
        self.sums = sums
        self.clauses = clauses
        self.enough = enough
        domain, stated = bounds
        # A column more takes the bounds of readings that say nothing.
        nothing = len(domain), Bounds(None, None)
        self.columns = np.array([column for column, _ in (some or nothing for some in stated)])
        self.low, self.high = _ends([own for _, own in (some or nothing for some in stated)])
        self.domain = _ends([*domain, nothing[1]])

    def cheapest_first(self, scope: Iterable[int], below: int | None = None) -> Iterator[tuple[int, Choice]]:
        """Yield possible choices that cost less than `below`, or no more than enough, with their cost.

        Choices that differ only in figures out of scope count as one. Raises TooManyChoicesError.
        """
        choices, costs = _choices(self.readings, self.enough if below is None else below - 1)
        allowed = _are_allowed(choices, len(self.readings.readings), self.clauses)
        choices, costs = choices[allowed], costs[allowed]
        within = sum(self.readings.masks[figure] for figure in scope)
        seen: set[Choice] = set()
        for start in range(0, len(choices), AT_ONCE):
            some = choices[start : start + AT_ONCE]
            for row in np.flatnonzero(self._are_possible(some)).tolist():
                choice = sum(1 << number for number in some[row].tolist())
                if choice & within not in seen:
                    seen.add(choice & within)
                    yield int(costs[start + row]), choice

    def _are_possible(self, choices: Integers) -> Flags:
        low, high = (np.tile(ends, (len(choices), 1)) for ends in self.domain)
        rows = np.arange(len(choices))
        for numbers in choices.T:
            place = rows, self.columns[numbers]
            low[place] = np.maximum(low[place], self.low[numbers])
            high[place] = np.minimum(high[place], self.high[numbers])
        is_broken = self.sums.are_broken(low[:, :-1], high[:, :-1])
        possible: Flags = np.logical_not(is_broken.any(axis=1) | (low > high).any(axis=1))
        return possible


def cost_of_dropping(readings: Readings, conflicts: Iterable[frozenset[int]]) -> int:
    """Return what it costs to leave out a figure of each conflict: more than enough, if these are all conflicts."""
    drops = {reading.figure: reading.cost for reading in readings.readings if reading.action == "drop"}
    dropped: set[int] = set()
    for conflict in conflicts:
        if not conflict & dropped:
            dropped.add(min(conflict, key=drops.__getitem__))
    return sum(drops[figure] for figure in dropped)


def _choices(readings: Readings, limit: int) -> tuple[Integers, Integers]:
    """Return each choice that costs no more than a limit, a row of readings with one for each figure, and the costs."""
    cost = np.array([reading.cost for reading in readings.readings])
    choices, costs = np.zeros((1, 0), np.int64), np.zeros(1, np.int64)
    for mask in readings.masks:
        own = np.array(members(mask))
        totals = costs[:, np.newaxis] + cost[own]
        rows, places = np.nonzero(totals <= limit)
        if len(rows) > MOST_CHOICES:
            raise TooManyChoicesError
        choices, costs = np.column_stack([choices[rows], own[places]]), totals[rows, places]
    order = np.argsort(costs, kind="stable")
    return choices[order], costs[order]


def _are_allowed(choices: Integers, count: int, clauses: Iterable[Clause]) -> Flags:
    """Tell of each choice among so many readings whether it hits no clause."""
    has = np.zeros((len(choices), count), bool)
    has[np.arange(len(choices))[:, np.newaxis], choices] = True
    allowed = np.ones(len(choices), bool)
    for together, unless in clauses:
        allowed &= ~has[:, members(together)].all(axis=1) | has[:, members(unless)].any(axis=1)
    return allowed


def _ends(bounds: Sequence[Bounds]) -> tuple[Floats, Floats]:
    """Return lower and upper bounds as arrays; no bound is infinity."""
    return _floats([low for low, _ in bounds], -np.inf), _floats([high for _, high in bounds], np.inf)


def _floats(bounds: Iterable[Number | None], end: float) -> Floats:
    return np.array([end if bound is None else float(bound) for bound in bounds])
