"""Identities that run in two directions make a grid; all others make none."""

from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.account.dimensions import Dimensions, dimensions_of
from claimpack.account.identity import Identity

Sums = list[tuple[str, list[str]]]


def identities(sums: Iterable[tuple[str, list[str]]]) -> list[Identity]:
    """Return identities, each a total with its parts."""
    return [
        Identity(f"sum-{number}", "", "=", {total: 1.0} | dict.fromkeys(parts, -1.0))
        for number, (total, parts) in enumerate(sums)
    ]


def table(rows: Sums, columns: Sums) -> Sums:
    """Return every sum of a table whose rows and columns add up; a cell is called by both its names."""
    row_names = dict.fromkeys(name for total, parts in rows for name in (total, *parts))
    column_names = dict.fromkeys(name for total, parts in columns for name in (total, *parts))
    down = [
        (f"{total} {column}", [f"{part} {column}" for part in parts])
        for (total, parts), column in product(rows, column_names)
    ]
    across = [
        (f"{row} {total}", [f"{row} {part}" for part in parts]) for (total, parts), row in product(columns, row_names)
    ]
    return down + across


def grid(sums: Sums) -> Dimensions:
    titles = {name: name for total, parts in sums for name in (total, *parts)}
    (found,) = dimensions_of(identities(sums), titles)
    return found


def test_rows_and_columns_are_found_ordered_and_named() -> None:
    sums = table([("Apples", ["Red", "Green"])], [("grown", ["eaten", "left"]), ("left", ["sold", "rotten"])])
    found = grid(sums)
    assert [found.columns.names[number] for number in found.columns.order] == ["Apples", "Red", "Green"]
    assert [found.rows.names[number] for number in found.rows.order] == ["Grown", "Eaten", "Left", "Sold", "Rotten"]
    assert [found.rows.depths[number] for number in found.rows.order] == [0, 1, 1, 2, 2]


TREES = st.sampled_from([2, 3, 4]).map(lambda width: [("whole", [f"part{number}" for number in range(width)])])
DEEP = TREES.map(lambda tree: [*tree, ("part0", ["deep0", "deep1"])])


@given(rows=TREES | DEEP, columns=TREES | DEEP, order=st.randoms(use_true_random=False))
def test_any_table_is_found_whatever_the_order(rows: Sums, columns: Sums, order: object) -> None:
    renamed = [(f"{total}s", [f"{part}s" for part in parts]) for total, parts in columns]
    sums = table(rows, renamed)
    order.shuffle(sums)  # type: ignore[attr-defined]  # hypothesis' random
    found = grid(sums)
    assert len(set(found.cells.values())) == len(found.cells) == len(found.rows.order) * len(found.columns.order)


@pytest.mark.parametrize(
    "sums",
    [
        [("whole", ["a", "b"])],
        [("whole", ["a", "b"]), ("a", ["c", "d"])],
        [("whole", ["a", "b"]), ("whole", ["c", "d"]), ("whole", ["e", "f"])],
        [("all", ["apples", "pears"]), ("all", ["all eaten", "all left"]), ("apples", ["apples eaten", "apples left"])],
        [],
    ],
)
def test_one_direction_or_three_make_no_grid(sums: Sums) -> None:
    titles = {name: name for total, parts in sums for name in (total, *parts)}
    assert dimensions_of(identities(sums), titles) == []


def test_an_identity_with_two_positive_terms_is_no_sum() -> None:
    assert Identity("one", "", "=", {"a": 1.0, "b": 1.0, "c": -1.0}).total is None
    assert dimensions_of([Identity("one", "", "=", {"a": 1.0, "b": 1.0, "c": -1.0})], {}) == []
