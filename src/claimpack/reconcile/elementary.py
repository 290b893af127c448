"""The elementary vectors of a system's row space: combinations of its rows with as few columns as can be.

They are found as the extreme rays of a cone, as the elementary modes of metabolic networks are: one column after the
other, by the double description method with the test by supports (Fukuda and Prodon, Double description method
revisited, 1996).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd
from typing import NamedTuple

from claimpack.reconcile.system import System

MOST_WORK = 10_000_000
"""How many comparisons of rays one column may take."""

Vector = tuple[int, ...]
"""Coefficients of the columns, then of the slacks of inequalities, then the multiples of the rows it is made of."""


class TooManyVectorsError(Exception):
    """A system has more elementary vectors than it is worth to list."""


class Ray(NamedTuple):
    """A vector, and in which of the columns done so far it is positive and negative, as bits."""

    vector: Vector
    positive: int
    negative: int


@dataclass(frozen=True)
class Basis:
    """Independent combinations of a system's rows, each alone in its pivot column, and those that vanish."""

    pivots: tuple[int, ...]
    vectors: tuple[Vector, ...]
    vanishing: tuple[Vector, ...]


def basis_of(system: System) -> Basis:
    """Return a basis of a system's row space by Gauss–Jordan elimination in whole numbers."""
    table = _table(system)
    width = len(table[0]) - len(table) if table else 0
    pivots: list[int] = []
    for column in range(width):
        rank = len(pivots)
        place = next((place for place in range(rank, len(table)) if table[place][column]), None)
        if place is None:
            continue
        table[rank], table[place] = table[place], table[rank]
        table = [line if place == rank else cancel(line, table[rank], column) for place, line in enumerate(table)]
        pivots.append(column)
    return Basis(tuple(pivots), tuple(table[: len(pivots)]), tuple(line[width:] for line in table[len(pivots) :]))


def elementary_vectors(system: System) -> list[Vector]:
    """Return every elementary vector in which no slack is positive; a vector and its negative are two.

    Raises TooManyVectorsError.
    """
    basis = basis_of(system)
    width = system.width + sum(not row.is_equality for row in system.rows)
    rays = [
        ray
        for column, vector in zip(basis.pivots, basis.vectors, strict=True)
        for ray in (_seen(Ray(vector, 0, 0), column), _seen(Ray(tuple(-value for value in vector), 0, 0), column))
        if column < system.width or ray.vector[column] < 0
    ]
    left = set(range(width)) - set(basis.pivots)
    while left:
        column = min(sorted(left), key=lambda column: _pairs(rays, column))
        left.remove(column)
        if _pairs(rays, column) * len(rays) > MOST_WORK:
            raise TooManyVectorsError
        rays = list(_with_column(rays, column, keeps_positive=column < system.width))
    return [ray.vector for ray in rays]


def cancel(vector: Vector, other: Vector, column: int) -> Vector:
    """Return the combination of two vectors, the first times a positive number, that is zero in a column."""
    if not vector[column]:
        return vector
    own, others = abs(other[column]), vector[column] if other[column] > 0 else -vector[column]
    combined = [own * value - others * value_2 for value, value_2 in zip(vector, other, strict=True)]
    divisor = gcd(*combined) or 1
    return tuple(value // divisor for value in combined)


def _table(system: System) -> list[Vector]:
    slacks = [place for place, row in enumerate(system.rows) if not row.is_equality]
    table = []
    for place, row in enumerate(system.rows):
        line = [0] * (system.width + len(slacks) + len(system.rows))
        for column, coefficient in row.terms:
            line[column] = coefficient
        if not row.is_equality:
            line[system.width + slacks.index(place)] = -1
        line[system.width + len(slacks) + place] = 1
        table.append(tuple(line))
    return table


def _pairs(rays: list[Ray], column: int) -> int:
    signs = [ray.vector[column] > 0 for ray in rays if ray.vector[column]]
    return sum(signs) * (len(signs) - sum(signs))


def _seen(ray: Ray, column: int) -> Ray:
    value = ray.vector[column]
    return Ray(ray.vector, ray.positive | (value > 0) << column, ray.negative | (value < 0) << column)


def _with_column(rays: list[Ray], column: int, *, keeps_positive: bool) -> Iterator[Ray]:
    """Yield the rays once a further column counts: those that have it, those that do not, and pairs that cancel it."""
    for ray in rays:
        if keeps_positive or ray.vector[column] <= 0:
            yield _seen(ray, column)
    above = [ray for ray in rays if ray.vector[column] > 0]
    below = [ray for ray in rays if ray.vector[column] < 0]
    for up in above:
        for down in below:
            # Where one is positive and the other negative, the sum is not elementary.
            if up.positive & down.negative or up.negative & down.positive:
                continue
            positive, negative = up.positive | down.positive, up.negative | down.negative
            if _is_elementary(positive, negative, rays):
                yield Ray(cancel(up.vector, down.vector, column), positive, negative)


def _is_elementary(positive: int, negative: int, rays: list[Ray]) -> bool:
    """Tell whether no third ray lies within the columns of two."""
    within = 0
    for ray in rays:
        if not (ray.positive & ~positive or ray.negative & ~negative):
            within += 1
            if within > 2:
                return False
    return True
