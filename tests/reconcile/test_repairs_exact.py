"""Repairs against trying every choice of readings."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from every_choice import MOST_CHOICES, Event, Tried, choice_count, options, possible_choices, repair_events, repaired
from hypothesis import assume
from small_events import run

from claimpack.reconcile import conflicts, derived
from claimpack.reconcile.repair import possible, trial
from claimpack.reconcile.repair.repairing import Repaired, RepairedPart


@pytest.fixture(params=["trial", "search", "solver"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Try all choices where they are few, or search among them; or leave all to the general solver."""
    if request.param == "search":
        monkeypatch.setattr(trial, "MOST_CHOICES", 0)
    if request.param == "solver":
        for module in (conflicts, derived, possible):
            monkeypatch.setattr(module, "circuits_of", lambda _system: None)


def steps(optimum: Any) -> frozenset[tuple[int, str, str | None]]:  # noqa: ANN401
    return frozenset((step.figure, step.action, step.measure) for step in optimum)


def cost(optimum: Any) -> Fraction:  # noqa: ANN401
    return sum((Fraction(step.cost) for step in optimum), Fraction(0))


def check_every_optimum(event: Event) -> None:
    assume(choice_count(event) <= MOST_CHOICES)
    for measures, found in repaired(event, event.figures).items():
        tried = sorted(possible_choices(event, measures), key=lambda choice: choice.cost)
        cheapest = [choice for choice in tried if choice.cost == tried[0].cost]
        if found is None:
            assert tried[0].cost == 0
            continue
        assert found.ending == "complete"
        together = [
            frozenset[Any]().union(*map(steps, optima)) for optima in product(*(part.optima for part in found.parts))
        ]
        assert len(set(together)) == len(together)
        assert set(together) == {choice.steps for choice in cheapest}
        for part in found.parts:
            assert {cost(optimum) for optimum in part.optima} == {cost(part.optima[0])}
            check_next_best(event, part, tried)
        check_outcomes(found, cheapest)


def check_next_best(event: Event, part: RepairedPart, tried: list[Tried]) -> None:
    figures = {step.figure for optimum in part.optima for step in optimum}
    dearest = max(cost for number in figures for _, _, cost in options(event, event.figures[number]))
    optima = set(map(steps, part.optima))
    own = cost(part.optima[0])
    others = [
        choice.cost - tried[0].cost + own
        for choice in tried
        if frozenset(step for step in choice.steps if step[0] in figures) not in optima
    ]
    expected = min((other for other in others if other - own < max(own, dearest)), default=None)
    assert part.next_best_cost == expected


def check_outcomes(repaired: Repaired, cheapest: list[Tried]) -> None:
    told = {outcome.measure: outcome for outcome in repaired.outcomes}
    for measure in cheapest[0].solutions[0]:
        stands = {tuple(choice.standing[measure]) for choice in cheapest if measure in choice.standing}
        only = [{values[measure] for values in choice.solutions} for choice in cheapest]
        values = {
            float(min(seen)) if len(seen) == 1 else None
            for choice, seen in zip(cheapest, only, strict=True)
            if measure not in choice.standing
        }
        if measure in told:
            assert told[measure].figures == stands
            assert told[measure].values == values or None in told[measure].values < values
        else:
            assert not stands
            assert None in values


@pytest.mark.usefixtures("way")
def test_every_optimum() -> None:
    run(check_every_optimum, repair_events(), 100)


@pytest.mark.slow
@pytest.mark.usefixtures("way")
def test_every_optimum_thousands_of_times() -> None:
    run(check_every_optimum, repair_events(), 5_000)
