"""What stands for each measure once an event's figures are repaired."""

import time
from collections.abc import Sequence
from typing import NamedTuple

from claimpack.reconcile.arithmetic import Layout, Place
from claimpack.reconcile.derived import tight_bounds
from claimpack.reconcile.figure import Figure
from claimpack.reconcile.repair.possible import Possibility
from claimpack.reconcile.repair.readings import Choice
from claimpack.reconcile.simplex import UndecidedError
from claimpack.reconcile.system import Bounds


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
        for column, bounds in tight_bounds(problem, open_columns, seconds).items():
            values[column].add(_only_value(bounds, problem.unit))
    return [
        Outcome(*layout.slot(column), frozenset(standing[column]), frozenset(values[column]))
        for column in columns
        if standing[column] or values[column] != {None}
    ]


def _only_value(bounds: Bounds, unit: int) -> float | None:
    """Return the only value within bounds, None where there are several."""
    low, high = bounds
    return float(low / unit) if low is not None and low == high else None
