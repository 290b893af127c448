"""The best value by each rule: what is chosen for all slots at once is what is chosen for each alone."""

from datetime import date, timedelta
from unittest import mock

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.reconcile import best
from claimpack.reconcile.best import RULES, Rule, Said, best_value, best_values

NUMBERS = st.integers(0, 4).map(float)
DAYS = st.none() | st.integers(0, 3).map(lambda days: date(1969, 12, 30) + timedelta(days))
ACTORS = st.sampled_from("abc")
SCHEMA = {
    "slot": pl.UInt32,
    "claim_id": pl.String,
    "low": pl.Float64,
    "high": pl.Float64,
    "is_low_open": pl.Boolean,
    "is_high_open": pl.Boolean,
    "said_on": pl.Date,
    "origin_id": pl.String,
    "actor_id": pl.String,
}


@st.composite
def said(draw: st.DrawFn) -> Said:
    """Draw a claim: three in four are points."""
    low, high = draw(st.none() | NUMBERS), draw(st.none() | NUMBERS.map(lambda number: number + 4))
    is_point = draw(st.integers(0, 3)) > 0
    value, origin = draw(NUMBERS.map(lambda number: 2 * number)), draw(st.none() | ACTORS)
    return Said(
        claim_id=f"claim-{draw(st.integers(0, 99))}",
        low=value if is_point else low,
        high=value if is_point else high,
        is_low_open=not is_point and low not in {None, high} and draw(st.booleans()),
        is_high_open=not is_point and high not in {None, low} and draw(st.booleans()),
        said_on=draw(DAYS),
        origin_id=origin,
        actor_id=origin or draw(ACTORS),
    )


SLOT = st.lists(said(), min_size=1, max_size=5, unique_by=lambda claim: claim.claim_id)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("few", [0, 3, best.FEW])
@given(
    slots=st.lists(
        st.lists(said(), min_size=1, max_size=5, unique_by=lambda claim: claim.claim_id), min_size=1, max_size=4
    )
)
def test_all_slots_at_once_and_each_alone_have_the_same_best_value(
    few: int, rule: Rule, slots: list[list[Said]]
) -> None:
    rows = [(number, *claim) for number, claims in enumerate(slots) for claim in claims]
    with mock.patch.object(best, "FEW", few):
        found = dict(best_values(pl.DataFrame(rows, SCHEMA, orient="row"), rule).iter_rows())
    assert [found.get(number) for number in range(len(slots))] == [best_value(claims, rule) for claims in slots]


def test_the_day_before_all_others_is_later_than_none() -> None:
    claims = [Said(f"claim-{n}", n, n, False, False, day, "a", "a") for n, day in enumerate([None, date.min])]
    rows = pl.DataFrame([(0, *claim) for claim in claims], SCHEMA, orient="row")
    assert best_values(rows, "latest")["best"].to_list() == [1.0] == [best_value(claims, "latest")]
