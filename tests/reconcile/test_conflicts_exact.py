"""Minimal conflicts and derived bounds against trying everything."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest
from elimination import demands, is_possible, range_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_events import GREATEST, Event, events, fits, run, solutions, subsets

from claimpack.reconcile import conflicts, derived
from claimpack.reconcile.conflicts import minimal_conflicts
from claimpack.reconcile.derived import Derived, derived_bounds, unstated
from claimpack.reconcile.problem import Problem, problem_of
from claimpack.reconcile.widening import Interval

Check = Callable[[Event], None]
FREE = [Interval(None, None)] * 4


def minimal(count: int, is_possible: Callable[[frozenset[int]], bool]) -> set[frozenset[int]]:
    broken: list[frozenset[int]] = []
    for figures in subsets(count):
        if not any(part <= figures for part in broken) and not is_possible(figures):
            broken.append(figures)
    return set(broken)


def bounds_of(problem: Problem) -> dict[int, Derived]:
    return derived_bounds(problem, range(len(problem.stated)), unstated(problem))


def check_conflicts_of_whole_numbers(event: Event) -> None:
    system, _, stated = event
    fitting = [
        frozenset(place for place, (column, interval) in enumerate(stated) if fits(interval, values[column]))
        for values in solutions(system)
    ]
    found = minimal_conflicts(problem_of(*event))
    assert found.search == "complete"
    assert set(found.conflicts) == minimal(len(stated), lambda figures: any(figures <= some for some in fitting))


def check_bounds_of_whole_numbers(event: Event) -> None:
    system, _, stated = event
    values = [v for v in solutions(system) if all(fits(interval, v[column]) for column, interval in stated)]
    assume(values)
    found = bounds_of(problem_of(*event))
    for column in set(range(system.width)) - {column for column, _ in stated}:
        seen = {v[column] for v in values}
        bounds = found[column].bounds if column in found else (0, GREATEST)
        assert tuple(bounds) == (min(seen), max(seen)), column


def check_conflicts_of_real_numbers(event: Event) -> None:
    system, domain, stated = event

    def fit(figures: frozenset[int]) -> bool:
        intervals = [*enumerate(domain), *(stated[place] for place in figures)]
        return is_possible(demands(system, intervals), system.width)

    found = minimal_conflicts(problem_of(*event))
    assert set(found.conflicts) == minimal(len(stated), fit)


def check_bounds_of_real_numbers(event: Event) -> None:
    system, domain, stated = event
    closed = [(column, Interval(interval.low, interval.high)) for column, interval in stated]
    found = demands(system, [*enumerate(domain), *closed])
    assume(is_possible(found, system.width))
    problem = problem_of(system, domain, closed)
    derived = bounds_of(problem)
    for column in set(range(system.width)) - {column for column, _ in stated}:
        bounds = derived[column].bounds if column in derived else problem.domain[column]
        told = tuple(None if bound is None else Fraction(bound) / problem.unit for bound in bounds)
        assert told == range_of(found, column, system.width), column


WHOLE = [check_conflicts_of_whole_numbers, check_bounds_of_whole_numbers]
REAL = [check_conflicts_of_real_numbers, check_bounds_of_real_numbers]


@pytest.fixture(params=["circuits", "solver"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the circuits decide where they can, or leave all to the general solver."""
    if request.param == "solver":
        for module in (conflicts, derived):
            monkeypatch.setattr(module, "circuits_of", lambda _system: None)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("check", WHOLE)
def test_whole_numbers(check: Check) -> None:
    run(check, events(is_whole=True), 150)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("check", REAL)
@pytest.mark.parametrize("domain", [None, FREE], ids=["bounded", "free"])
def test_real_numbers(check: Check, domain: list[Interval] | None) -> None:
    run(check, events(is_whole=False, domain=domain), 40)


@pytest.mark.slow
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("check", WHOLE)
def test_whole_numbers_thousands_of_times(check: Check) -> None:
    run(check, events(is_whole=True), 3_000)


@pytest.mark.slow
@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("check", REAL)
@pytest.mark.parametrize("domain", [None, FREE], ids=["bounded", "free"])
def test_real_numbers_many_times(check: Check, domain: list[Interval] | None) -> None:
    run(check, events(is_whole=False, domain=domain), 500)


@given(events(is_whole=True))
@settings(max_examples=100)
def test_a_further_figure_removes_no_conflict(event: Event) -> None:
    system, domain, stated = event
    fewer = minimal_conflicts(problem_of(system, domain, stated[:-1])).conflicts
    assert set(fewer) <= set(minimal_conflicts(problem_of(*event)).conflicts)


@given(events(is_whole=True), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_order_changes_nothing(event: Event, random: Random) -> None:
    system, domain, stated = event
    order = list(range(len(stated)))
    random.shuffle(order)
    shuffled = minimal_conflicts(problem_of(system, domain, [stated[place] for place in order])).conflicts
    told = {frozenset(order[place] for place in figures) for figures in shuffled}
    assert told == set(minimal_conflicts(problem_of(*event)).conflicts)


@given(events(is_whole=False))
@settings(max_examples=100)
def test_scale_changes_nothing(event: Event) -> None:
    system, domain, stated = event
    grown = [(column, grow(interval)) for column, interval in stated]
    large = minimal_conflicts(problem_of(system, list(map(grow, domain)), grown)).conflicts
    assert large == minimal_conflicts(problem_of(*event)).conflicts


def grow(interval: Interval) -> Interval:
    low, high, *is_open = interval
    return Interval(None if low is None else low * 10**6, None if high is None else high * 10**6, *is_open)
