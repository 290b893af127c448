"""Conflicts in a sentence that can be printed: the figures, who says so where, and the sum that fails."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from claimpack.reconcile.names import Names
from claimpack.reconcile.solving import Conflict, Side

MOST_SAYERS = 3


class Told(NamedTuple):
    """A figure in words: what it is of, its value, and who states it in which source; and the place that it is of."""

    name: str
    value: str
    said_by: Sequence[str]
    place: str | None = None

    def __str__(self) -> str:
        said = list(self.said_by)
        if len(said) > MOST_SAYERS + 1:
            said[MOST_SAYERS:] = [f"{len(said) - MOST_SAYERS} more"]
        return f"{self.value} ({'; '.join(said)})"


def explain(event: str, conflict: Conflict, figures: Mapping[int, Told], names: Names) -> str:
    """Return one sentence for a conflict; `figures` holds at least its figures, by number."""
    told = [figures[number] for number in conflict.figures]
    if not conflict.terms:
        stated = "; ".join(f"{figure.name}, {figure}" for figure in told)
        return f"No whole numbers fit {stated}{_because(conflict, names)}."
    if conflict.kind == "direct" and len(told) == 1:
        return f"{told[0].name} cannot be {told[0]}: the measure has no such value."
    if conflict.kind == "direct":
        return f"{told[0].name} cannot be both {' and '.join(map(str, told))}."
    sums = [
        _sum(
            [
                _term(event, term, figures, names)
                for term in conflict.terms
                if term.coefficient * sign > 0 and (term.bound or term.figure is not None)
            ]
        )
        for sign in (-1, 1)
    ]
    return f"{sums[0]}, more than {sums[1]}{_because(conflict, names)}."


def value_range(
    low: float | str | None, high: float | str | None, *, is_low_open: bool = False, is_high_open: bool = False
) -> str:
    """Return bounds in words, such as 539, 23 or more, over 8, 8 to 10."""
    first, last = (bound if bound is None or isinstance(bound, str) else f"{bound:,.15g}" for bound in (low, high))
    if first is not None and first == last:
        return first
    if first and last and not is_low_open and not is_high_open:
        return f"{first} to {last}"
    words = [f"over {first}" if is_low_open else f"{first} or more"] if first else []
    words += [f"under {last}" if is_high_open else f"{last} or less"] if last else []
    return " and ".join(words) or "anything"


def _term(event: str, term: Side, figures: Mapping[int, Told], names: Names) -> tuple[str, float]:
    """Return one term of a sum in words, and what it adds."""
    factor = f"{abs(term.coefficient)} × " if abs(term.coefficient) > 1 else ""
    if term.figure is None:
        name = names.measure(event, term.measure, term.place)
        return f"{factor}{name}, {term.bound:,.15g} by definition", abs(term.coefficient) * term.bound
    figure = figures[term.figure]
    return f"{factor}{figure.name}, {figure}", abs(term.coefficient) * term.bound


def _sum(terms: Sequence[tuple[str, float]]) -> str:
    """Return terms with their total: drones neutralised, 478 (…) + drones penetrated, 72 (…) = 550."""
    words = " + ".join(text for text, _ in terms) or "0"
    is_plain = len(terms) < 2 and "×" not in words
    return words if is_plain else f"{words} = {sum(value for _, value in terms):,.15g}"


def _because(conflict: Conflict, names: Names) -> str:
    reasons = [names.identities.get(identity, identity) for identity in conflict.identities]
    reasons += ["a part has no more than its whole"] if conflict.kind == "part_of_whole" else []
    return f"; but: {'; '.join(reasons)}" if reasons else ""
