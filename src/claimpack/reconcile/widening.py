"""What a stated value leaves possible: its interval, once the qualifier has widened it, in exact arithmetic."""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from claimpack.reconcile.moments import moments_of


class Interval(NamedTuple):
    """The values that a figure leaves possible; None is unbounded, an open bound is not one of them."""

    low: Fraction | None
    high: Fraction | None
    is_low_open: bool = False
    is_high_open: bool = False


def exact(value: float) -> Fraction:
    """Return what a number's decimal text says: 0.1 is a tenth, and not the double next to it."""
    return Fraction(int(value)) if value.is_integer() else Fraction(repr(value))


def widen(low: Fraction, high: Fraction, low_factor: float | None, high_factor: float | None) -> Interval:
    """Return stated bounds times a qualifier's factors; an empty factor leaves its side unbounded.

    Below zero it is the larger factor that leads to the lower bound.
    """
    lows = [low * exact(factor) for factor in (low_factor, high_factor if low < 0 else None) if factor is not None]
    highs = [high * exact(factor) for factor in (high_factor, low_factor if high < 0 else None) if factor is not None]
    return Interval(
        None if low_factor is None else min(lows),
        None if high_factor is None else max(highs),
    )


def round_inwards(interval: Interval) -> Interval:
    """Return the whole numbers of an interval as closed bounds.

    Where no whole number lies strictly within, the bounds themselves count: nearly 10 people can be 9 or 10.
    """
    low, high, is_low_open, is_high_open = interval
    first = None if low is None else math.floor(low) + 1 if is_low_open else math.ceil(low)
    last = None if high is None else math.ceil(high) - 1 if is_high_open else math.floor(high)
    if first is not None and last is not None and first > last and (is_low_open or is_high_open):
        return round_inwards(Interval(low, high))
    return Interval(None if first is None else Fraction(first), None if last is None else Fraction(last))


def scaled_value(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stated value, with its qualifier's factors, and its exact bounds scaled_low and scaled_high."""
    bounds = widen(exact(row["value_low"]), exact(row["value_high"]), row["low_factor"], row["high_factor"])
    interval = bounds._replace(is_low_open=row["is_strict"], is_high_open=row["is_strict"])
    low, high, *_ = round_inwards(interval) if row["is_whole"] else interval
    return {
        **row,
        "scaled_low": None if low is None else float(low),
        "scaled_high": None if high is None else float(high),
    }


def stated_time(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stated time with its qualifier's factors, and its bounds time_low and time_high in seconds.

    A side that the qualifier leaves unbounded is None; factors other than 1 blur the time by a unit.
    """
    factors = row["low_factor"], row["high_factor"]
    blurred = any(factor not in {None, 1.0} for factor in factors)
    first, last = moments_of(row["value_time"], is_approximate=blurred)
    return {**row, "time_low": None if factors[0] is None else first, "time_high": None if factors[1] is None else last}
