"""What each figure may mean: what it states, a neighbouring measure, a count that was superseded, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal, NamedTuple, TypeAlias

from claimpack.reconcile.arithmetic import Arithmetic, Layout
from claimpack.reconcile.figure import Figure

Action: TypeAlias = Literal["relabel", "revise", "drop"]

Choice: TypeAlias = int
"""One reading of each figure, as bits: reading n is the bit 1 << n. Bits may also stand for several of a figure."""


class Reading(NamedTuple):
    """One way to read a figure, by its place: `action` is None as stated, `column` None where it then says nothing."""

    figure: int
    action: Action | None
    column: int | None
    cost: int


class Clause(NamedTuple):
    """What no choice may have: all of the readings `together`, unless it also has one of those `unless`."""

    together: int
    unless: int = 0


def members(readings: int) -> list[int]:
    """Return the numbers of the readings that bits stand for."""
    found = []
    while readings:
        lowest = readings & -readings
        found.append(lowest.bit_length() - 1)
        readings ^= lowest
    return found


@dataclass(frozen=True, eq=False)
class Readings:
    """The readings of all figures of a layout, those of one figure in a row, the cheapest first.

    Costs are whole numbers, `unit` of which are a cost of 1.
    """

    readings: tuple[Reading, ...]
    unit: int

    @cached_property
    def masks(self) -> tuple[int, ...]:
        """Return for each figure the bits of its readings."""
        masks = [0] * (self.readings[-1].figure + 1)
        for number, reading in enumerate(self.readings):
            masks[reading.figure] |= 1 << number
        return tuple(masks)

    def changes(self, choice: Choice) -> list[Reading]:
        """Return the readings in a choice that are not what is stated."""
        return [self.readings[number] for number in members(choice) if self.readings[number].action]


def readings_of(
    layout: Layout, figures: Sequence[Figure], arithmetic: Arithmetic, weights: Mapping[Action, Fraction]
) -> Readings:
    """Return what figures may mean, and what each reading costs.

    The cost is the weight of the action times the figure's support. For a superseded count it is the weight alone,
    for an earlier count was true when it was given.
    """
    unit = lcm(*(weight.denominator for weight in weights.values()))
    scaled = {action: int(weight * unit) for action, weight in weights.items()}
    found = [
        reading
        for place in range(len(figures))
        for reading in sorted(_of_figure(layout, figures, place, arithmetic, scaled), key=lambda reading: reading.cost)
    ]
    return Readings(tuple(found), unit)


def _of_figure(
    layout: Layout, figures: Sequence[Figure], place: int, arithmetic: Arithmetic, weights: Mapping[Action, int]
) -> Iterator[Reading]:
    figure = figures[place]
    yield Reading(place, None, layout.column(figure.measure, figure.place), 0)
    if arithmetic.measures[figure.measure].is_cumulative:
        yield Reading(place, "revise", None, weights["revise"])
    for neighbour in arithmetic.neighbours[figure.measure]:
        column = layout.column(neighbour, figure.place)
        yield Reading(place, "relabel", column, weights["relabel"] * figure.support)
    yield Reading(place, "drop", None, weights["drop"] * figure.support)


def superseding(readings: Readings, figures: Sequence[Figure]) -> Iterator[Clause]:
    """Yield that a superseded figure needs a higher one of its measure that is not known to be earlier."""
    columns = {reading.figure: reading.column for reading in readings.readings if reading.action is None}
    of_column: dict[int | None, list[int]] = {}
    for number, reading in enumerate(readings.readings):
        of_column.setdefault(reading.column, []).append(number)
    for number, reading in enumerate(readings.readings):
        if reading.action == "revise":
            higher = (
                1 << other
                for other in of_column[columns[reading.figure]]
                if _may_supersede(figures[readings.readings[other].figure], figures[reading.figure])
            )
            yield Clause(1 << number, sum(higher))


def _may_supersede(later: Figure, earlier: Figure) -> bool:
    low, high = later.interval.low, earlier.interval.high
    is_higher = low is not None and high is not None and low > high
    return is_higher and (later.said_on is None or earlier.said_on is None or later.said_on >= earlier.said_on)
