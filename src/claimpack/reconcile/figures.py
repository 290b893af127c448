"""Figures: the distinct intervals that claims put on one measure of one event in one place, and who stands behind."""

import narwhals as nw
import polars as pl

from claimpack.reconcile.standing import INTERVAL, SLOT
from claimpack.reconcile.tables import Frame

COUNTS = ("claim_count", "source_count", "origin_count", "untraced_count")


def figures_of(claims: Frame) -> Frame:
    """Return one row for each figure of standing claims: SLOT, INTERVAL, COUNTS and these columns.

    `said_on`: when it was last said, null where any of its claims has no date. `last_said_on`: when it was last said,
    as far as is known. `is_cumulative`: from the measure.
    """
    day = nw.col("said_on")
    grouped = claims.group_by(*SLOT, *INTERVAL).agg(
        *_counts(),
        last_said_on=day.max(),
        undated=day.is_null().sum(),
        is_cumulative=nw.col("is_cumulative").any(),
    )
    said_on = nw.when(nw.col("undated") == 0).then(nw.col("last_said_on"))
    return _with_untraced(grouped).with_columns(said_on=said_on).drop("undated")


def slots_of(claims: Frame) -> Frame:
    """Return one row for each `slot` of claims: COUNTS over all its figures."""
    return _with_untraced(claims.group_by("slot").agg(*_counts()))


def _counts() -> list[nw.Expr]:
    origin = nw.col("origin_id")
    return [
        nw.len().cast(nw.Int64).alias("claim_count"),
        nw.col("source_id").n_unique().cast(nw.Int64).alias("source_count"),
        # n_unique counts "nobody known" as one more.
        (origin.n_unique().cast(nw.Int64) - origin.is_null().any().cast(nw.Int64)).alias("origin_count"),
        nw.col("actor_id").n_unique().cast(nw.Int64).alias("actor_count"),
    ]


def _with_untraced(grouped: Frame) -> Frame:
    """Count the outlets that state it without attribution, and that are not themselves named as its origin."""
    untraced = nw.col("actor_count") - nw.col("origin_count")
    return grouped.with_columns(untraced_count=untraced).drop("actor_count")


def with_revision(figures: pl.DataFrame) -> pl.DataFrame:
    """Add `is_revised`: on a cumulative measure, a figure all of whose claims were followed by a higher one."""
    dated = figures.filter("is_cumulative", pl.col("last_said_on").is_not_null(), pl.col("low").is_not_null())
    highest = dated.group_by(*SLOT, said_on="last_said_on").agg(pl.col("low").max()).sort("said_on", descending=True)
    later = highest.select(*SLOT, "said_on", later_low=pl.col("low").cum_max().shift(1).over(SLOT))
    known = figures.join(later, on=[*SLOT, "said_on"], how="left", maintain_order="left")
    is_revised = (pl.col("later_low") > pl.col("high")).fill_null(False)
    return known.with_columns(is_revised=is_revised).drop("later_low")
