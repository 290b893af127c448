"""Rows by key: sorted part by part as they would be at once, and not at all where they are in order."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from frictionless import Schema
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from claimpack.release import key_order
from claimpack.release.key_order import in_key_order
from claimpack.text.typed import TypedTable

FIELDS = {"a": "string", "b": "integer", "c": "date"}
VALUES = {
    "a": st.none() | st.text("abЄ", max_size=2),
    "b": st.none() | st.integers(-3, 3),
    "c": st.none() | st.dates(date(2025, 7, 3), date(2025, 7, 6)),
}
TYPES = {"a": pl.String(), "b": pl.Int64(), "c": pl.Date()}


def table(rows: pl.DataFrame, *key: str) -> TypedTable:
    fields = [{"name": name, "type": kind} for name, kind in FIELDS.items()]
    return TypedTable("t", "t.csv", Schema.from_descriptor({"fields": fields, "primaryKey": list(key)}), rows)


@given(
    rows=st.lists(st.fixed_dictionaries(VALUES), max_size=40, unique_by=lambda row: tuple(row.values())),
    key=st.permutations(list(FIELDS)),
    most=st.integers(1, 50),
)
def test_parts_are_in_the_order_of_the_whole(rows: list[dict[str, object]], key: list[str], most: int) -> None:
    frame = pl.DataFrame(rows, TYPES)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(key_order, "MOST_SORTED", most)
        found = in_key_order(table(frame, *key), Path(folder)).collect()
    assert_frame_equal(found, frame.sort(key))


def test_rows_are_sorted_once_and_only_if_need_be(tmp_path: Path) -> None:
    rows = pl.DataFrame({"a": ["x", "y"], "b": [1, 2], "c": [None, None]}, TYPES)
    for frame, key in ((rows, ["a"]), (rows, []), (rows.reverse(), [])):
        assert_frame_equal(in_key_order(table(frame, *key), tmp_path).collect(), frame)
    assert not any(tmp_path.iterdir())
    ordered = in_key_order(table(rows.reverse(), "a"), tmp_path)
    assert len(list(tmp_path.glob("sorted-*/*"))) == 1
    assert_frame_equal(ordered.collect(), rows)
