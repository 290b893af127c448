"""Every elementary way in which bounds can break the relations of a system, found once for all events.

A system of equations with an interval for each column has a solution exactly if no elementary vector of its row
space excludes one (R. T. Rockafellar, The elementary vectors of a subspace of R^N, 1969); for open intervals too.
Where all entries of these vectors are 0, 1 and -1, the same holds in whole numbers. So with the vectors at hand,
every minimal conflict and every tight bound is a matter of adding up. An inequality is an equation with a slack.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from claimpack.reconcile.elementary import TooManyVectorsError, Vector, basis_of, elementary_vectors
from claimpack.reconcile.system import Bounds, Certificate, System
from claimpack.rules.measures import LARGEST_EXACT

LARGEST_FLOAT = 10**290
"""Larger numbers are scaled down, so that their sums stay finite."""

Matrix: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Circuits:
    """The elementary certificates of a system; `is_exact` says that they decide in its numbers, whole or not."""

    certificates: tuple[Certificate, ...]
    width: int
    is_exact: bool

    @cached_property
    def coefficients(self) -> Matrix:
        """Return the certificates' coefficients, a row for each certificate and a column for each of the system's."""
        matrix = np.zeros((len(self.certificates), self.width))
        for row, certificate in enumerate(self.certificates):
            for column, coefficient in certificate.terms:
                matrix[row, column] = coefficient
        return matrix


class Reach:
    """The greatest sum that bounds allow for each certificate, in floating point.

    That only sorts out certificates that are clearly of no interest: those returned are then reckoned exactly.
    """

    def __init__(self, circuits: Circuits, bounds: Sequence[Bounds]) -> None:
        self.circuits = circuits
        matrix = circuits.coefficients
        known = [abs(int(bound)) for low, high in bounds for bound in (low, high) if bound is not None]
        scale = 1 + max(known, default=0) // LARGEST_FLOAT
        limits = np.array([[np.nan if bound is None else bound / scale for bound in both] for both in bounds])
        used = np.where(matrix > 0, limits[:, 1], limits[:, 0])
        used[matrix == 0] = 0
        self.endless = np.isnan(used)
        self.terms = matrix * np.where(self.endless, 0, used)
        self.end_count = self.endless.sum(axis=1)
        self.sums = self.terms.sum(axis=1)
        size = np.abs(self.terms).sum(axis=1)
        is_exact = (size < LARGEST_EXACT) & (scale == 1)
        self.doubt = np.where(is_exact, 0, 1e-9 * size.max(initial=0))

    def broken(self) -> list[Certificate]:
        """Return the certificates that may be broken."""
        return self._chosen(np.flatnonzero((self.sums < self.doubt) & (self.end_count == 0)))

    def limiting(self, column: int, sign: int) -> list[Certificate]:
        """Return the certificates that may keep a column furthest from its end: from below for sign 1, above for -1."""
        return self._chosen(np.flatnonzero(self.below[:, column] if sign > 0 else self.above[:, column]))

    @cached_property
    def below(self) -> Flags:
        """Tell of each certificate and column whether it may be what limits it from below."""
        return self._limits(1)

    @cached_property
    def above(self) -> Flags:
        """Tell of each certificate and column whether it may be what limits it from above."""
        return self._limits(-1)

    def _limits(self, sign: int) -> Flags:
        matrix = self.circuits.coefficients
        others_end = (matrix * sign > 0) & (self.end_count[:, np.newaxis] == self.endless)
        values = (self.terms - self.sums[:, np.newaxis]) * sign
        np.divide(values, matrix, out=values, where=others_end)
        best = values.max(axis=0, where=others_end, initial=-np.inf)
        best[np.isinf(best)] = 0
        near: Flags = others_end & (values >= best - 1e-9 * (1 + np.abs(best)) - self.doubt[:, np.newaxis])
        return near

    def _chosen(self, rows: npt.NDArray[np.intp]) -> list[Certificate]:
        return [self.circuits.certificates[row] for row in rows]


@lru_cache(maxsize=256)
def circuits_of(system: System) -> Circuits | None:
    """Return the circuits of a system, None where there are too many."""
    if not system.rows:
        return Circuits((), system.width, is_exact=True)
    try:
        vectors = elementary_vectors(system)
    except TooManyVectorsError:
        return None
    spare = basis_of(system).vanishing
    found: dict[tuple[tuple[int, int], ...], Certificate] = {}
    for vector in vectors:
        certificate = _certificate(system, vector, spare)
        if certificate.terms:
            known = found.setdefault(certificate.terms, certificate)
            found[certificate.terms] = min(known, certificate, key=lambda either: len(either.rows))
    return Circuits(tuple(found.values()), system.width, _is_exact(system, vectors))


def _is_exact(system: System, vectors: Sequence[Vector]) -> bool:
    if not any(system.is_whole):
        return True
    entries = [vector[: -len(system.rows)] for vector in vectors]
    return all(system.is_whole) and all(max(map(abs, entry)) == gcd(*entry) for entry in entries)


def _certificate(system: System, vector: Vector, spare: Sequence[Vector]) -> Certificate:
    columns = vector[: system.width]
    divisor = gcd(*columns) or 1
    terms = tuple((column, value // divisor) for column, value in enumerate(columns) if value)
    multiples = _fewest(vector[-len(system.rows) :], spare)
    return Certificate(terms, tuple(place for place, multiple in enumerate(multiples) if multiple))


def _fewest(multiples: Vector, spare: Sequence[Vector]) -> Sequence[Fraction | int]:
    """Make up for rows by others, where equations depend on each other, as long as that leaves fewer of them."""
    fewest: Sequence[Fraction | int] = multiples
    for combination in spare:
        for place in (place for place, value in enumerate(combination) if value):
            share = Fraction(fewest[place]) / combination[place]
            changed = [own - share * value for own, value in zip(fewest, combination, strict=True)]
            if sum(map(bool, changed)) < sum(map(bool, fewest)):
                fewest = changed
    return fewest
