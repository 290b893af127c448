"""Whether real numbers fit, by the method of Fourier and Motzkin: slow, plain, and unlike what it checks."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from claimpack.reconcile.system import System
from claimpack.reconcile.widening import Interval


class Demand(NamedTuple):
    """The sum of coefficient × column, plus a constant, is zero or more; or more than zero, if strict."""

    coefficients: tuple[Fraction, ...]
    constant: Fraction
    is_strict: bool


def demands(system: System, intervals: Iterable[tuple[int, Interval]]) -> set[Demand]:
    found = set()
    for row in system.rows:
        terms = dict(row.terms)
        sum_ = tuple(Fraction(terms.get(column, 0)) for column in range(system.width))
        found.add(Demand(sum_, Fraction(0), is_strict=False))
        if row.is_equality:
            found.add(Demand(tuple(-value for value in sum_), Fraction(0), is_strict=False))
    for column, (low, high, is_low_open, is_high_open) in intervals:
        unit = tuple(Fraction(place == column) for place in range(system.width))
        if low is not None:
            found.add(Demand(unit, -low, is_low_open))
        if high is not None:
            found.add(Demand(tuple(-value for value in unit), high, is_high_open))
    return found


def without(found: set[Demand], column: int) -> set[Demand]:
    """Return what demands mean for the other columns."""
    kept = {demand for demand in found if not demand.coefficients[column]}
    for above in (demand for demand in found if demand.coefficients[column] > 0):
        for below in (demand for demand in found if demand.coefficients[column] < 0):
            up, down = -below.coefficients[column], above.coefficients[column]
            sums = (up * a + down * b for a, b in zip(above.coefficients, below.coefficients, strict=True))
            kept.add(
                scaled(
                    Demand(tuple(sums), up * above.constant + down * below.constant, above.is_strict or below.is_strict)
                )
            )
    return kept


def scaled(demand: Demand) -> Demand:
    size = max(map(abs, demand.coefficients), default=Fraction(0)) or abs(demand.constant) or Fraction(1)
    return Demand(tuple(value / size for value in demand.coefficients), demand.constant / size, demand.is_strict)


def is_possible(found: set[Demand], width: int) -> bool:
    for column in range(width):
        found = without(found, column)
    return all(demand.constant > 0 or (demand.constant == 0 and not demand.is_strict) for demand in found)


def range_of(found: set[Demand], column: int, width: int) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest value of a column, as closed bounds."""
    for other in set(range(width)) - {column}:
        found = without(found, other)
    bounds = [(demand.coefficients[column], -demand.constant) for demand in found if demand.coefficients[column]]
    lows = [constant / value for value, constant in bounds if value > 0]
    highs = [constant / value for value, constant in bounds if value < 0]
    return max(lows, default=None), min(highs, default=None)
