"""What stands for each measure once an event's figures are repaired."""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from claimpack.reconcile.arithmetic import Layout, Place
from claimpack.reconcile.derived import derived_bounds
from claimpack.reconcile.figure import Figure
from claimpack.reconcile.problem import Problem
from claimpack.reconcile.repair.possible import Possibility
from claimpack.reconcile.repair.readings import Choice
from claimpack.reconcile.simplex import UndecidedError


class Outcome(NamedTuple):
    """What repairs leave of a measure in a place: the sets of figures, by number, that stand for it in some repair.

    Where none stands in a repair, `values` has the only value that then follows, None where several could be.
    """

    measure: str
    place: Place
    figures: frozenset[tuple[int, ...]]
    values: frozenset[float | None]


def outcomes(
    layout: Layout, figures: Sequence[Figure], possibility: Possibility, choices: Sequence[Choice]
) -> list[Outcome]:
    """Return for each measure and place what every one of the choices leaves of it; bounds of the problem are closed.

    Raises UndecidedError after the deadline of the possibility.
    """
    columns = range(layout.system.width)
    standing: list[set[tuple[int, ...]]] = [set() for _ in columns]
    values: list[set[float | None]] = [set() for _ in columns]
    for choice in choices:
        numbers, problem = possibility.read(choice)
        own: dict[int, list[int]] = {}
        for number, stated in zip(numbers, problem.stated, strict=True):
            own.setdefault(stated.column, []).append(figures[possibility.readings.readings[number].figure].number)
        for column, stating in own.items():
            standing[column].add(tuple(sorted(stating)))
        seconds = possibility.deadline - time.monotonic()
        if seconds <= 0:
            raise UndecidedError
        open_columns = [column for column in columns if column not in own and None not in values[column]]
        follows = _only_values(problem, open_columns, seconds)
        for column in open_columns:
            values[column].add(follows(column))
    return [
        Outcome(*layout.slot(column), frozenset(standing[column]), frozenset(values[column]))
        for column in columns
        if standing[column] or values[column] != {None}
    ]


def _only_values(problem: Problem, columns: Sequence[int], seconds: float) -> Callable[[int], float | None]:
    """Return what gives the only value that a column can have, None where it could have several."""
    derived = derived_bounds(problem, range(len(problem.stated)), columns, seconds)

    def only_value(column: int) -> float | None:
        low, high = derived[column].bounds if column in derived else problem.domain[column]
        return float(low / problem.unit) if low is not None and low == high else None

    return only_value
