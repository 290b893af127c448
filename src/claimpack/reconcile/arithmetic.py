"""Which measures identities tie together, which places are parts of which, and the system that follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from math import lcm
from typing import Any, NamedTuple, TypeAlias

from claimpack.reconcile.lookups import WHOLE_TYPES
from claimpack.reconcile.system import Row, System
from claimpack.reconcile.tables import NEEDED, Frame
from claimpack.reconcile.widening import Interval, exact

Place: TypeAlias = str | None
Measures: TypeAlias = tuple[str, ...]


class Measure(NamedTuple):
    """What a measure's values can be, and whether a part has no more of it than its whole."""

    domain: Interval
    is_whole: bool
    is_time: bool
    is_additive: bool
    is_cumulative: bool
    unit: str


class Identity(NamedTuple):
    """One identity: its measures with their coefficients, in whole numbers, and whether their sum is exactly zero."""

    terms: tuple[tuple[str, int], ...]
    is_equality: bool


@dataclass(frozen=True)
class Layout:
    """The measures and places that one system is about; its columns are the measures of the first place, then on."""

    measures: Measures
    places: tuple[Place, ...]
    system: System
    domain: tuple[Interval, ...]

    def column(self, measure: str, place: Place) -> int:
        """Return the column of a measure in a place."""
        return self.places.index(place) * len(self.measures) + self.measures.index(measure)

    def slot(self, column: int) -> tuple[str, Place]:
        """Return the measure and the place of a column."""
        place, measure = divmod(column, len(self.measures))
        return self.measures[measure], self.places[place]


@dataclass(frozen=True)
class Arithmetic:
    """The measures, identities and places of a package."""

    measures: Mapping[str, Measure]
    identities: Mapping[str, Identity]
    parents: Mapping[str, str]
    systems: dict[tuple[Measures, int, tuple[tuple[int, int], ...]], System] = field(default_factory=dict)

    @cached_property
    def tied(self) -> dict[str, Measures]:
        """For each measure the sorted measures that identities tie it to, over however many, itself among them."""
        groups: dict[str, set[str]] = {measure: {measure} for measure in self.measures}
        for identity in self.identities.values():
            merged = set().union(*(groups[measure] for measure, _ in identity.terms))
            groups |= dict.fromkeys(merged, merged)
        return {measure: tuple(sorted(group)) for measure, group in groups.items()}

    @cached_property
    def neighbours(self) -> dict[str, tuple[str, ...]]:
        """For each measure the others of its unit that share an identity with it, sorted."""
        found: dict[str, set[str]] = {measure: set() for measure in self.measures}
        for identity in self.identities.values():
            for measure, other in permutations([measure for measure, _ in identity.terms], 2):
                if self.measures[measure].unit == self.measures[other].unit:
                    found[measure].add(other)
        return {measure: tuple(sorted(others)) for measure, others in found.items()}

    def wholes(self, place: Place) -> list[str]:
        """Return the places that a place is part of, the nearest first."""
        found: list[str] = []
        while place is not None and (place := self.parents.get(place)) is not None:
            found.append(place)
        return found

    def layouts(self, measures: Measures, places: Iterable[Place]) -> list[Layout]:
        """Return the layouts of tied measures in places: one for each group of places that are parts of another."""
        chosen = sorted(set(places), key=lambda place: (place is not None, place))
        whole_of = {place: next((whole for whole in self.wholes(place) if whole in chosen), None) for place in chosen}
        if not any(self.measures[measure].is_additive for measure in measures):
            whole_of = {}
        groups: dict[Place, list[Place]] = {place: [place] for place in chosen}
        for place, whole in whole_of.items():
            if whole is not None and groups[place] is not groups[whole]:
                merged = groups[whole] + groups[place]
                groups |= dict.fromkeys(merged, merged)
        return [self._layout(measures, group, whole_of) for place, group in groups.items() if group[0] == place]

    def _layout(self, measures: Measures, places: list[Place], whole_of: Mapping[Place, Place]) -> Layout:
        pairs = [(places.index(place), places.index(whole)) for place in places if (whole := whole_of.get(place))]
        key = (measures, len(places), tuple(pairs))
        if key not in self.systems:
            self.systems[key] = self._system(*key)
        domain = tuple(self.measures[measure].domain for measure in measures) * len(places)
        return Layout(measures, tuple(places), self.systems[key], domain)

    def _system(self, measures: Measures, place_count: int, parts: tuple[tuple[int, int], ...]) -> System:
        width = len(measures)
        rows = [
            Row(tuple((place * width + measures.index(measure), value) for measure, value in terms), is_equality, name)
            for place in range(place_count)
            for name, (terms, is_equality) in self.identities.items()
            if terms[0][0] in measures
        ]
        rows += [
            Row(((whole * width + column, 1), (part * width + column, -1)), is_equality=False)
            for part, whole in parts
            for column, measure in enumerate(measures)
            if self.measures[measure].is_additive
        ]
        return System(tuple(rows), tuple(self.measures[measure].is_whole for measure in measures) * place_count)


def read_arithmetic(tables: Mapping[str, Frame]) -> Arithmetic:
    """Read measures, identities and places; identities of times are left out, for times do not add up."""
    measures = {
        row["measure_id"]: Measure(
            Interval(_exact(row["minimum"]), _exact(row["maximum"])),
            row["value_type"] in WHOLE_TYPES,
            row["value_type"] == "time",
            bool(row["is_additive"]),
            bool(row["is_cumulative"]),
            row["unit"],
        )
        for row in _rows(tables["measures"], NEEDED["measures"])
    }
    terms: dict[str, list[tuple[str, Fraction]]] = {}
    for row in _rows(tables["identity_terms"], ("identity_id", "measure_id", "coefficient")):
        terms.setdefault(row["identity_id"], []).append((row["measure_id"], exact(row["coefficient"])))
    identities = {
        row["identity_id"]: Identity(_whole(terms[row["identity_id"]]), row["relation"] == "=")
        for row in _rows(tables["identities"], ("identity_id", "relation"))
        if not any(measures[measure].is_time for measure, _ in terms.get(row["identity_id"], []))
        if row["identity_id"] in terms
    }
    places = _rows(tables["places"], ("place_id", "part_of_place_id"))
    parents = {row["place_id"]: row["part_of_place_id"] for row in places if row["part_of_place_id"] is not None}
    return Arithmetic(measures, identities, parents)


def _rows(table: Frame, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return list(table.select(*columns).sort(columns[0]).collect().iter_rows(named=True))


def _exact(value: float | None) -> Fraction | None:
    return None if value is None else exact(value)


def _whole(terms: list[tuple[str, Fraction]]) -> tuple[tuple[str, int], ...]:
    scale = lcm(*(coefficient.denominator for _, coefficient in terms))
    return tuple((measure, int(coefficient * scale)) for measure, coefficient in sorted(terms))
