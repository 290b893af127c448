"""Whether what was planted in an event is what reconcile finds, and what two simpler ways find."""

from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias, TypeVar

from claimpack.reconcile.figure import Figure
from claimpack.reconcile.repair.repairing import Repaired
from claimpack.reconcile.repair.weights import Weights
from planted_attacks import Attack, Mistake

Verdict: TypeAlias = Literal["only", "among", "not"]

Difference: TypeAlias = Literal["part", "readings", "figures"]
"""What else is cheaper than what was planted: a part of it, other readings of the same figures, or other figures."""

Item = TypeVar("Item", bound=Hashable)

DROPPING: Weights = {"drop": Fraction(1), "relabel": Fraction(1_000), "revise": Fraction(1_000)}
"""Weights with which it always is cheaper to leave all figures out than to read one of them differently."""


class Scores(NamedTuple):
    """What is found of an event: whether it is in conflict at all, the planted explanation, the figures that are wrong.

    `is_complete` tells whether both searches came to an end, `difference` what is found in place of the explanation.
    """

    is_in_conflict: bool
    is_complete: bool
    difference: Difference | None
    explanation: Verdict
    figures: Verdict
    dropping: Verdict
    majority: Verdict


def score(attack: Attack, figures: Sequence[Figure], ours: Repaired | None, dropping: Repaired | None) -> Scores:
    """Score the repairs of an event, None where it has no conflict, by usual weights and by DROPPING.

    `figures` are all that are compared, which leaves out those that are known to be revised.
    """
    wrong = frozenset(mistake[:2] for mistake in attack.mistakes)
    explained = explanations(figures, ours)
    return Scores(
        ours is not None,
        all(repaired is None or repaired.ending == "complete" for repaired in (ours, dropping)),
        difference(attack.mistakes, explained),
        verdict(attack.mistakes, explained),
        verdict(wrong, _wrong_figures(explained)),
        verdict(wrong, _wrong_figures(explanations(figures, dropping))),
        verdict(wrong, _outvoted(figures)),
    )


def verdict(planted: AbstractSet[Item], parts: Sequence[AbstractSet[AbstractSet[Item]]]) -> Verdict:
    """Tell whether a set is the only one, or one, of those that are made by choosing one set of each part."""
    scopes = [frozenset[Item]().union(*part) for part in parts]
    is_there = planted <= frozenset[Item]().union(*scopes)
    if not is_there or any(planted & scope not in part for scope, part in zip(scopes, parts, strict=True)):
        return "not"
    return "only" if all(len(part) == 1 for part in parts) else "among"


def difference(planted: AbstractSet[Mistake], parts: Sequence[AbstractSet[AbstractSet[Mistake]]]) -> Difference | None:
    """Tell how what is found differs from what was planted; None where that is among it, or nothing is found."""
    if not parts or verdict(planted, parts) != "not":
        return None
    if all(any(optimum <= planted for optimum in part) for part in parts):
        return "part"
    wrong = frozenset(mistake[:2] for mistake in planted)
    return "figures" if verdict(wrong, _wrong_figures(parts)) == "not" else "readings"


def explanations(figures: Sequence[Figure], repaired: Repaired | None) -> list[frozenset[frozenset[Mistake]]]:
    """Return for each part of a repaired event all of its optima."""
    told: Mapping[int, tuple[str, int]] = {figure.number: _told(figure) for figure in figures}
    parts = repaired.parts if repaired else ()
    return [
        frozenset(
            frozenset(Mistake(*told[step.figure], step.action, step.measure) for step in optimum)
            for optimum in part.optima
        )
        for part in parts
    ]


def _wrong_figures(parts: Sequence[AbstractSet[AbstractSet[Mistake]]]) -> list[frozenset[frozenset[tuple[str, int]]]]:
    return [frozenset(frozenset((step.measure, step.value) for step in optimum) for optimum in part) for part in parts]


def _outvoted(figures: Sequence[Figure]) -> list[frozenset[frozenset[tuple[str, int]]]]:
    """Return for each measure with several values which ones the vote leaves out: all but one of those most told."""
    parts = []
    for _, group in groupby(sorted(figures, key=_told), key=lambda figure: figure.measure):
        rivals = list(group)
        most = max(figure.support for figure in rivals)
        values = frozenset(map(_told, rivals))
        if len(rivals) > 1:
            parts.append(frozenset(values - {_told(kept)} for kept in rivals if kept.support == most))
    return parts


def _told(figure: Figure) -> tuple[str, int]:
    return figure.measure, int(figure.interval.low or 0)
