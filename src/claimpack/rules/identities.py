"""Rules on accounting identities, qualifiers and measures: what figures are reckoned with."""

from collections.abc import Iterator

import narwhals as nw

from claimpack.rules.rule import Breach, package_rule, row_rule
from claimpack.rules.table import Tables


@row_rule(
    "identity_terms",
    "coefficient",
    example="coefficient 0",
    note="the coefficient is 0, so the measure plays no part",
    fix="remove the term, or give its weight",
)
def coefficient_zero() -> nw.Expr:
    """A term of an identity has no weight."""
    return nw.col("coefficient") == 0


@package_rule(
    needs={"identities": ("identity_id",), "identity_terms": ("identity_id",)},
    example="an identity with the one term drones-launched",
    note="{identity_id} has fewer than two terms",
    fix="add the measures that it ties together, or remove the identity",
)
def identity_too_short(tables: Tables) -> Iterator[Breach]:
    """An identity ties fewer than two measures together."""
    counts = tables["identity_terms"].rows.group_by("identity_id").agg(nw.len().alias("count"))
    whole = counts.filter(nw.col("count") >= 2)
    yield Breach("identities", "identity_id", tables["identities"].rows.join(whole, on="identity_id", how="anti"))


@package_rule(
    needs={
        "identities": ("identity_id",),
        "identity_terms": ("identity_id", "measure_id"),
        "measures": ("measure_id", "unit"),
    },
    example="drones (weapon) and injured (person) in one sum",
    note="the terms of {identity_id} have several units, {first} and {last} among them",
    fix="sum only measures of one unit",
)
def identity_of_several_units(tables: Tables) -> Iterator[Breach]:
    """The terms of an identity do not share one unit."""
    terms = tables["identity_terms"].rows.join(
        tables["measures"].rows.select("measure_id", "unit"), on="measure_id", how="inner"
    )
    units = terms.group_by("identity_id").agg(first=nw.col("unit").min(), last=nw.col("unit").max())
    mixed = units.filter(nw.col("first") != nw.col("last"))
    yield Breach("identities", "identity_id", tables["identities"].rows.join(mixed, on="identity_id", how="inner"))


@row_rule(
    "qualifiers",
    "low_factor",
    "high_factor",
    example="low_factor 1.2, high_factor 0.8",
    note="low_factor {low_factor} is above high_factor {high_factor}",
    fix="put the smaller factor into low_factor",
)
def factors_reversed() -> nw.Expr:
    """A qualifier's low factor lies above its high factor, so that nothing could be meant."""
    return nw.col("low_factor") > nw.col("high_factor")


@row_rule(
    "measures",
    "minimum",
    "maximum",
    example="minimum 100, maximum 0",
    note="minimum {minimum} is above maximum {maximum}",
    fix="swap them, or correct the wrong one",
)
def domain_empty() -> nw.Expr:
    """A measure's minimum lies above its maximum, so that it can have no value."""
    return nw.col("minimum") > nw.col("maximum")
