"""Laws of single rules that one broken package cannot show."""

import datetime
import unicodedata
from collections.abc import Collection
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.rules.cycles import cycles
from claimpack.rules.text import COMPOSABLE
from claimpack.rules.times import EDTF

VALID_TIMES = [
    "2025", "-0044", "2025-07", "2025-07-04", "2024-02-29", "2000-02-29", "2025-07-04T02:20", "2025-07-04T02:20:30Z",
    "2025-07-04T02:20+03:00", "2025-07-03/2025-07-04", "2025/..", "../2025", "2025-07/", "2025?", "2025-07~",
    "2025-07-04%", "202X", "20XX", "2025-XX", "2025-07-XX", "2025-XX-XX", "2025-21", "Y-17000",
]  # fmt: skip
INVALID_TIMES = [
    "", "25", "2025-13", "2025-00", "2025-02-29", "1900-02-29", "2025-04-31", "2025-07-04T24:00", "2025-07-04T02:60",
    "2025-07-04 02:20", "04.07.2025", "2025-7-4", "/", "../..", "2025-07-03/2025-07-04/2025", "2025-25", "٢٠٢٥",
]  # fmt: skip


def matches(pattern: str, texts: list[str]) -> list[bool]:
    frame = nw.from_native(pl.DataFrame({"x": texts}))
    return frame.select(nw.col("x").str.contains(pattern))["x"].to_list()


def test_edtf_of_level_1_is_accepted() -> None:
    assert [text for text, fits in zip(VALID_TIMES, matches(EDTF, VALID_TIMES), strict=True) if not fits] == []


def test_what_is_no_edtf_is_refused() -> None:
    assert [text for text, fits in zip(INVALID_TIMES, matches(EDTF, INVALID_TIMES), strict=True) if fits] == []


@given(st.integers(0, 9999), st.integers(0, 15), st.integers(0, 35))
def test_a_day_is_accepted_exactly_if_the_calendar_has_it(year: int, month: int, day: int) -> None:
    try:
        # The proleptic calendar has a year 0, as datetime has not; 2000 has the same days.
        datetime.date(year or 2000, month, day)
        exists = True
    except ValueError:
        exists = False
    assert matches(EDTF, [f"{year:04}-{month:02}-{day:02}"]) == [exists]


@given(st.text())
def test_a_text_out_of_normal_form_has_a_composable_character(text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        assert matches(COMPOSABLE, [text]) == [True]


def test_every_character_out_of_normal_form_is_composable() -> None:
    odd = [chr(point) for point in range(0x110000) if not unicodedata.is_normalized("NFC", f"a{chr(point)}")]
    odd = [character for character in odd if not 0xD800 <= ord(character) <= 0xDFFF]
    assert all(matches(COMPOSABLE, odd))


def found_cycles(parents: dict[str, str]) -> list[list[str]]:
    return [list(rows) for rows in cycles(pointing(parents.items()), "key", "parent")]


def pointing(pairs: Collection[tuple[str, str | None]]) -> nw.LazyFrame[Any]:
    types = {"key": pl.String(), "parent": pl.String()}
    return nw.from_native(pl.DataFrame(list(pairs), types, orient="row").with_row_index("_row", 2).lazy())


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({}, []),
        ({"a": "a"}, [["a"]]),
        ({"c": "b", "b": "a", "a": "c", "d": "c"}, [["a", "c", "b"]]),
        ({"a": "b", "b": "a", "x": "y", "y": "x"}, [["a", "b"], ["x", "y"]]),
        ({"a": "b", "b": "c"}, []),
        ({"c": "a", "a": "nowhere", "b": "c"}, []),
    ],
)
def test_each_cycle_is_told_once_from_its_smallest_member(parents: dict[str, str], expected: list[list[str]]) -> None:
    assert found_cycles(parents) == expected


@given(st.dictionaries(st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijklz")))
def test_a_row_is_in_a_cycle_exactly_if_following_its_links_leads_back_to_it(parents: dict[str, str]) -> None:
    def returns(start: str) -> bool:
        node: str | None = start
        return any((node := parents.get(node or "")) == start for _ in parents)

    assert sorted(row for cycle in found_cycles(parents) for row in cycle) == sorted(filter(returns, parents))


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["a", "b", "c", "d", "e", None]))))
def test_of_rows_that_share_a_key_the_first_is_meant(pairs: list[tuple[str, str | None]]) -> None:
    firsts = {key: place for place, (key, _) in reversed(list(enumerate(pairs, start=2)))}
    parents = {key: pairs[place - 2][1] or "nowhere" for key, place in firsts.items()}
    found = list(cycles(pointing(pairs), "key", "parent"))
    assert [list(rows) for rows in found] == found_cycles(parents)
    assert all(firsts[key] == row for rows in found for key, row in rows.items())


def test_a_chain_of_a_million_links_that_jumps_about_is_no_cycle() -> None:
    order = pl.Series(range(1_000_000)).shuffle(seed=1).cast(pl.String)
    rows = pl.LazyFrame({"key": order[:-1], "parent": order[1:]}).with_row_index("_row")
    assert list(cycles(nw.from_native(rows), "key", "parent")) == []
