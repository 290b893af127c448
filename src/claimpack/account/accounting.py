"""An event's figures set out as its identities tie them: as a grid where they run in two directions, else as sums."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from claimpack.account.dimensions import Axis, Dimensions
from claimpack.account.event import EventAccount, Topic
from claimpack.account.identity import Identity

FEWEST_CELLS = 2
"""With fewer, there is nothing to add up."""


class Row(NamedTuple):
    """A row of a grid: what it is of, how deep it lies under others, and a topic, or None, for each column."""

    name: str
    depth: int
    cells: list[Topic | None]


class Grid(NamedTuple):
    """Measures that are sums in two directions, in one place of an event. `place` is "" for the event's own."""

    place: str
    columns: list[tuple[str, int]]
    rows: list[Row]
    sums: list[str]


class Sum(NamedTuple):
    """An identity with what is claimed of its measures."""

    identity: Identity
    topics: list[Topic]


def grids_of(account: EventAccount, dimensions: Sequence[Dimensions]) -> Iterator[Grid]:
    """Yield a grid for each place of an event in which at least two cells of one are claimed."""
    for place_id, topics in _by_place(account).items():
        for dimension in dimensions:
            own = [topic for name, topic in topics.items() if name in dimension.cells]
            if sum(1 for topic in own if topic.figures) >= FEWEST_CELLS:
                yield _grid(own[0].place if place_id else "", topics, dimension)


def sums_of(account: EventAccount, identities: Sequence[Identity], dimensions: Sequence[Dimensions]) -> Iterator[Sum]:
    """Yield the identities that are in no grid, in each place in which two of their measures are claimed."""
    gridded = {name for dimension in dimensions for name in dimension.cells}
    for topics in _by_place(account).values():
        for identity in identities:
            own = [topics[name] for name in identity.terms if name in topics and name not in gridded]
            if sum(1 for topic in own if topic.figures) >= FEWEST_CELLS:
                yield Sum(identity, own)


def _by_place(account: EventAccount) -> dict[str, dict[str, Topic]]:
    """Return the topics of an event by measure, for each place; the event's own first."""
    found: dict[str, dict[str, Topic]] = {}
    for topic in sorted(account.topics, key=lambda one: (one.place != "", one.place_id)):
        if topic.figures or topic.estimate:
            found.setdefault(topic.place_id, {})[topic.measure_id] = topic
    return found


def _grid(place: str, topics: Mapping[str, Topic], dimension: Dimensions) -> Grid:
    """Lay the topics out, without the rows and columns of which there are none."""
    placed = {cell: topics[name] for name, cell in dimension.cells.items() if name in topics}
    columns = [column for column in dimension.columns.order if any(cell[1] == column for cell in placed)]
    rows = [row for row in dimension.rows.order if any(cell[0] == row for cell in placed)]
    names, depths = dimension.rows.names, dimension.rows.depths
    laid = [Row(names[row], depths[row], [placed.get((row, column)) for column in columns]) for row in rows]
    heads = [(dimension.columns.names[column], dimension.columns.depths[column]) for column in columns]
    return Grid(place, heads, laid, [*_told(dimension.columns, columns), *_told(dimension.rows, rows)])


def _told(axis: Axis, shown: Sequence[int]) -> Iterator[str]:
    """Yield the sums of an axis in words, as far as anything of them is shown."""
    for total, (relation, parts) in axis.sums.items():
        if total in shown and any(part in shown for part in parts):
            yield f"{axis.names[total]} {relation} {' + '.join(axis.names[part].lower() for part in parts)}"
