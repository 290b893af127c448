"""Where a double is taken to stand for a number, all comparisons have the outcome that decimal numbers have."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from frictionless import Field, Schema
from hypothesis import given
from hypothesis import strategies as st

from claimpack.text.doubles import are_alike, are_surely_alike

BOUNDS = ["0.1", "1", "1e15", "9007199254740993"]
NEAR = st.builds(
    "{}{}{}".format,
    st.sampled_from(["0.1", "0.09", "0.99", "1.", "1.0", "900719925474099"]),
    st.text("059"),
    st.just("1"),
)
TEXTS = st.one_of(st.sampled_from(BOUNDS), NEAR, st.from_regex(r"[0-9]{1,3}\.[0-9]{0,20}", fullmatch=True))
BOUNDED = Field.from_descriptor({"name": "x", "type": "number", "constraints": {"enum": BOUNDS}})
UNIQUE = Field.from_descriptor({"name": "x", "type": "number", "constraints": {"unique": True}})


def is_alike(field: Field, text: str) -> bool:
    is_surely = pl.select(x=pl.lit(text), value=float(text)).select(
        are_surely_alike(field, pl.col("x"), pl.col("value"))
    )
    is_sure: bool = is_surely.item()
    if is_sure:
        assert are_alike(field, Decimal(text)), "the quick look passes what the close one does not"
    return are_alike(field, Decimal(text))


@given(TEXTS)
def test_numbers_compare_with_bounds_as_decimal_ones_do(text: str) -> None:
    if is_alike(BOUNDED, text):
        for bound in map(Decimal, BOUNDS):
            assert (float(text) < float(bound)) == (Decimal(text) < bound)
            assert (float(text) == float(bound)) == (Decimal(text) == bound)


@given(TEXTS, TEXTS)
def test_numbers_of_keys_are_the_same_where_decimal_ones_are(one: str, other: str) -> None:
    if is_alike(UNIQUE, one) and is_alike(UNIQUE, other):
        assert (float(one) == float(other)) == (Decimal(one) == Decimal(other))


@pytest.mark.parametrize(
    ("descriptor", "are_passed"),
    [({}, True), ({"constraints": {"minimum": 0}}, True), ({"constraints": {"maximum": 0.3}}, False)],
    ids=["no constraint", "another bound", "that bound"],
)
def test_long_numbers_are_looked_at_closely_only_where_it_matters(descriptor: dict[str, Any], are_passed: bool) -> None:
    field = Field.from_descriptor({"name": "x", "type": "number", **descriptor})
    assert is_alike(field, "0.30000000000000000000001") == are_passed


@pytest.mark.parametrize(
    "keys", [{"primaryKey": "x"}, {"foreignKeys": [{"fields": "x", "reference": {"fields": "x"}}]}]
)
@pytest.mark.parametrize("are_floats", [False, True])
def test_long_numbers_in_keys_are_not_told_apart_by_doubles(keys: dict[str, Any], are_floats: bool) -> None:
    schema = Schema.from_descriptor({"fields": [{"name": "x", "type": "number", "floatNumber": are_floats}], **keys})
    assert is_alike(schema.get_field("x"), "0.30000000000000000000001") == are_floats
