"""Rules on a claim's own cells."""

import narwhals as nw

from claimpack.rules.rule import row_rule


def _has(field: str) -> nw.Expr:
    return ~nw.col(field).is_null()


def _has_value() -> nw.Expr:
    return _has("value_low") | _has("value_high") | _has("value_time")


VALUE = ("value_low", "value_high", "value_time")


@row_rule(
    "claims",
    "value_low",
    "value_high",
    example="value_low 26, value_high 23",
    note="value_low {value_low} is above value_high {value_high}",
    fix="put the lower bound into value_low",
)
def low_above_high() -> nw.Expr:
    """A claim's lower bound lies above its upper bound."""
    return nw.col("value_low") > nw.col("value_high")


@row_rule(
    "claims",
    "value_low",
    "value_high",
    example="value_low 23, value_high empty",
    note="value_low is {value_low}, value_high is {value_high}: only one bound is filled",
    fix="fill both bounds; a single number stands in both",
)
def bound_missing() -> nw.Expr:
    """A claim has one numeric bound but not the other."""
    return _has("value_low") != _has("value_high")


@row_rule(
    "claims",
    "measure_id",
    *VALUE,
    example="value_low 23, measure_id empty",
    note="the claim has a value, but no measure_id",
    fix="say which measure the value is of",
)
def value_without_measure() -> nw.Expr:
    """A claim has a value of no measure."""
    return _has_value() & ~_has("measure_id")


@row_rule(
    "claims",
    "qualifier_id",
    *VALUE,
    example="value_low 23, qualifier_id empty",
    note="the claim has a value, but no qualifier_id",
    fix="say how the value is meant; plain numbers are exact",
)
def value_without_qualifier() -> nw.Expr:
    """A claim has a value of which nothing says how it is meant."""
    return _has_value() & ~_has("qualifier_id")


@row_rule(
    "claims",
    "measure_id",
    *VALUE,
    example="measure_id injured, no value",
    note="the claim is about {measure_id}, but has no value",
    fix="fill the value in, or leave measure_id empty",
)
def measure_without_value() -> nw.Expr:
    """A claim names a measure, but states no value of it."""
    return _has("measure_id") & ~_has_value()


@row_rule(
    "claims",
    "measure_id",
    "stance",
    example="stance denied, measure_id empty",
    note="the stance is denied, but there is no measure_id",
    fix="name the measure whose value is denied",
)
def denial_without_measure() -> nw.Expr:
    """A denial does not say which proposition or figure is denied."""
    return (nw.col("stance") == "denied") & ~_has("measure_id")


@row_rule(
    "claims",
    "supersession",
    "supersedes_claim_id",
    example="supersession update, supersedes_claim_id empty",
    note="supersedes_claim_id is {supersedes_claim_id}, supersession is {supersession}: one without the other",
    fix="fill both or neither",
)
def supersession_incomplete() -> nw.Expr:
    """A claim supersedes another without saying how, or says how without saying which."""
    return _has("supersession") != _has("supersedes_claim_id")
