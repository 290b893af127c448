"""The arithmetic that ties figures together: linear relations between columns, in whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import NamedTuple, TypeAlias

Number: TypeAlias = int | Fraction


class Row(NamedTuple):
    """One relation: the sum of coefficient × column is zero, or zero or more.

    `identity_id` names the identity that it comes from; None where it says that a part is no more than its whole.
    """

    terms: tuple[tuple[int, int], ...]
    is_equality: bool
    identity_id: str | None = None


@dataclass(frozen=True)
class System:
    """Relations between columns; `is_whole` says of each column whether it has whole numbers only."""

    rows: tuple[Row, ...]
    is_whole: tuple[bool, ...]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.is_whole)

    @cached_property
    def longest_certificate(self) -> int:
        """Return a number that no certificate's coefficients add up to: they are minors of the rows (Hadamard)."""
        return self.width * prod(sum(abs(value) for _, value in row.terms) for row in self.rows) + 1


class Bounds(NamedTuple):
    """What a column may be, in the system's unit; None is unbounded."""

    low: Number | None
    high: Number | None


class Certificate(NamedTuple):
    """Why bounds exclude each other: a combination of rows whose sum of coefficient × column is always zero or more.

    The bounds leave only less than zero for it. `terms` are (column, coefficient), `rows` those combined.
    """

    terms: tuple[tuple[int, int], ...]
    rows: tuple[int, ...]


def direct(column: int) -> Certificate:
    """Return the certificate of a column whose bounds leave nothing: it is no more than itself."""
    return Certificate(((column, 1), (column, -1)), ())


def most(certificate: Certificate, bounds: Sequence[Bounds], *, without: int | None = None) -> Number | None:
    """Return the greatest sum that bounds allow for a certificate's terms but one, None if there is none."""
    total: Number = 0
    for column, coefficient in certificate.terms:
        bound = bounds[column].high if coefficient > 0 else bounds[column].low
        if column != without:
            if bound is None:
                return None
            total += coefficient * bound
    return total


def is_broken(certificate: Certificate, bounds: Sequence[Bounds]) -> bool:
    """Tell whether bounds leave only less than zero for a certificate's sum."""
    total = most(certificate, bounds)
    return total is not None and total < 0


def ratio(value: Number, divisor: Number) -> Number:
    """Return a quotient, as a whole number where it is one."""
    if divisor in {1, -1}:
        return value * int(divisor)
    quotient = Fraction(value) / divisor
    return quotient.numerator if quotient.denominator == 1 else quotient


def narrowest(first: Bounds, second: Bounds) -> Bounds:
    """Return what two bounds allow together."""
    lows = [low for low in (first.low, second.low) if low is not None]
    highs = [high for high in (first.high, second.high) if high is not None]
    return Bounds(max(lows, default=None), min(highs, default=None))
