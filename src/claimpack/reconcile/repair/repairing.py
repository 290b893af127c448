"""The repairs of one event's figures of tied measures: from its problem to what the tables tell."""

import time
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from claimpack.reconcile.arithmetic import Arithmetic, Layout
from claimpack.reconcile.conflicts import SECONDS
from claimpack.reconcile.conflicts import Search as Ending
from claimpack.reconcile.figure import Figure
from claimpack.reconcile.problem import Problem
from claimpack.reconcile.repair.cheapest import Cheapest, Part, cheapest_repairs
from claimpack.reconcile.repair.outcome import Outcome, outcomes
from claimpack.reconcile.repair.possible import Possibility
from claimpack.reconcile.repair.readings import Action, Clause, Reading, Readings, readings_of, superseding
from claimpack.reconcile.repair.search import Search
from claimpack.reconcile.repair.trial import TooManyChoicesError, Trial, cost_of_dropping
from claimpack.reconcile.repair.weights import Weights
from claimpack.reconcile.simplex import UndecidedError

MOST_FIGURES = 60
"""Where more figures than this are tied together, no repair is sought."""

MOST_GIVEN = 500
"""How many known conflicts a search begins with; it finds others where it needs them."""


class Step(NamedTuple):
    """One figure, by number, read differently: the measure it is read as, if it is, and what that costs."""

    figure: int
    action: Action
    measure: str | None
    cost: float


class RepairedPart(NamedTuple):
    """All cheapest repairs of one part of an event's figures, and what the next-best one costs, if it is known."""

    optima: tuple[tuple[Step, ...], ...]
    next_best_cost: float | None


class Repaired(NamedTuple):
    """The cheapest repairs of an event's figures of tied measures, and what they leave of each measure and place.

    `ending` says whether they are all; where it is undecided, there were too many figures, or too little time.
    """

    parts: tuple[RepairedPart, ...]
    outcomes: Sequence[Outcome]
    ending: Ending


def repaired(
    layout: Layout,
    figures: Sequence[Figure],
    problems: tuple[Problem, Problem],
    conflicts: Iterable[frozenset[int]],
    costing: tuple[Arithmetic, Weights],
) -> Repaired:
    """Return the cheapest repairs of figures that cannot all be true.

    `problems` are the figures' own and, for what then follows, the same with all bounds closed. `conflicts` are known.
    """
    if len(figures) > MOST_FIGURES:
        return Repaired((), (), "undecided")
    readings = readings_of(layout, figures, *costing)
    deadline = time.monotonic() + SECONDS
    possibility = Possibility(problems[0], readings, deadline)
    known = sorted(conflicts, key=lambda places: (len(places), sorted(places)))
    cheapest = _cheapest(possibility, known, superseding(readings, figures))
    left: Sequence[Outcome] = ()
    if cheapest.ending == "complete":
        try:
            closed = Possibility(problems[1], readings, time.monotonic() + SECONDS)
            left = outcomes(layout, figures, closed, cheapest.choices)
        except UndecidedError:
            left = ()
    parts = tuple(_told(layout, figures, readings, part) for part in cheapest.parts)
    return Repaired(parts, left, cheapest.ending)


def _cheapest(possibility: Possibility, conflicts: Sequence[frozenset[int]], clauses: Iterable[Clause]) -> Cheapest:
    """Try what is worth it if the choices are few, else search."""
    readings = possibility.readings
    stated = {reading.figure: number for number, reading in enumerate(readings.readings) if not reading.action}
    given = [Clause(sum(1 << stated[place] for place in places)) for places in conflicts[:MOST_GIVEN]]
    given += clauses
    if possibility.sums and len(conflicts) < MOST_GIVEN:
        bounds = possibility.problem.domain, possibility.stated
        try:
            trial = Trial(readings, possibility.sums, bounds, given, cost_of_dropping(readings, conflicts))
            return cheapest_repairs(readings, trial)
        except TooManyChoicesError:
            pass
    given += possibility.broken_alone()
    with Search(readings, possibility.broken, given, possibility.deadline) as search:
        return cheapest_repairs(readings, search)


def _told(layout: Layout, figures: Sequence[Figure], readings: Readings, part: Part) -> RepairedPart:
    def step(reading: Reading) -> Step:
        measure = None if reading.column is None else layout.slot(reading.column)[0]
        number, action = figures[reading.figure].number, reading.action or "drop"
        return Step(number, action, measure, float(Fraction(reading.cost, readings.unit)))

    optima = tuple(tuple(step(reading) for reading in optimum) for optimum in part.optima)
    next_best = part.next_best_cost
    return RepairedPart(optima, None if next_best is None else float(Fraction(next_best, readings.unit)))
