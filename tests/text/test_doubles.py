"""Where a double is taken to stand for a number, all comparisons have the outcome that decimal numbers have."""

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from frictionless import Field, Schema
from hypothesis import given
from hypothesis import strategies as st

from claimpack.text.doubles import Comparisons
from claimpack.text.spelling import spelling

BOUNDS = ["0.1", "1", "0", "1e15", "9007199254740992"]
NEAR = st.builds(
    "{}{}{}".format,
    st.sampled_from(["0.1", "0.09", "0.99", "1.", "1.0", "900719925474099"]),
    st.text("059"),
    st.just("1"),
)
EXTREME = ["1e400", "1e401", "1e-400", "4.9e-324", "5e-324", "1" + "0" * 400, "0." + "0" * 400 + "1", "1e99", "12e-99"]
TEXTS = st.one_of(st.sampled_from([*BOUNDS, *EXTREME]), NEAR, st.from_regex(r"[0-9]{1,3}\.[0-9]{0,20}", fullmatch=True))
BOUNDED = Field.from_descriptor({"name": "x", "type": "number", "constraints": {"enum": BOUNDS}})
UNIQUE = Field.from_descriptor({"name": "x", "type": "number", "constraints": {"unique": True}})


def is_exact(field: Field, text: str) -> bool:
    compared, rule = Comparisons.of(field), spelling(field)
    assert compared
    is_doubtful = pl.select(x=pl.lit(text)).select(rule.is_doubtful.alias("is_doubtful"))["is_doubtful"][0]
    assert is_doubtful or compared.is_exact(Decimal(text)), "the quick look passes what the close one does not"
    return compared.is_exact(Decimal(text))


@given(TEXTS)
def test_numbers_compare_with_bounds_as_decimal_ones_do(text: str) -> None:
    if is_exact(BOUNDED, text):
        for bound in map(Decimal, BOUNDS):
            assert (float(text) < float(bound)) == (Decimal(text) < bound)
            assert (float(text) == float(bound)) == (Decimal(text) == bound)


@given(TEXTS, TEXTS)
def test_numbers_of_keys_are_the_same_where_decimal_ones_are(one: str, other: str) -> None:
    if is_exact(UNIQUE, one) and is_exact(UNIQUE, other):
        assert (float(one) == float(other)) == (Decimal(one) == Decimal(other))


@pytest.mark.parametrize(
    ("bounds", "are_exact"),
    [({}, True), ({"minimum": 0}, True), ({"maximum": 0.3}, False), ({"maximum": "0.30000000000000000000001"}, True)],
    ids=["no constraint", "another bound", "that bound", "a bound that no double is"],
)
def test_long_numbers_are_looked_at_closely_only_where_it_matters(bounds: dict[str, Any], are_exact: bool) -> None:
    field = Field.from_descriptor({"name": "x", "type": "number", "constraints": bounds})
    assert is_exact(field, "0.30000000000000000000001") == are_exact
    assert is_exact(field, "0.3000000000000000000")
    assert all(is_exact(field, repr(number)) for number in (0.1 + 0.2, 1 / 3, 1e300, 5e-324))


@pytest.mark.parametrize(
    "keys", [{"primaryKey": "x"}, {"foreignKeys": [{"fields": "x", "reference": {"fields": "x"}}]}]
)
@pytest.mark.parametrize("are_floats", [False, True])
def test_long_numbers_in_keys_are_not_told_apart_by_doubles(keys: dict[str, Any], are_floats: bool) -> None:
    schema = Schema.from_descriptor({"fields": [{"name": "x", "type": "number", "floatNumber": are_floats}], **keys})
    field = schema.get_field("x")
    if are_floats:
        assert Comparisons.of(field) is None
    else:
        assert is_exact(field, repr(1 / 3))
        assert not is_exact(field, "0.30000000000000000000001")
