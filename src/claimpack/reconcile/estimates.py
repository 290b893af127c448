"""Estimates: what all figures of a measure say together."""

import narwhals as nw
import polars as pl

from claimpack.reconcile.best import Rule, best_values
from claimpack.reconcile.figures import COUNTS, slots_of
from claimpack.reconcile.slices import Slice
from claimpack.reconcile.standing import BOUNDS, SLOT


def estimates_of(some: Slice, rule: Rule) -> pl.DataFrame:
    """Return one row for each slot of a slice: SLOT, COUNTS, low, best, high and status.

    Revised figures do not count for low, best and high.
    """
    figures = some.figures
    is_alone = ~(_is_as_before() | _is_as_before().shift(-1, fill_value=False))
    alone = figures.filter(is_alone).with_columns(
        best=pl.when(pl.col("low") == pl.col("high")).then(pl.col("low")),
        is_disjoint=(pl.col("low") > pl.col("high")).fill_null(False),
        has_revised=pl.lit(value=False),
    )
    several = _of_several(figures.filter(~is_alone), some.claims, rule)
    columns = (*SLOT, "low", "best", "high", "is_disjoint", "has_revised", *COUNTS)
    both = pl.concat([alone.select(columns), several.select(columns)])
    marked = some.superseded.with_columns(was_superseded=pl.lit(value=True))
    status = (
        pl.when("is_disjoint")
        .then(pl.lit("conflict"))
        .when(pl.col("has_revised") | pl.col("was_superseded"))
        .then(pl.lit("revised"))
        .when(pl.col("claim_count") == 1)
        .then(pl.lit("single"))
        .otherwise(pl.lit("agree"))
    )
    told = both.join(marked, on=SLOT, how="left").with_columns(status=status)
    return told.select(*SLOT, "low", "best", "high", "status", *COUNTS)


def _is_as_before() -> pl.Expr:
    """Tell whether a figure is of the same slot as the one before it."""
    return pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in SLOT).fill_null(False)


def _of_several(figures: pl.DataFrame, claims: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return estimates, not yet with a status, of slots that all have several figures."""
    # A slot is known by the number of its first figure.
    known = figures.with_columns(slot=pl.when(~_is_as_before()).then("number").forward_fill())
    current = known.filter(~pl.col("is_revised"))
    hulls = current.group_by("slot").agg(_hull("low", "min"), _hull("high", "max"), *_overlap())
    revised = known.group_by("slot").agg(pl.col(SLOT).first(), has_revised=pl.col("is_revised").any())
    said = claims.join(known.select("number", "slot"), on="number")
    counts: pl.DataFrame = slots_of(nw.from_native(said.lazy())).collect().to_native()
    best = best_values(claims.join(current.select("number", "slot", *BOUNDS), on="number"), rule)
    return revised.join(counts, on="slot").join(hulls, on="slot", how="left").join(best, on="slot", how="left")


def _hull(bound: str, extreme: str) -> pl.Expr:
    """Return the outermost of bounds, null where any is unbounded."""
    column = pl.col(bound)
    outermost = column.min() if extreme == "min" else column.max()
    return pl.when(column.is_not_null().all()).then(outermost)


def _overlap() -> list[pl.Expr]:
    """Tell whether two figures exclude each other: where a lower bound lies beyond an upper one."""
    low, high = pl.col("low"), pl.col("high")
    beyond = low.max() > high.min()
    touching = (low.filter("is_low_open").max() >= high.min()) | (low.max() >= high.filter("is_high_open").min())
    times = pl.col("time_low").max() > pl.col("time_high").min()
    return [pl.any_horizontal(check.fill_null(False) for check in (beyond, touching, times)).alias("is_disjoint")]
