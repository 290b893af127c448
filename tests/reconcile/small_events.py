"""Small random events, and what trying everything says of them."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations, product
from typing import TypeAlias, TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimpack.reconcile.system import Row, System
from claimpack.reconcile.widening import Interval

Drawn = TypeVar("Drawn")

GREATEST = 5
"""Every column of an event that is tried out lies between 0 and this."""

ROWS = st.lists(
    st.tuples(
        st.dictionaries(st.integers(0, 3), st.sampled_from([-2, -1, -1, -1, 1, 1, 1, 2]), min_size=2, max_size=4),
        st.booleans(),
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def systems(draw: st.DrawFn, *, is_whole: bool) -> System:
    rows = [Row(tuple(sorted(terms.items())), is_equality, "identity") for terms, is_equality in draw(ROWS)]
    return System(tuple(rows), (is_whole,) * 4)


@st.composite
def intervals(draw: st.DrawFn, *, is_whole: bool) -> Interval:
    halves = st.integers(0, GREATEST).map(lambda number: 2 * number) if is_whole else st.integers(0, 2 * GREATEST)
    low, high = sorted(draw(st.tuples(halves, halves)))
    kind = draw(st.sampled_from(["point", "between", "at least", "at most"]))
    if kind == "point":
        return Interval(Fraction(low, 2), Fraction(low, 2))
    is_low_open, is_high_open = draw(st.tuples(st.booleans(), st.booleans())) if not is_whole else (False, False)
    return Interval(
        Fraction(low, 2) if kind != "at most" else None,
        Fraction(high, 2) if kind != "at least" else None,
        is_low_open and kind != "at most",
        is_high_open and kind != "at least",
    )


Event: TypeAlias = tuple[System, list[Interval], list[tuple[int, Interval]]]


@st.composite
def events(draw: st.DrawFn, *, is_whole: bool, domain: list[Interval] | None = None) -> Event:
    """Draw a system, the domain of its columns, and up to seven figures as (column, interval)."""
    system = draw(systems(is_whole=is_whole))
    domain = domain or [Interval(Fraction(0), Fraction(GREATEST))] * 4
    stated = draw(
        st.lists(st.tuples(st.integers(0, 3), intervals(is_whole=is_whole)), min_size=1, max_size=7, unique=True)
    )
    return system, domain, stated


def subsets(count: int) -> Iterator[frozenset[int]]:
    for size in range(count + 1):
        yield from map(frozenset, combinations(range(count), size))


def solutions(system: System) -> list[tuple[int, ...]]:
    """Return every solution in whole numbers from 0 to GREATEST."""
    return [
        values
        for values in product(range(GREATEST + 1), repeat=system.width)
        if all(_holds(row, values) for row in system.rows)
    ]


def _holds(row: Row, values: tuple[int, ...]) -> bool:
    total = sum(coefficient * values[column] for column, coefficient in row.terms)
    return total == 0 if row.is_equality else total >= 0


def fits(interval: Interval, value: Fraction | int) -> bool:
    low, high, is_low_open, is_high_open = interval
    above = low is None or value > low or (value == low and not is_low_open)
    return above and (high is None or value < high or (value == high and not is_high_open))


def run(check: Callable[[Drawn], None], drawn: st.SearchStrategy[Drawn], examples: int) -> None:
    """Check so many drawn examples."""

    @given(drawn)
    @settings(
        max_examples=examples,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    def holds(event: Drawn) -> None:
        check(event)

    holds()
