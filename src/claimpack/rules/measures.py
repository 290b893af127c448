"""Rules on a claim's value and the measure it is of."""

import narwhals as nw

from claimpack.rules.rule import link_rule
from claimpack.rules.table import Link

LARGEST_EXACT = 2**53
"""From here on, numbers of 64 bits no longer tell every whole number apart."""

BOUNDS = ("value_low", "value_high")

MEASURED = Link("claims", "measure_id", "measures", "measure_id")


@link_rule(
    MEASURED,
    "value_low",
    "value_high",
    "measures.minimum",
    "measures.maximum",
    example="a share of 101 per cent",
    note="{value_low} to {value_high} is not within {minimum} to {maximum}, the domain of {measure_id}",
    fix="correct the value, or the measure's minimum and maximum",
)
def value_outside_domain() -> nw.Expr:
    """A claim's value is one that its measure cannot have."""
    low, high, least, most = (nw.col(name) for name in ("value_low", "value_high", "minimum", "maximum"))
    return nw.any_horizontal(low < least, high < least, low > most, high > most, ignore_nulls=True)


@link_rule(
    MEASURED,
    "value_low",
    "value_high",
    "measures.value_type",
    example="value_low 2 of the measure was-struck",
    note="{measure_id} is a proposition, but its value is {value_low} to {value_high}",
    fix="write 1 for the proposition put as true, 0 as false",
)
def boolean_not_0_or_1() -> nw.Expr:
    """A proposition has a value that is neither 0 nor 1."""
    # No is_in: it takes no whole numbers for decimal ones, and somebody's values may all be whole.
    bad = nw.any_horizontal(*((nw.col(bound) != 0) & (nw.col(bound) != 1) for bound in BOUNDS), ignore_nulls=True)
    return (nw.col("value_type") == "boolean") & bad


@link_rule(
    MEASURED,
    "value_low",
    "value_high",
    "measures.value_type",
    example="23.5 people injured",
    note="{measure_id} is counted, but its value is {value_low} to {value_high}",
    fix=f"write a whole number below {LARGEST_EXACT}; a thousand and a half is 1500",
)
def count_not_whole() -> nw.Expr:
    """A counted value is not a whole number, or too large to be told from its neighbours."""
    whole = (nw.col(bound) == nw.col(bound).floor() for bound in BOUNDS)
    large = (nw.col(bound).abs() >= LARGEST_EXACT for bound in BOUNDS)
    bad = nw.any_horizontal(*(~is_whole for is_whole in whole), *large, ignore_nulls=True)
    return (nw.col("value_type") == "count") & bad


@link_rule(
    MEASURED,
    "measure_id",
    "value_low",
    "value_high",
    "value_time",
    "measures.value_type",
    example="a date as value_low 2025 instead of value_time 2025",
    note="{measure_id} is of type {value_type}; its value stands in the wrong column",
    fix="write times into value_time, all else into value_low and value_high",
)
def value_in_wrong_column() -> nw.Expr:
    """A time stands where numbers belong, or a number where times belong."""
    is_time = nw.col("value_type") == "time"
    has_number = ~nw.col("value_low").is_null() | ~nw.col("value_high").is_null()
    return (is_time & has_number) | (~is_time & ~nw.col("value_time").is_null())
