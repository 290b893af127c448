"""Hashes narrow down what is compared, and never decide it."""

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.rules import equality
from claimpack.rules.equality import rows_that_may_repeat, rows_without_match

ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", "é", "", None]), st.sampled_from([0, 1, None])), max_size=30)
TYPES = {"x": pl.String(), "y": pl.Int64()}


def frame(rows: list[tuple[str | None, int | None]]) -> nw.LazyFrame[pl.LazyFrame]:
    return nw.from_native(pl.LazyFrame({"x": [x for x, _ in rows], "y": [y for _, y in rows]}, TYPES))


@given(ROWS)
def test_every_row_that_repeats_is_among_those_that_may(rows: list[tuple[str | None, int | None]]) -> None:
    found = {row for part in rows_that_may_repeat(frame(rows), ["x", "y"]) for row in part.collect().rows()}
    assert {row for row in rows if rows.count(row) > 1} <= found


@given(ROWS, ROWS)
def test_rows_are_looked_up_in_parts_as_in_one_go(
    rows: list[tuple[str | None, int | None]], others: list[tuple[str | None, int | None]]
) -> None:
    rows = [row for row in rows if row[0] is not None]

    def found(rows_at_once: int) -> list[tuple[object, ...]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(equality, "ROWS_AT_ONCE", rows_at_once)
            parts = rows_without_match(frame(rows), "x", frame(others).rename({"x": "z"}), "z", len(others))
            return sorted(row for part in parts for row in part.select("x").collect().rows())

    known = {x for x, _ in others}
    assert found(3) == found(1000) == sorted((x,) for x, _ in rows if x not in known)
