"""The figures of one event that arithmetic ties together, in one unit of whole numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import lcm
from typing import NamedTuple

from claimpack.reconcile.system import Bounds, System, narrowest
from claimpack.reconcile.widening import Interval


class Stated(NamedTuple):
    """A figure as arithmetic sees it: the column it is of, and its bounds."""

    column: int
    bounds: Bounds


@dataclass(frozen=True, eq=False)
class Problem:
    """A system, what each column may be at all (`domain`), and what is stated; `unit` stands for one."""

    system: System
    domain: tuple[Bounds, ...]
    stated: tuple[Stated, ...]
    unit: int = 1

    def within(self, places: Iterable[int]) -> list[Bounds]:
        """Return each column's bounds if the stated figures at these places are all true."""
        bounds = list(self.domain)
        for place in places:
            column, limits = self.stated[place]
            bounds[column] = narrowest(bounds[column], limits)
        return bounds


def problem_of(system: System, domain: Sequence[Interval], stated: Sequence[tuple[int, Interval]]) -> Problem:
    """Return a problem in a unit so small that all bounds are whole numbers and closed.

    An open bound moves inwards by less than any certificate's sum could tell from nothing.
    """
    intervals = [*domain, *(interval for _, interval in stated)]
    denominators = [bound.denominator for interval in intervals for bound in interval[:2] if bound is not None]
    has_open = any(interval.is_low_open or interval.is_high_open for interval in intervals)
    unit = lcm(*denominators) * (system.longest_certificate if has_open else 1)
    return Problem(
        system,
        tuple(_scaled(interval, unit) for interval in domain),
        tuple(Stated(column, _scaled(interval, unit)) for column, interval in stated),
        unit,
    )


def _scaled(interval: Interval, unit: int) -> Bounds:
    low, high, is_low_open, is_high_open = interval
    return Bounds(
        None if low is None else low.numerator * (unit // low.denominator) + is_low_open,
        None if high is None else high.numerator * (unit // high.denominator) - is_high_open,
    )
