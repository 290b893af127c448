"""One event's figures of tied measures, solved: its minimal conflicts, and what follows for measures nobody stated."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from claimpack.issue import CannotRunError
from claimpack.reconcile.arithmetic import Arithmetic, Layout, Measures, Place
from claimpack.reconcile.conflicts import Search, minimal_conflicts
from claimpack.reconcile.derived import derived_bounds, unstated
from claimpack.reconcile.figure import Figure
from claimpack.reconcile.problem import Problem, problem_of
from claimpack.reconcile.repair.repairing import Repaired, repaired
from claimpack.reconcile.repair.weights import Weights
from claimpack.reconcile.simplex import UndecidedError
from claimpack.reconcile.system import Certificate
from claimpack.reconcile.widening import Interval

Kind: TypeAlias = Literal["direct", "identity", "part_of_whole"]


class Tied(NamedTuple):
    """The figures of one event whose measures are tied."""

    event_id: str
    measures: Measures
    figures: Sequence[Figure]


class Side(NamedTuple):
    """One term of the sum that fails: coefficient × measure in place, at a bound of a figure or of its domain."""

    coefficient: int
    measure: str
    place: Place
    figure: int | None
    bound: float


class Conflict(NamedTuple):
    """Figures that cannot all be true, and the sum that fails: its terms must not be less than zero, but are.

    A conflict that only cases prove has no terms.
    """

    figures: tuple[int, ...]
    kind: Kind
    identities: tuple[str, ...]
    terms: tuple[Side, ...]


class Consequence(NamedTuple):
    """What the figures leave possible for a measure that nobody stated."""

    measure: str
    place: Place
    low: float | None
    high: float | None
    figures: tuple[int, ...]


class Solution(NamedTuple):
    """All of it, for one event and one group of tied measures."""

    event_id: str
    measures: Measures
    search: Search
    conflicts: list[Conflict]
    consequences: list[Consequence]
    repaired: Repaired | None


def solve(arithmetic: Arithmetic, weights: Weights, tied: Tied) -> Iterator[Solution]:
    """Yield the solution of each group of places that are parts of another.

    Consequences rest on the figures that no conflict touches. Raises CannotRunError where nothing at all could be true.
    """
    for layout in arithmetic.layouts(tied.measures, (figure.place for figure in tied.figures)):
        figures = [figure for figure in tied.figures if figure.place in layout.places]
        problem = problem_of(layout.system, layout.domain, _columns(layout, figures))
        found = minimal_conflicts(problem)
        if frozenset() in found.conflicts:
            raise CannotRunError(f"{', '.join(layout.measures)}: their domains and identities leave no value possible")
        conflicts = [
            _conflict(layout, figures, problem, places, certificate) for places, certificate in found.conflicts.items()
        ]
        contested = frozenset[int]().union(*found.conflicts)
        at_rest = [place for place in range(len(figures)) if place not in contested]
        closed = _closed(layout, figures, problem)
        derived = list(_consequences(layout, figures, closed, at_rest)) if found.search == "complete" else []
        repairs = (
            repaired(layout, figures, (problem, closed), found.conflicts, (arithmetic, weights)) if contested else None
        )
        yield Solution(tied.event_id, layout.measures, found.search, conflicts, derived, repairs)


def _columns(layout: Layout, figures: Sequence[Figure]) -> list[tuple[int, Interval]]:
    return [(layout.column(figure.measure, figure.place), figure.interval) for figure in figures]


def _conflict(
    layout: Layout,
    figures: Sequence[Figure],
    problem: Problem,
    places: frozenset[int],
    certificate: Certificate,
) -> Conflict:
    rows = [layout.system.rows[row] for row in certificate.rows]
    kind: Kind = "part_of_whole" if any(row.identity_id is None for row in rows) else "identity" if rows else "direct"
    identities = sorted({row.identity_id for row in rows if row.identity_id is not None})
    own: dict[int, list[int]] = {}
    for place in places:
        own.setdefault(problem.stated[place].column, []).append(place)
    terms = []
    for column, coefficient in certificate.terms:
        is_upper = coefficient > 0
        bounding = _bounding(problem, own.get(column, ()), column, is_upper=is_upper)
        number = None if bounding is None else figures[bounding].number
        bound = (layout.domain[column] if bounding is None else figures[bounding].interval)[is_upper]
        terms.append(Side(coefficient, *layout.slot(column), number, 0.0 if bound is None else float(bound)))
    numbers = tuple(sorted(figures[place].number for place in places))
    return Conflict(numbers, kind, tuple(identities), tuple(terms))


def _bounding(problem: Problem, places: Iterable[int], column: int, *, is_upper: bool) -> int | None:
    """Return which figure bounds a column most closely on one side, None where it is the domain."""
    closest, closest_place = problem.domain[column][is_upper], None
    for place in places:
        bound = problem.stated[place].bounds[is_upper]
        if bound is not None and (closest is None or (bound < closest if is_upper else bound > closest)):
            closest, closest_place = bound, place
    return closest_place


def _closed(layout: Layout, figures: Sequence[Figure], problem: Problem) -> Problem:
    """Return a problem with its open bounds closed."""
    columns = _columns(layout, figures)
    if not any(interval.is_low_open or interval.is_high_open for _, interval in columns):
        return problem
    closed = [(column, Interval(interval.low, interval.high)) for column, interval in columns]
    return problem_of(layout.system, layout.domain, closed)


def _consequences(
    layout: Layout, figures: Sequence[Figure], problem: Problem, at_rest: Sequence[int]
) -> Iterator[Consequence]:
    """Yield what follows; open bounds are closed in the problem, for the table has no open ones."""
    if not layout.system.rows:
        return
    try:
        derived = derived_bounds(problem, at_rest, unstated(problem))
    except UndecidedError:
        return
    for column, (bounds, support) in derived.items():
        low, high = (None if bound is None else float(bound / problem.unit) for bound in bounds)
        yield Consequence(*layout.slot(column), low, high, tuple(sorted(figures[place].number for place in support)))
