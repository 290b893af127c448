"""Estimates: what all figures of a measure say together."""

import narwhals as nw
import polars as pl

from claimpack.reconcile.best import Rule, Said, best_value
from claimpack.reconcile.figures import COUNTS, slots_of
from claimpack.reconcile.standing import INTERVAL, SLOT


def estimates_of(figures: pl.DataFrame, superseded: pl.DataFrame, claims: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return one row for each slot: SLOT, COUNTS, low, best, high and status.

    `figures` have `is_revised`; those that are do not count for low, best and high. `superseded` are slots of which
    a claim was superseded; `claims` are those that the figures are of.
    """
    current = figures.filter(~pl.col("is_revised"))
    hulls = current.group_by(SLOT).agg(_hull("low", "min"), _hull("high", "max"), *_overlap(), figure_count=pl.len())
    revised = pl.concat([figures.filter("is_revised").select(SLOT), superseded]).unique()
    marked = revised.with_columns(has_revised=pl.lit(value=True))
    is_alone = pl.len().over(SLOT) == 1
    said = claims.join(figures.filter(~is_alone), on=SLOT, how="semi")
    several: pl.DataFrame = slots_of(nw.from_native(said.lazy())).collect().to_native()
    slots = pl.concat([figures.filter(is_alone).select(*SLOT, *COUNTS), several.select(*SLOT, *COUNTS)])
    joined = slots.join(hulls, on=SLOT, how="left").join(marked, on=SLOT, how="left")
    best = _best_values(said.join(current, on=[*SLOT, *INTERVAL], how="semi", nulls_equal=True), rule)
    point = pl.when(pl.col("low") == pl.col("high"), pl.col("figure_count") == 1).then(pl.col("low"))
    status = (
        pl.when("is_disjoint")
        .then(pl.lit("conflict"))
        .when("has_revised")
        .then(pl.lit("revised"))
        .when(pl.col("claim_count") == 1)
        .then(pl.lit("single"))
        .otherwise(pl.lit("agree"))
    )
    told = joined.join(best, on=SLOT, how="left").with_columns(status=status, best=pl.coalesce("best", point))
    return told.select(*SLOT, "low", "best", "high", "status", *COUNTS)


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


def _best_values(said: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the best value of each slot."""
    groups = said.group_by(SLOT).agg(pl.struct(Said._fields).alias("said"))
    values = [best_value([Said(**claim) for claim in group], rule) for group in groups["said"]]
    return groups.select(*SLOT, best=pl.Series(values, dtype=pl.Float64))
