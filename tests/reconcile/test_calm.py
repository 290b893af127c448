"""Events solved all at once come out as they do one by one."""

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from claimpack.issue import CannotRunError
from claimpack.reconcile.arithmetic import Arithmetic, Identity, Measure
from claimpack.reconcile.calm import solve_calm
from claimpack.reconcile.consequences import consequences_of
from claimpack.reconcile.groups import tied_figures
from claimpack.reconcile.repair.weights import USUAL
from claimpack.reconcile.solving import Solution, solve
from claimpack.reconcile.widening import Interval

MEASURES = ["all", "drones", "missiles", "speed"]
PARENTS = {"city": "country"}
SCHEMA = {
    **dict.fromkeys(("event_id", "measure_id", "place_id"), pl.String),
    **dict.fromkeys(("low", "high"), pl.Float64),
    **dict.fromkeys(("is_low_open", "is_high_open"), pl.Boolean),
    "group": pl.Int64,
}

BOUNDS = st.integers(0, 6) | st.integers(-3, 9) | st.just(0.5)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[float | None, float | None, bool, bool]:
    low, high = sorted(map(float, draw(st.tuples(BOUNDS, BOUNDS))))
    is_open = draw(st.integers(0, 9)) == 0
    return draw(
        st.sampled_from(
            [
                (low, low, False, False),
                (low, high, False, is_open),
                (low, None, is_open, False),
                (None, high, False, False),
            ]
        )
    )


@st.composite
def arithmetics(draw: st.DrawFn) -> Arithmetic:
    measures = {}
    for name in MEASURES:
        low = draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(0), Fraction(1, 2)]))
        high = draw(st.sampled_from([None, Fraction(7), Fraction(7)]))
        is_additive = draw(st.booleans())
        measures[name] = Measure(
            Interval(low, high), draw(st.integers(0, 3)) > 0, False, is_additive, is_cumulative=False, unit="piece"
        )
    coefficients = st.sampled_from([-1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 2])
    terms = st.dictionaries(st.sampled_from(MEASURES), coefficients, min_size=2, max_size=3)
    drawn = draw(st.lists(st.tuples(terms, st.booleans()), max_size=2))
    identities = {
        f"identity-{number}": Identity(tuple(sorted(terms.items())), is_equality)
        for number, (terms, is_equality) in enumerate(drawn)
    }
    return Arithmetic(measures, identities, PARENTS)


FIGURES = st.tuples(
    st.sampled_from(["a", "b", "c"]), st.sampled_from(MEASURES), st.sampled_from(["", "", "", *PARENTS, "country"])
)


@st.composite
def packages(draw: st.DrawFn) -> tuple[Arithmetic, pl.DataFrame]:
    """Draw measures and identities, and the figures of up to three events."""
    arithmetic = draw(arithmetics())
    groups = {tied: number for number, tied in enumerate(dict.fromkeys(arithmetic.tied.values()))}
    rows = draw(st.lists(st.tuples(FIGURES, intervals()), min_size=1, max_size=9, unique=True))
    told = [(*slot, *interval, groups[arithmetic.tied[slot[1]]]) for slot, interval in rows]
    return arithmetic, with_numbers(told)


def with_numbers(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    times = (pl.lit(None, pl.Int64).alias(name) for name in ("time_low", "time_high"))
    frame = pl.DataFrame(rows, SCHEMA, orient="row").sort("event_id", "measure_id", "place_id", "low", "high")
    behind = {"origin_count": pl.lit(1), "untraced_count": pl.lit(0), "said_on": pl.lit(None, pl.Date)}
    return frame.with_row_index("number").with_columns(*times, **behind)


def one_by_one(arithmetic: Arithmetic, figures: pl.DataFrame) -> list[Solution]:
    return [solution for tied in tied_figures(figures, arithmetic) for solution in solve(arithmetic, USUAL, tied)]


def conflicting(solutions: list[Solution]) -> list[Solution]:
    return [solution for solution in solutions if solution.conflicts]


def check(package: tuple[Arithmetic, pl.DataFrame]) -> None:
    arithmetic, figures = package
    try:
        expected = one_by_one(arithmetic, figures)
    except CannotRunError:
        assume(False)  # the domains alone leave no value possible
    calm, others = solve_calm(figures, arithmetic)
    solved = one_by_one(arithmetic, others)
    assert conflicting(solved) == conflicting(expected)
    both = pl.concat([calm, consequences_of(solved)])
    assert_frame_equal(both, consequences_of(expected), check_row_order=False)


def run(examples: int) -> None:
    @given(packages())
    @settings(max_examples=examples, database=None, suppress_health_check=[HealthCheck.too_slow])
    def holds(package: tuple[Arithmetic, pl.DataFrame]) -> None:
        check(package)

    holds()


def test_nothing_differs() -> None:
    run(60)


@pytest.mark.slow
def test_nothing_differs_in_thousands() -> None:
    run(2_000)


def test_it_leaves_only_what_may_be_in_conflict_or_inexact() -> None:
    count = Measure(Interval(Fraction(0), None), True, False, is_additive=False, is_cumulative=False, unit="piece")
    measures = dict.fromkeys(MEASURES, count)
    identity = Identity((("all", 1), ("drones", -1), ("missiles", -1)), is_equality=True)
    point = (False, False, 0)
    figures = with_numbers(
        [
            *(("calm", "all", "", 5.0, 5.0, *point), ("calm", "drones", "", 3.0, 3.0, *point)),
            *(("conflict", "all", "", 5.0, 5.0, *point), ("conflict", "drones", "", 6.0, 6.0, *point)),
            *(("half", "all", "", 5.5, 5.5, *point), ("large", "all", "", 1.7e308, 1.7e308, *point)),
            ("open", "all", "", 5.0, None, True, False, 0),
        ]
    )
    calm, others = solve_calm(figures, Arithmetic(measures, {"identity": identity}, {}))
    assert calm.rows() == [("calm", "missiles", "", 2.0, 2.0, [0, 1])]
    assert others["event_id"].unique().sort().to_list() == ["conflict", "half", "large", "open"]
