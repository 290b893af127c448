"""Feasibility in whole numbers: branch and bound over the exact simplex."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from claimpack.reconcile.simplex import Simplex
from claimpack.reconcile.system import Bounds, Certificate, Number

NO_WHOLE_NUMBERS = Certificate((), ())
"""Stands for a proof by cases: there are solutions, but none in whole numbers."""


def refute(simplex: Simplex, bounds: Sequence[Bounds], unit: int = 1) -> Certificate | None:
    """Return why no values within bounds fit the simplex's system, None where some do, which its `values` then are.

    Columns of whole numbers take multiples of `unit`. Raises UndecidedError when the simplex's time runs out.
    """
    first = simplex.refutation(bounds)
    if first:
        return first
    open_cases = [list(bounds)]
    while open_cases:
        case = open_cases.pop()
        if _is_indivisible(simplex, case, unit) or simplex.refutation(case):
            continue
        column = _first_broken(simplex, unit)
        if column is None:
            return None
        below = int(simplex.values[column] // unit) * unit
        halves = (Bounds(case[column].low, below), Bounds(below + unit, case[column].high))
        open_cases += [[*case[:column], half, *case[column + 1 :]] for half in halves]
    return NO_WHOLE_NUMBERS


def _first_broken(simplex: Simplex, unit: int) -> int | None:
    """Return the first column of whole numbers that is not at one."""
    columns = enumerate(simplex.system.is_whole)
    return next((column for column, is_whole in columns if is_whole and simplex.values[column] % unit), None)


def _is_indivisible(simplex: Simplex, bounds: Sequence[Bounds], unit: int) -> bool:
    """Tell whether some line of the tableau has no solution because of a common divisor, as 2x - 2y = 1 has none."""
    limits = [*bounds, *simplex.row_bounds]
    rows = simplex.system.rows
    has_whole = [*simplex.system.is_whole]
    has_whole += [all(has_whole[column] for column, _ in row.terms) for row in rows]
    for basic, sum_ in simplex.sums.items():
        terms: dict[int, Number] = {basic: -1, **sum_}
        if all(has_whole[column] for column in terms):
            scale = lcm(*(Fraction(value).denominator for value in terms.values()))
            fixed = [column for column in terms if limits[column].low == limits[column].high]
            divisor = gcd(*(int(value * scale) * unit for column, value in terms.items() if column not in fixed))
            total = sum(int(terms[column] * scale) * (limits[column].low or 0) for column in fixed)
            if total % divisor if divisor else total:
                return True
    return False
