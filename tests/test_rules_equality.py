"""Hashes narrow down what is compared, and never decide it."""

import narwhals as nw
import polars as pl
import pytest
from frictionless import Schema
from hypothesis import given
from hypothesis import strategies as st

from claimpack.meaning.keys import dangling_keys
from claimpack.rules import equality, table
from claimpack.rules.equality import points_to_few, rows_that_may_repeat, rows_without_match
from claimpack.rules.links import row_unused
from claimpack.rules.table import Table

ROWS = st.lists(st.tuples(st.sampled_from(["a", "b", "é", "", None]), st.sampled_from([0, 1, None])), max_size=30)
TYPES = {"x": pl.String(), "y": pl.Int64()}


def frame(rows: list[tuple[str | None, int | None]]) -> nw.LazyFrame[pl.LazyFrame]:
    return nw.from_native(pl.LazyFrame({"x": [x for x, _ in rows], "y": [y for _, y in rows]}, TYPES))


@given(ROWS)
def test_every_row_that_repeats_is_among_those_that_may(rows: list[tuple[str | None, int | None]]) -> None:
    found = {row for part in rows_that_may_repeat(frame(rows), ["x", "y"]) for row in part.collect().rows()}
    assert {row for row in rows if rows.count(row) > 1} <= found


@given(ROWS)
def test_every_value_that_repeats_is_among_those_that_may(rows: list[tuple[str | None, int | None]]) -> None:
    values = [x for x, _ in rows]
    found = {x for part in rows_that_may_repeat(frame(rows).select("x"), ["x"]) for x in part.collect()["x"].to_list()}
    assert {x for x in values if values.count(x) > 1} <= found


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


KEYS = st.lists(st.sampled_from(["a", "b", "é", "", None]), min_size=1, max_size=20)
SCHEMA = Schema.from_descriptor({"fields": [{"name": "id", "type": "string"}, {"name": "n", "type": "integer"}]})
POINTING = Schema.from_descriptor(
    {
        "fields": [{"name": "target_id", "type": "string"}],
        "foreignKeys": [{"fields": "target_id", "reference": {"resource": "targets", "fields": "id"}}],
    }
)


def keyed(name: str, keys: list[str | None], schema: Schema) -> Table:
    columns = pl.LazyFrame({name: keys}, {name: pl.String()}).with_row_index("_row", 2)
    return Table(schema, nw.from_native(columns), len(keys))


@pytest.mark.parametrize("are_few", [False, True])
@given(KEYS, KEYS)
def test_keys_dangle_and_rows_are_unused_however_keys_are_looked_up(
    are_few: bool, keys: list[str | None], target_keys: list[str | None]
) -> None:
    pointing, targets = keyed("target_id", keys, POINTING), keyed("id", target_keys, SCHEMA)
    with pytest.MonkeyPatch.context() as patch:
        if are_few:
            patch.setattr(equality, "MANY", 0)
            patch.setattr(equality, "FEW", 0)
            patch.setattr(table, "VALUES_AT_ONCE", 3)
        assert points_to_few(pointing, targets) == are_few
        dangling = [part.collect() for part in dangling_keys(pointing, ["target_id"], targets, ["id"])]
        unused = [breach.rows.collect() for breach in row_unused({"pointing": pointing, "targets": targets})]
    found = sorted(row for part in dangling for row in part["_row"].to_list())
    assert found == [row for row, key in enumerate(keys, start=2) if key is not None and key not in target_keys]
    found = sorted(row for part in unused for row in part["_row"].to_list())
    assert found == [row for row, key in enumerate(target_keys, start=2) if key is None or key not in keys]
