"""Feasibility of bounds on a system in exact arithmetic, with a certificate where there is none.

The dual simplex of B. Dutertre and L. de Moura (A fast linear-arithmetic solver for DPLL(T), 2006), over whole
numbers and fractions: the tableau outlives a change of bounds, so that the next answer costs few steps.
"""

import time
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from claimpack.reconcile.system import Bounds, Certificate, Number, System, direct, ratio


class UndecidedError(Exception):
    """The time allowed ran out before an answer was found."""


class Simplex:
    """A tableau: each basic column is a sum of the others, and a value for each column that keeps to it.

    After the system's own columns comes one for each row, which holds the row's sum.
    """

    def __init__(self, system: System, deadline: float) -> None:
        self.system = system
        self.deadline = deadline
        width = system.width
        self.sums: dict[int, dict[int, Number]] = {
            width + place: dict(row.terms) for place, row in enumerate(system.rows)
        }
        self.values: list[Number] = [0] * (width + len(system.rows))
        self.row_bounds = [Bounds(0, 0 if row.is_equality else None) for row in system.rows]

    def refutation(self, bounds: Sequence[Bounds]) -> Certificate | None:
        """Return why no real numbers within bounds fit the system, None where some do, which `values` then holds."""
        for column, (low, high) in enumerate(bounds):
            if low is not None and high is not None and low > high:
                return direct(column)
        limits = [*bounds, *self.row_bounds]
        self._start_within(limits)
        while True:
            if time.monotonic() > self.deadline:
                raise UndecidedError
            basic = min((column for column in self.sums if _miss(self.values[column], limits[column])), default=None)
            if basic is None:
                return None
            upwards = _miss(self.values[basic], limits[basic]) < 0
            entering = self._entering(basic, limits, upwards=upwards)
            if entering is None:
                return self._certificate(basic, upwards=upwards)
            limit = limits[basic].low if upwards else limits[basic].high
            self._pivot(basic, entering, limit or 0)

    def _start_within(self, limits: Sequence[Bounds]) -> None:
        for column, bounds in enumerate(limits):
            if column not in self.sums:
                self.values[column] = _nearest(self.values[column], bounds)
        for basic, terms in self.sums.items():
            self.values[basic] = sum(factor * self.values[column] for column, factor in terms.items())

    def _entering(self, basic: int, limits: Sequence[Bounds], *, upwards: bool) -> int | None:
        """Return the first column (Bland's rule) that can move the basic one towards its bound."""
        for column in sorted(self.sums[basic]):
            rises = (self.sums[basic][column] > 0) == upwards
            limit = limits[column].high if rises else limits[column].low
            if limit is None or (self.values[column] < limit if rises else self.values[column] > limit):
                return column
        return None

    def _pivot(self, basic: int, entering: int, target: Number) -> None:
        """Let two columns change places, and give the one that was basic its target value."""
        terms = self.sums.pop(basic)
        factor = terms.pop(entering)
        step = ratio(target - self.values[basic], factor)
        terms = {column: ratio(-value, factor) for column, value in terms.items()} | {basic: ratio(1, factor)}
        self.values[basic] = target
        self.values[entering] += step
        for other, sum_ in self.sums.items():
            if share := sum_.pop(entering, 0):
                self.values[other] += share * step
                for column, value in terms.items():
                    _add(sum_, column, share * value)
        self.sums[entering] = terms

    def _certificate(self, basic: int, *, upwards: bool) -> Certificate:
        """Return the basic column's line of the tableau: its terms minus itself are zero, and cannot reach it."""
        sign = 1 if upwards else -1
        terms = {basic: Fraction(-sign)} | {
            column: Fraction(sign * value) for column, value in self.sums[basic].items()
        }
        scale = lcm(*(value.denominator for value in terms.values()))
        divisor = gcd(*(int(value * scale) for value in terms.values()))
        entries = sorted((column, int(value * scale) // divisor) for column, value in terms.items())
        width = self.system.width
        return Certificate(
            tuple(entry for entry in entries if entry[0] < width),
            tuple(column - width for column, _ in entries if column >= width),
        )


def _miss(value: Number, bounds: Bounds) -> int:
    """Return -1 where a value is below its bounds, 1 above, 0 within."""
    if bounds.low is not None and value < bounds.low:
        return -1
    return int(bounds.high is not None and value > bounds.high)


def _nearest(value: Number, bounds: Bounds) -> Number:
    miss = _miss(value, bounds)
    nearest = bounds.low if miss < 0 else bounds.high if miss > 0 else value
    return value if nearest is None else nearest


def _add(terms: dict[int, Number], column: int, value: Number) -> None:
    total = terms.get(column, 0) + value
    if not total:
        del terms[column]
        return
    terms[column] = total.numerator if isinstance(total, Fraction) and total.denominator == 1 else total
