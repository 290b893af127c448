"""Small random events with repairs, and what trying every choice of readings says of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import NamedTuple, TypeAlias

from hypothesis import assume
from hypothesis import strategies as st
from small_events import GREATEST, fits, intervals

from claimpack.issue import CannotRunError
from claimpack.reconcile.arithmetic import Arithmetic, Identity, Measure
from claimpack.reconcile.figure import Figure
from claimpack.reconcile.repair.repairing import Repaired
from claimpack.reconcile.repair.weights import Weights
from claimpack.reconcile.solving import Tied, solve
from claimpack.reconcile.widening import Interval

MEASURES = ["a", "b", "c", "d"]
DAYS = [None, date(2025, 7, 4), date(2025, 7, 5)]
MOST_CHOICES = 30_000

Step: TypeAlias = tuple[int, str, str | None]
"""What is done with a figure, by number, and as what it is read."""


class Event(NamedTuple):
    arithmetic: Arithmetic
    figures: list[Figure]
    weights: Weights


class Tried(NamedTuple):
    """One possible choice: its cost, its steps, the figures that stand by measure, and all solutions that fit it."""

    cost: Fraction
    steps: frozenset[Step]
    standing: Mapping[str, list[int]]
    solutions: list[dict[str, int]]


@st.composite
def repair_events(draw: st.DrawFn, *, is_whole: bool = True) -> Event:
    coefficients = st.dictionaries(
        st.sampled_from(MEASURES), st.sampled_from([-2, -1, -1, -1, 1, 1, 1, 2]), min_size=2, max_size=4
    )
    identities = {
        f"identity-{number}": Identity(tuple(sorted(terms.items())), is_equality)
        for number, (terms, is_equality) in enumerate(
            draw(st.lists(st.tuples(coefficients, st.booleans()), min_size=1, max_size=3))
        )
    }
    domain = Interval(Fraction(0), Fraction(GREATEST))
    measures = {
        name: Measure(
            domain,
            is_whole,
            is_time=False,
            is_additive=False,
            is_cumulative=draw(st.booleans()),
            unit=draw(st.sampled_from("uuv")),
        )
        for name in MEASURES
    }
    stated = st.tuples(st.sampled_from(MEASURES), intervals(is_whole=is_whole))
    drawn = draw(st.lists(stated, min_size=2, max_size=7, unique=True))
    figures = [
        Figure(number, measure, None, interval, draw(st.integers(1, 3)), draw(st.sampled_from(DAYS)))
        for number, (measure, interval) in enumerate(drawn)
    ]
    weight = st.sampled_from([Fraction(1), Fraction(2), Fraction(3), Fraction(3, 2)])
    weights: Weights = {"relabel": draw(weight), "revise": draw(weight), "drop": draw(weight)}
    return Event(Arithmetic(measures, identities, {}), figures, weights)


def options(event: Event, figure: Figure) -> list[tuple[str, str | None, Fraction]]:
    """Return each thing that can be done with a figure: action, measure that it is then of, cost."""
    arithmetic, _, weights = event
    own = arithmetic.measures[figure.measure]
    found: list[tuple[str, str | None, Fraction]] = [("stated", figure.measure, Fraction(0))]
    for other in MEASURES:
        shared = any({figure.measure, other} <= dict(one.terms).keys() for one in arithmetic.identities.values())
        if other != figure.measure and shared and arithmetic.measures[other].unit == own.unit:
            found.append(("relabel", other, weights["relabel"] * figure.support))
    if own.is_cumulative:
        found.append(("revise", None, weights["revise"]))
    return [*found, ("drop", None, weights["drop"] * figure.support)]


def choice_count(event: Event) -> int:
    count = 1
    for figure in event.figures:
        count *= len(options(event, figure))
    return count


def possible_choices(event: Event, measures: Sequence[str]) -> Iterator[Tried]:
    """Yield every possible choice for the figures of tied measures."""
    figures = [figure for figure in event.figures if figure.measure in measures]
    solutions = [
        dict(zip(measures, values, strict=True))
        for values in product(range(GREATEST + 1), repeat=len(measures))
        if all(
            holds(identity, dict(zip(measures, values, strict=True)))
            for identity in event.arithmetic.identities.values()
            if identity.terms[0][0] in measures
        )
    ]
    fitting = {
        (figure.number, measure): sum(
            1 << place for place, values in enumerate(solutions) if fits(figure.interval, values[measure])
        )
        for figure in figures
        for measure in measures
    }
    for choice in product(*(options(event, figure) for figure in figures)):
        read = list(zip(figures, choice, strict=True))
        left = (1 << len(solutions)) - 1
        for figure, (_, measure, _) in read:
            if measure:
                left &= fitting[figure.number, measure]
        if left and all(is_superseded(figure, read) for figure, (action, _, _) in read if action == "revise"):
            standing: dict[str, list[int]] = {}
            for figure, (_, measure, _) in read:
                if measure:
                    standing.setdefault(measure, []).append(figure.number)
            yield Tried(
                sum((cost for _, (_, _, cost) in read), Fraction(0)),
                frozenset((figure.number, action, now) for figure, (action, now, _) in read if action != "stated"),
                standing,
                [values for place, values in enumerate(solutions) if left >> place & 1],
            )


def holds(identity: Identity, values: Mapping[str, int]) -> bool:
    total = sum(coefficient * values[measure] for measure, coefficient in identity.terms)
    return total == 0 if identity.is_equality else total >= 0


def is_superseded(figure: Figure, read: Sequence[tuple[Figure, tuple[str, str | None, Fraction]]]) -> bool:
    """Tell whether a higher figure, not dated before it, is read as of the figure's measure."""
    for other, (_, measure, _) in read:
        low, high = other.interval.low, figure.interval.high
        is_higher = measure == figure.measure and low is not None and high is not None and low > high
        if is_higher and (other.said_on is None or figure.said_on is None or other.said_on >= figure.said_on):
            return True
    return False


def repaired(event: Event, figures: Sequence[Figure]) -> dict[tuple[str, ...], Repaired | None]:
    """Return what is repaired for each group of tied measures; where nothing could be true, there is no event."""
    found: dict[tuple[str, ...], Repaired | None] = {}
    for measures in set(event.arithmetic.tied.values()):
        own = [figure for figure in figures if figure.measure in measures]
        try:
            for solution in solve(event.arithmetic, event.weights, Tied("event", measures, own)):
                found[measures] = solution.repaired
        except CannotRunError:
            assume(condition=False)
    return found
