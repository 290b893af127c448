"""Every cheapest repair of a layout's figures, part by part, and how much more the next-best ones cost."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Protocol

from claimpack.reconcile.conflicts import Search as Ending
from claimpack.reconcile.repair.readings import Choice, Reading, Readings, members
from claimpack.reconcile.simplex import UndecidedError

MOST_OPTIMA = 1_000
"""More cheapest repairs than this of one layout are not listed."""


@dataclass(frozen=True)
class Part:
    """Figures, by place, that are repaired independently of others; its optima; and what the next-best one costs.

    The cost is None where there is no other repair, or none was found in time.
    """

    figures: frozenset[int]
    optima: tuple[tuple[Reading, ...], ...]
    next_best_cost: int | None


@dataclass(frozen=True)
class Cheapest:
    """All cheapest choices of readings, and their parts; `ending` says whether they are all, or the time ran out."""

    choices: tuple[Choice, ...]
    parts: tuple[Part, ...]
    ending: Ending = "complete"


class Finder(Protocol):
    """What finds possible choices: Search or Trial."""

    def cheapest_first(self, scope: Iterable[int], below: int | None = None) -> Iterator[tuple[int, Choice]]:
        """Yield possible choices that cost less than `below`, with their cost, the cheapest first.

        Choices that differ only in figures out of scope count as one. May raise UndecidedError.
        """
        ...


def cheapest_repairs(readings: Readings, finder: Finder) -> Cheapest:
    """Return every cheapest choice that is possible.

    Choices are sorted, so that nothing but the figures' order decides how they are numbered.
    """
    try:
        choices, ending = _all_cheapest(finder, readings)
    except UndecidedError:
        return Cheapest((), (), "undecided")
    if ending == "truncated":
        return Cheapest(choices, (_whole(readings, choices),), ending)
    parts = tuple(
        Part(figures, _optima(readings, figures, choices), _next_best(finder, readings, figures, choices[0]))
        for figures in _independent(readings, choices)
    )
    return Cheapest(choices, parts)


def _all_cheapest(finder: Finder, readings: Readings) -> tuple[tuple[Choice, ...], Ending]:
    found: list[Choice] = []
    least = 0
    ending: Ending = "complete"
    for cost, choice in finder.cheapest_first(range(len(readings.masks))):
        if found and cost > least:
            break
        if len(found) == MOST_OPTIMA:
            ending = "truncated"
            break
        found.append(choice)
        least = cost
    return tuple(sorted(found, key=lambda choice: _in_order(readings, choice))), ending


def _in_order(readings: Readings, choice: Choice) -> list[int]:
    return [reading if readings.readings[reading].action else -1 for reading in members(choice)]


def _whole(readings: Readings, choices: Sequence[Choice]) -> Part:
    figures = frozenset(reading.figure for choice in choices for reading in readings.changes(choice))
    return Part(figures, _optima(readings, figures, choices), None)


def _optima(readings: Readings, figures: frozenset[int], choices: Iterable[Choice]) -> tuple[tuple[Reading, ...], ...]:
    """Return the changes of some figures in each choice, those that are the same once."""
    changes = (
        tuple(reading for reading in readings.changes(choice) if reading.figure in figures) for choice in choices
    )
    return tuple(dict.fromkeys(changes))


def _independent(readings: Readings, choices: Sequence[Choice]) -> list[frozenset[int]]:
    """Group the figures that any choice changes, so that the choices are all combinations of those of the groups."""
    changed = sorted({reading.figure for choice in choices for reading in readings.changes(choice)})
    groups = {figure: frozenset([figure]) for figure in changed}
    for first, second in combinations(changed, 2):
        alone = (_count(readings, choices, [figure]) for figure in (first, second))
        if _count(readings, choices, [first, second]) != prod(alone):
            merged = groups[first] | groups[second]
            groups |= dict.fromkeys(merged, merged)
    found = sorted(set(groups.values()), key=min)
    if prod(_count(readings, choices, group) for group in found) != len(choices):
        return [frozenset(changed)]
    return found


def _count(readings: Readings, choices: Iterable[Choice], figures: Iterable[int]) -> int:
    within = sum(readings.masks[figure] for figure in figures)
    return len({choice & within for choice in choices})


def _next_best(finder: Finder, readings: Readings, figures: frozenset[int], choice: Choice) -> int | None:
    """Return what these figures' cheapest changes cost that are in no cheapest choice, whatever others then do."""
    changes = readings.changes(choice)
    least = sum(reading.cost for reading in changes)
    own = sum(reading.cost for reading in changes if reading.figure in figures)
    dearest = max(reading.cost for reading in readings.readings if reading.figure in figures)
    try:
        found = finder.cheapest_first(figures, least + max(own, dearest))
        return next((cost - least + own for cost, _ in found if cost > least), None)
    except UndecidedError:
        return None
