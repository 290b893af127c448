"""Which figures' bounds can break a certificate: every choice of one bound for each of its terms."""

from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from claimpack.reconcile.problem import Problem
from claimpack.reconcile.system import Certificate, Number

Figures: TypeAlias = frozenset[int]
"""Places of figures among those stated."""

Option: TypeAlias = tuple[Number, tuple[int, ...]]
"""What a bound adds to a certificate's sum, and the figure that it is of, if it is not the domain's."""


class Options:
    """The bounds that a problem offers for each term, those that add least first."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.figures: dict[int, list[int]] = {}
        for place, stated in enumerate(problem.stated):
            self.figures.setdefault(stated.column, []).append(place)
        self.of_term = cache(self._of_term)

    def _of_term(self, column: int, coefficient: int) -> list[Option]:
        side = 1 if coefficient > 0 else 0
        bounds: list[tuple[Number | None, tuple[int, ...]]] = [(self.problem.domain[column][side], ())]
        bounds += [(self.problem.stated[place].bounds[side], (place,)) for place in self.figures.get(column, ())]
        return sorted((coefficient * bound, figure) for bound, figure in bounds if bound is not None)

    def choices(self, certificate: Certificate) -> Iterator[Figures]:
        """Yield the figures of each choice of bounds whose sum is below zero."""
        options = [self.of_term(*term) for term in certificate.terms]
        if not all(options):
            return
        options.sort(key=len)
        best: list[Number] = [0]
        for bounds in reversed(options):
            best.append(best[-1] + bounds[0][0])
        best.reverse()
        open_choices: list[tuple[int, Number, tuple[int, ...]]] = [(0, 0, ())]
        while open_choices:
            place, total, chosen = open_choices.pop()
            if place == len(options):
                yield frozenset(chosen)
                continue
            for value, figure in options[place]:
                if total + value + best[place + 1] >= 0:
                    break
                open_choices.append((place + 1, total + value, chosen + figure))
