"""Scales: from values to places between 0 and 1, with the ticks that an axis shows."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from claimpack.reconcile.moments import spell_moment

MOST_STEPS = 5
LOG_FROM = 100.0
"""How far apart values of one measure must lie, as a ratio, for a logarithmic scale."""

DAY = 86_400.0


class Tick(NamedTuple):
    """A mark of an axis, and what it says."""

    place: float
    label: str


class Scale(NamedTuple):
    """How values lie between 0 and 1."""

    kind: str
    low: float
    high: float
    ticks: list[Tick]

    def place(self, value: float) -> float:
        """Return where a value lies, not beyond the ends."""
        bend: Callable[[float], float] = math.log10 if self.kind == "logarithmic" else float
        if self.kind == "logarithmic" and value <= self.low:
            return 0.0
        low, high = bend(self.low), bend(self.high)
        return min(1.0, max(0.0, (bend(value) - low) / (high - low))) if high > low else 0.5


def number_scale(values: Sequence[float], *, is_logarithmic: bool, is_whole: bool) -> Scale:
    """Return a scale for finite numbers, of which there is at least one; a linear one starts at 0 where it can."""
    if is_logarithmic:
        return _logarithmic(values)
    low, high = min(0.0, *values), max(0.0, *values)
    step = _round_step((high - low or 1.0) / MOST_STEPS)
    step = max(step, 1.0) if is_whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    scale = Scale("linear", first * step, max(last, first + 1) * step, [])
    stops = (number * step for number in range(first, max(last, first + 1) + 1))
    return scale._replace(ticks=[Tick(scale.place(stop), _label(stop)) for stop in stops])


def _logarithmic(values: Sequence[float]) -> Scale:
    """Return a scale from one power of ten to another."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    step = max(1, math.ceil((last - first) / MOST_STEPS))
    powers = [10.0 ** (first + number * step) for number in range(math.ceil(max(last - first, 1) / step) + 1)]
    scale = Scale("logarithmic", powers[0], powers[-1], [])
    return scale._replace(ticks=[Tick(scale.place(power), _label(power)) for power in powers])


def time_scale(seconds: Sequence[float]) -> Scale:
    """Return a scale for moments, in seconds; it starts and ends with a day, which its ticks name."""
    low, high = math.floor(min(seconds) / DAY) * DAY, math.ceil((max(seconds) + 1) / DAY) * DAY
    last = spell_moment(int(high - DAY))[:-9]
    ticks = dict.fromkeys([Tick(0.0, spell_moment(int(low))[:-9]), Tick(1.0, last)])
    return Scale("time", low, high, list(ticks) if high - low > DAY else [Tick(0.5, last)])


def spread(values: Iterable[float]) -> float:
    """Return how far positive values lie apart, as a ratio; 1 where any is not positive."""
    known = list(values)
    return max(known) / min(known) if known and min(known) > 0 else 1.0


def _round_step(least: float) -> float:
    """Return the first of 1, 2, 5, 10, … times a power of ten that is not less."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))


def _label(value: float) -> str:
    return f"{value:,.10g}"
