"""Many events of one layout at once: their bounds as arrays, which certificates they break, and what follows.

Floating point is exact here: bounds are whole numbers so small that all sums are, and certificates have no entries but
0, 1 and -1. An array has a row for each event and a column for each of the system's; no bound is infinity.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from claimpack.reconcile.circuits import circuits_of
from claimpack.reconcile.system import System
from claimpack.reconcile.widening import Interval
from claimpack.rules.measures import LARGEST_EXACT

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

NO_FIGURE = -1


@dataclass(frozen=True, eq=False)
class Shape:
    """What all events of a layout share: what each column may be at all, and the certificates, a row for each."""

    low: Floats
    high: Floats
    certificates: Floats

    @property
    def largest(self) -> float:
        """Return a number such that sums over all columns are exact if every bound is below it."""
        return LARGEST_EXACT / (len(self.low) + 1)

    @cached_property
    def upper(self) -> Floats:
        """Return 1 where a certificate has a column's upper bound in its greatest sum."""
        return (self.certificates > 0).astype(float)

    @cached_property
    def lower(self) -> Floats:
        """Return 1 where a certificate has a column's lower bound in its greatest sum."""
        return (self.certificates < 0).astype(float)


def shape_of(system: System, domain: Sequence[Interval]) -> Shape | None:
    """Return the shape of a layout, None where its events cannot be reckoned so."""
    circuits = circuits_of(system)
    if circuits is None or not circuits.is_exact or not np.isin(circuits.coefficients, (-1, 0, 1)).all():
        return None
    low, high = (
        np.array([end * np.inf if interval[side] is None else float(interval[side] or 0) for interval in domain])
        for side, end in enumerate((-1, 1))
    )
    shape = Shape(low, high, circuits.coefficients)
    bounds = [bound for interval in domain for bound in interval[:2] if bound is not None]
    is_plain = all(bound.denominator == 1 and abs(bound) < shape.largest for bound in bounds)
    is_closed = not any(interval.is_low_open or interval.is_high_open for interval in domain)
    return shape if is_plain and is_closed else None


class Figures(NamedTuple):
    """Figures in the order of their numbers: the event and the column that each is of, and its bounds."""

    events: Integers
    columns: Integers
    low: Floats
    high: Floats
    numbers: Integers


class Following(NamedTuple):
    """What follows for columns nobody stated: event, column, bounds, and figures that it rests on, or NO_FIGURE."""

    events: Integers
    columns: Integers
    low: Floats
    high: Floats
    figures: Integers


class Block:
    """The bounds that figures put on the columns of so many events, and the figures that put them there."""

    def __init__(self, shape: Shape, figures: Figures, count: int) -> None:
        self.shape = shape
        place = figures.events, figures.columns
        self.low, self.high = (np.tile(bounds, (count, 1)) for bounds in (shape.low, shape.high))
        np.maximum.at(self.low, place, figures.low)
        np.minimum.at(self.high, place, figures.high)
        self.is_stated = np.zeros(self.low.shape, bool)
        self.is_stated[place] = True
        self.low_figures = self._closest(figures, figures.low, self.low, shape.low)
        self.high_figures = self._closest(figures, figures.high, self.high, shape.high)

    def _closest(self, figures: Figures, bounds: Floats, closest: Floats, domain: Floats) -> Integers:
        """Return the first figure that has the closest bound of a column, where it is closer than the domain's."""
        found = np.full(closest.shape, NO_FIGURE)
        own = closest[figures.events, figures.columns]
        chosen = np.flatnonzero((bounds == own) & (own != domain[figures.columns]))[::-1]
        found[figures.events[chosen], figures.columns[chosen]] = figures.numbers[chosen]
        return found

    @cached_property
    def sums(self) -> Floats:
        """Return the greatest sum of each certificate, a column each, as far as it has bounds."""
        high, low = (np.where(np.isinf(bounds), 0, bounds) for bounds in (self.high, self.low))
        sums: Floats = high @ self.shape.upper.T - low @ self.shape.lower.T
        return sums

    @cached_property
    def endless(self) -> npt.NDArray[np.uint8]:
        """Return for each certificate, a row each, how many bounds are missing to its sum in each event, 2 if more."""
        high, low = (np.isinf(bounds).astype(np.float32) for bounds in (self.high, self.low))
        missing = self.shape.upper.astype(np.float32) @ high.T + self.shape.lower.astype(np.float32) @ low.T
        endless: npt.NDArray[np.uint8] = np.minimum(missing, 2).astype(np.uint8)
        return endless

    def are_calm(self) -> Flags:
        """Tell of each event whether all its figures can be true together."""
        is_broken = (self.endless.T == 0) & (self.sums < 0)
        calm: Flags = ~(is_broken.any(axis=1) | (self.low > self.high).any(axis=1))
        return calm

    def following(self, events: Integers) -> Following:
        """Return what follows for each column in those of some events, all calm, in which nobody stated it."""
        return Following(*map(np.concatenate, zip(*self._following(events), strict=True)))

    def _following(self, events: Integers) -> Iterator[Following]:
        for column in range(len(self.shape.low)):
            silent = events[~self.is_stated[events, column]]
            low, lower = self._limits(silent, column, 1)
            high, upper = self._limits(silent, column, -1)
            bound = np.flatnonzero((lower >= 0) | (upper >= 0))
            rests = [self._supports(silent[bound], certificates[bound]) for certificates in (lower, upper)]
            columns = np.full(len(bound), column)
            yield Following(silent[bound], columns, low[bound], high[bound], np.concatenate(rests, axis=1))

    def _limits(self, events: Integers, column: int, sign: int) -> tuple[Floats, Integers]:
        """Return the least values of a column for sign 1, the greatest for -1, and the certificates that limit them.

        It is the first of those that limit a column most; there is none where only the domain does.
        """
        domain = (self.shape.low if sign > 0 else self.shape.high)[column]
        limiting = np.flatnonzero(self.shape.certificates[:, column] == sign)
        if not len(limiting) or not len(events):
            return np.full(len(events), domain), np.full(len(events), NO_FIGURE)
        other = (self.shape.high if sign > 0 else self.shape.low)[column]
        own, missing = (0, 1) if np.isinf(other) else (sign * other, 0)
        places, rows = np.nonzero(self.endless[np.ix_(limiting, events)] == missing)
        # A certificate says: the column is no less than what the others' greatest sum lacks to zero.
        reach = -(self.sums[events[rows], limiting[places]] - own)
        best = np.full(len(events), -np.inf)
        np.maximum.at(best, rows, reach)
        first = np.flatnonzero(reach == best[rows])[::-1]
        found = np.full(len(events), NO_FIGURE)
        found[rows[first]] = limiting[places[first]]
        is_closer = best > sign * domain
        return np.where(is_closer, sign * best, domain), np.where(is_closer, found, NO_FIGURE)

    def _supports(self, events: Integers, certificates: Integers) -> Integers:
        """Return the figures whose bounds a certificate adds up in each event, NO_FIGURE for the domain's bounds."""
        entries = np.where(certificates[:, np.newaxis] >= 0, self.shape.certificates[certificates], 0)
        upper = np.where(entries > 0, self.high_figures[events], NO_FIGURE)
        return np.where(entries < 0, self.low_figures[events], upper)
