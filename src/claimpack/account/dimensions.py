"""Finding that measures are sums in two directions, such as what a thing is and what became of it.

Nothing but the identities says so. Two sums of one total, weapons = drones + missiles and weapons = stopped + passed,
run in different directions. Two sums whose totals are tied, and parts too, run in the same: drones = stopped + passed
beside weapons = stopped + passed. If two directions suffice for all sums that hang together, and each measure has a
cell to itself, they are the rows and columns of a grid.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from claimpack.account.identity import Identity

Ties = Mapping[str, int]
"""The number of the class that a measure belongs to."""


class Axis(NamedTuple):
    """The rows or the columns of a grid, by number: in order, with names, depths, and which is the sum of which."""

    order: list[int]
    names: Mapping[int, str]
    depths: Mapping[int, int]
    sums: Mapping[int, tuple[str, list[int]]]


class Dimensions(NamedTuple):
    """A grid of measures: its axes, and the row and column of each measure."""

    rows: Axis
    columns: Axis
    cells: Mapping[str, tuple[int, int]]


def dimensions_of(identities: Iterable[Identity], titles: Mapping[str, str]) -> list[Dimensions]:
    """Return the grids that identities make, each of measures that hang together; `titles` are those of measures."""
    sums = [identity for identity in identities if identity.total]
    together = _classes(set(), [list(one.terms) for one in sums])
    clusters = {number: [one for one in sums if together[one.total or ""] == number] for number in together.values()}
    found = (_dimensions(cluster, titles) for cluster in clusters.values())
    return [dimensions for dimensions in found if dimensions]


def _dimensions(sums: Sequence[Identity], titles: Mapping[str, str]) -> Dimensions | None:
    """Return the grid of sums that hang together, None where they make none."""
    directions = _directions(sums)
    if directions is None or len(set(directions)) < 2:
        return None
    across = [one for one, direction in zip(sums, directions, strict=True) if direction]
    down = [one for one, direction in zip(sums, directions, strict=True) if not direction]
    measures = {name for one in sums for name in one.terms}
    in_row = _classes(measures, [list(one.terms) for one in across])
    in_column = _classes(measures, [list(one.terms) for one in down])
    if len(set(in_row.values())) < len(set(in_column.values())):
        across, down, in_row, in_column = down, across, in_column, in_row
    cells = {name: (in_row[name], in_column[name]) for name in measures}
    if len(set(cells.values())) < len(cells):
        return None
    row_names, column_names = _names(in_row, in_column, titles)
    return Dimensions(_axis(down, in_row, row_names), _axis(across, in_column, column_names), cells)


def _directions(sums: Sequence[Identity]) -> list[bool] | None:
    """Return the direction of each sum, None where two are not enough."""
    places = range(len(sums))
    tied = {pair for one in sums for pair in combinations(sorted(one.terms), 2)}
    alike = [[str(a), str(b)] for a, b in combinations(places, 2) if _is_parallel(sums[a], sums[b], tied)]
    group = _classes({str(place) for place in places}, alike)
    apart = {(group[str(a)], group[str(b)]) for a, b in combinations(places, 2) if sums[a].total == sums[b].total}
    found = {group["0"]: False}
    waiting = [group["0"]]
    while waiting:
        here = waiting.pop()
        for pair in apart:
            if here in pair:
                there = pair[0] if pair[1] == here else pair[1]
                if there == here or found.get(there) is found[here]:
                    return None
                if there not in found:
                    found[there] = not found[here]
                    waiting.append(there)
    numbers = [group[str(place)] for place in places]
    return [found[number] for number in numbers] if all(number in found for number in numbers) else None


def _is_parallel(one: Identity, other: Identity, tied: set[tuple[str, str]]) -> bool:
    def are_tied(first: str, second: str) -> bool:
        return (first, second) in tied or (second, first) in tied

    is_disjoint = not one.terms.keys() & other.terms.keys()
    return (
        is_disjoint
        and are_tied(one.total or "", other.total or "")
        and any(are_tied(part, counterpart) for part in one.parts for counterpart in other.parts)
    )


def _classes(members: Iterable[str], links: Iterable[Sequence[str]]) -> Ties:
    """Return the class of each member, given which belong together; classes are numbered in order of first sight."""
    leader = {member: member for member in members}

    def find(member: str) -> str:
        leader.setdefault(member, member)
        while leader[member] != member:
            member = leader[member]
        return member

    for first, *others in links:
        for other in others:
            leader[find(other)] = find(first)
    numbers: dict[str, int] = {}
    return {member: numbers.setdefault(find(member), len(numbers)) for member in sorted(leader)}


def _axis(sums: Iterable[Identity], place: Ties, names: Mapping[int, str]) -> Axis:
    """Return an axis, each total before its parts."""
    below: dict[int, tuple[str, list[int]]] = {}
    for one in sums:
        total, own = place[one.total or ""], [place[part] for part in one.parts]
        if total not in below or len(own) > len(below[total][1]):
            below[total] = ("=" if one.relation == "=" else "≥", own)
    parts = {part for _, own in below.values() for part in own}
    depths: dict[int, int] = {}

    def walk(number: int, depth: int) -> Iterator[int]:
        if number not in depths:
            depths[number] = depth
            yield number
            for part in below.get(number, ("", []))[1]:
                yield from walk(part, depth + 1)

    roots = sorted(set(place.values()) - parts, key=lambda number: (number not in below, names[number]))
    order = [number for root in [*roots, *sorted(names)] for number in walk(root, 0)]
    return Axis(order, names, depths, below)


def _names(in_row: Ties, in_column: Ties, titles: Mapping[str, str]) -> tuple[dict[int, str], dict[int, str]]:
    """Return what rows and columns are called: the words that all titles in them share, at the start or at the end.

    A row of one measure is called by what its title has beyond the name of its column.
    """
    columns = {number: _shared(own) for number, own in _titles(in_column, titles).items()}
    rows = {number: _shared(own) for number, own in _titles(in_row, titles).items()}
    for names, place, other, others in ((rows, in_row, columns, in_column), (columns, in_column, rows, in_row)):
        for name in place:
            own, beside = names[place[name]], other[others[name]]
            if own == titles.get(name, name) and beside and beside != own:
                names[place[name]] = own.removesuffix(beside).removeprefix(beside).strip() or own
    return _capital(rows), _capital(columns)


def _titles(place: Ties, titles: Mapping[str, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name, number in place.items():
        found.setdefault(number, []).append(titles.get(name, name))
    return found


def _shared(titles: Sequence[str]) -> str:
    """Return the words that titles begin with, or else end with; the first title where they share none."""
    words = [title.split() for title in titles]
    start = _same(words)
    end = _same([own[::-1] for own in words])[::-1]
    return " ".join(start or end) or titles[0]


def _same(words: Sequence[Sequence[str]]) -> list[str]:
    shared: list[str] = []
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return shared


def _capital(names: Mapping[int, str]) -> dict[int, str]:
    return {number: name[:1].upper() + name[1:] for number, name in names.items()}
