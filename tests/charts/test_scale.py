"""Scales hold what they are made for, in order, with ticks that are round."""

from hypothesis import given
from hypothesis import strategies as st

from claimpack.charts.scale import Scale, number_scale, time_scale

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 3))
LISTS = st.lists(NUMBERS, min_size=1, max_size=8)


def check(scale: Scale, values: list[float]) -> None:
    places = [scale.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)
    assert all(0 <= tick.place <= 1 for tick in scale.ticks)
    assert len({tick.label for tick in scale.ticks}) == len(scale.ticks) >= 1


@given(values=LISTS, is_whole=st.booleans())
def test_linear_scales_keep_order_and_have_zero(values: list[float], is_whole: bool) -> None:
    scale = number_scale(values, is_logarithmic=False, is_whole=is_whole)
    check(scale, values)
    assert scale.low <= min(0, *values)
    assert scale.high >= max(0, *values)
    assert "0" in {tick.label for tick in scale.ticks}
    assert len(scale.ticks) <= 8


@given(values=st.lists(st.floats(1e-6, 1e12), min_size=1, max_size=8))
def test_logarithmic_scales_keep_order_and_reach_all(values: list[float]) -> None:
    scale = number_scale(values, is_logarithmic=True, is_whole=False)
    check(scale, values)
    assert scale.low <= min(values) * (1 + 1e-9)
    assert scale.high >= max(values) * (1 - 1e-9)


def test_whole_numbers_have_whole_ticks() -> None:
    labels = [tick.label for tick in number_scale([1.0, 2.0], is_logarithmic=False, is_whole=True).ticks]
    assert labels == ["0", "1", "2"]


def test_ticks_are_round() -> None:
    labels = [tick.label for tick in number_scale([539.0], is_logarithmic=False, is_whole=True).ticks]
    assert labels == ["0", "200", "400", "600"]


@given(values=st.lists(st.integers(-(10**12), 10**12).map(float), min_size=1, max_size=5))
def test_time_scales_begin_and_end_with_a_day(values: list[float]) -> None:
    scale = time_scale(values)
    check(scale, values)
    assert scale.low <= min(values) <= max(values) <= scale.high
