"""What figures that fit say about columns that nobody stated: tight bounds, and the figures they rest on."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claimpack.reconcile.circuits import Reach, circuits_of
from claimpack.reconcile.conflicts import SECONDS
from claimpack.reconcile.options import Figures
from claimpack.reconcile.problem import Problem
from claimpack.reconcile.simplex import Simplex
from claimpack.reconcile.system import Bounds, Certificate, Number, most, ratio
from claimpack.reconcile.whole import NO_WHOLE_NUMBERS, refute


class Derived(NamedTuple):
    """The tight bounds of a column, and the places of the stated figures that they rest on."""

    bounds: Bounds
    figures: Figures


class Limit(NamedTuple):
    """How far a column reaches on one side, None without end, and the certificate that keeps it there."""

    value: Number | None
    certificate: Certificate | None = None


def derived_bounds(
    problem: Problem, places: Sequence[int], columns: Sequence[int], seconds: float = SECONDS
) -> dict[int, Derived]:
    """Return for columns without a stated figure what the figures at these places, which fit, leave possible.

    Columns that are left with no less than their domain are not named. Raises UndecidedError after the time allowed.
    """
    bounds = problem.within(places)
    found: dict[int, Derived] = {}
    for column, limits in _each_limits(problem, bounds, columns, seconds):
        derived = Bounds(*(limit.value for limit in limits))
        if derived != problem.domain[column]:
            supports = [_support(problem, places, bounds, column, limit.certificate) for limit in limits]
            found[column] = Derived(derived, frozenset[int]().union(*supports))
    return found


def tight_bounds(problem: Problem, columns: Sequence[int], seconds: float) -> dict[int, Bounds]:
    """Return what figures, which fit, leave possible for columns without a figure, as `derived_bounds` does."""
    bounds = problem.within(range(len(problem.stated)))
    return {
        column: Bounds(*(limit.value for limit in limits))
        for column, limits in _each_limits(problem, bounds, columns, seconds)
    }


def _each_limits(
    problem: Problem, bounds: Sequence[Bounds], columns: Iterable[int], seconds: float
) -> Iterator[tuple[int, tuple[Limit, Limit]]]:
    """Yield columns, with how far each reaches down and up."""
    circuits = circuits_of(problem.system)
    if circuits and circuits.is_exact:
        reach = Reach(circuits, bounds)
        for column in columns:
            low, high = (_by_circuits(reach.limiting(column, sign), bounds, column, sign) for sign in (1, -1))
            yield column, (low, high)
        return
    simplex = Simplex(problem.system, time.monotonic() + seconds)
    for column in columns:
        low, high = (_by_solver(simplex, problem, bounds, column, sign) for sign in (1, -1))
        yield column, (low, high)


def unstated(problem: Problem) -> list[int]:
    """Return the columns that no figure is of."""
    return sorted(set(range(problem.system.width)) - {stated.column for stated in problem.stated})


def _by_circuits(certificates: Iterable[Certificate], bounds: Sequence[Bounds], column: int, sign: int) -> Limit:
    """Return the least value of a column for sign 1, the greatest for -1."""
    found = Limit(bounds[column].low if sign > 0 else bounds[column].high)
    for certificate in certificates:
        value = _least(certificate, bounds, column, sign)
        if value is not None and (found.value is None or sign * value > sign * found.value):
            found = Limit(value, certificate)
    return found


def _least(certificate: Certificate, bounds: Sequence[Bounds], column: int, sign: int) -> Number | None:
    """Return the value that a certificate does not let a column fall below, times the sign; None if it lets it."""
    coefficient = dict(certificate.terms).get(column, 0)
    rest = most(certificate, bounds, without=column) if coefficient * sign > 0 else None
    return None if rest is None else ratio(-rest, coefficient)


def _by_solver(simplex: Simplex, problem: Problem, bounds: Sequence[Bounds], column: int, sign: int) -> Limit:
    """Push a column from what forbids it to what does not; where only whole numbers forbid it, halve what is left."""
    limit = Limit(bounds[column].low if sign > 0 else bounds[column].high)
    if limit.value is None:
        certificate = simplex.refutation(_pushed(bounds, column, -sign * _beyond(problem), sign))
        if certificate is None:
            return limit
        limit = _forbidden(problem, certificate, bounds, column, sign)
    while certificate := refute(simplex, _pushed(bounds, column, limit.value, sign), problem.unit):
        if certificate is NO_WHOLE_NUMBERS:
            return Limit(_halved(simplex, problem, bounds, column, limit.value), NO_WHOLE_NUMBERS)
        limit = _forbidden(problem, certificate, bounds, column, sign)
    return limit


def _pushed(bounds: Sequence[Bounds], column: int, value: Number | None, sign: int) -> list[Bounds]:
    """Forbid a column what lies on the inner side of a value."""
    own = bounds[column]
    pushed = Bounds(own.low, value) if sign > 0 else Bounds(value, own.high)
    return [pushed if place == column else limits for place, limits in enumerate(bounds)]


def _forbidden(problem: Problem, certificate: Certificate, bounds: Sequence[Bounds], column: int, sign: int) -> Limit:
    """Return the value up to which a certificate forbids a column, rounded inwards where that is a whole number."""
    value = _least(certificate, bounds, column, sign)
    if value is not None and problem.system.is_whole[column]:
        value = sign * -(-sign * value // problem.unit) * problem.unit
    return Limit(value, certificate)


def _halved(simplex: Simplex, problem: Problem, bounds: Sequence[Bounds], column: int, forbidden: Number | None) -> int:
    """Return the first whole number that a column can have, between one that it cannot and one that it has."""
    refute(simplex, bounds, problem.unit)
    outside, inside = int(forbidden or 0) // problem.unit, int(simplex.values[column]) // problem.unit
    sign = 1 if inside > outside else -1
    while abs(inside - outside) > 1:
        middle = (outside + inside) // 2
        if refute(simplex, _pushed(bounds, column, middle * problem.unit, sign), problem.unit):
            outside = middle
        else:
            inside = middle
    return inside * problem.unit


def _beyond(problem: Problem) -> int:
    """Return a number beyond every corner of what bounds can enclose."""
    limits = [*problem.domain, *(stated.bounds for stated in problem.stated)]
    farthest = max((abs(int(bound)) for bounds in limits for bound in bounds if bound is not None), default=0)
    return (farthest + 1) * problem.system.longest_certificate


def _support(
    problem: Problem, places: Iterable[int], bounds: Sequence[Bounds], column: int, certificate: Certificate | None
) -> Figures:
    """Return the figures whose bounds a certificate adds up, one for each; all, where it is a proof by cases."""
    if certificate is None:
        return frozenset()
    if certificate is NO_WHOLE_NUMBERS:
        return frozenset(places)
    sides = {(other, coefficient > 0) for other, coefficient in certificate.terms if other != column}
    chosen: dict[tuple[int, bool], int] = {}
    for place in places:
        own = problem.stated[place]
        for key in sides:
            bound = own.bounds[key[1]]
            if own.column == key[0] and bound == bounds[key[0]][key[1]] != problem.domain[key[0]][key[1]]:
                chosen.setdefault(key, place)
    return frozenset(chosen.values())
