"""What follows for measures that nobody stated, as a table, and as estimates."""

from collections.abc import Iterable

import polars as pl

from claimpack.reconcile.figures import COUNTS
from claimpack.reconcile.solving import Solution
from claimpack.reconcile.standing import NOWHERE, SLOT

CONSEQUENCES = {
    **dict.fromkeys(SLOT, pl.String()),
    **dict.fromkeys(("low", "high"), pl.Float64()),
    "figures": pl.List(pl.UInt32()),
}
"""The bounds that follow, and the figures that they rest on, by number."""


def consequences_of(solutions: Iterable[Solution]) -> pl.DataFrame:
    """Return the CONSEQUENCES that solutions tell of."""
    rows = [
        (solution.event_id, some.measure, some.place or NOWHERE, some.low, some.high, some.figures)
        for solution in solutions
        for some in solution.consequences
    ]
    return pl.DataFrame(rows, CONSEQUENCES, orient="row")


def derived_estimates(consequences: pl.DataFrame, figure_ids: pl.Series) -> pl.DataFrame:
    """Return estimates of measures that nobody stated: SLOT, low, best, high, status, COUNTS, rule."""
    return consequences.select(
        *SLOT,
        "low",
        pl.when(pl.col("low") == pl.col("high")).then("low").alias("best"),
        "high",
        pl.lit("derived").alias("status"),
        *(pl.lit(0, pl.Int64).alias(count) for count in COUNTS),
        _rules(consequences["figures"], figure_ids),
    )


def _rules(figures: pl.Series, figure_ids: pl.Series) -> pl.Series:
    """Return for each list of figures the word derived and their ids, sorted."""
    order = figure_ids.arg_sort()
    place = pl.Series(pl.int_range(len(order), eager=True), dtype=pl.UInt32)
    rank = pl.DataFrame({"number": order, "rank": place}).sort("number")["rank"]
    rests = pl.DataFrame({"row": pl.int_range(len(figures), eager=True), "number": figures}).explode("number")
    ranked = rests.with_columns(rank=rank.gather(rests["number"])).sort("row", "rank")
    named = ranked.select("row", id=figure_ids.gather(order).gather(ranked["rank"]))
    texts = named.group_by("row", maintain_order=True).agg(pl.col("id").str.join(" "))["id"]
    return ("derived " + texts).str.strip_chars_end(" ").alias("rule")
