"""Who states a figure."""

from collections.abc import Mapping

import narwhals as nw
import polars as pl

from claimpack.reconcile.names import Names
from claimpack.reconcile.tables import Frame


def sayers(frames: Mapping[str, Frame], figure_claims: pl.DataFrame, names: Names) -> dict[str, list[str]]:
    """Return for each figure of `figure_claims` the names of those who state it, those named by others first."""
    said = frames["claims"].select("claim_id", "claimant_id", "attribution")
    wanted = nw.from_native(figure_claims.select("figure_id", "claim_id").lazy())
    joined: pl.DataFrame = said.join(wanted, on="claim_id", how="inner").collect().to_native()
    rows = joined.with_columns(is_outlet=pl.col("attribution") == "none").sort("figure_id", "is_outlet", "claimant_id")
    found: dict[str, dict[str, None]] = {}
    for figure, claimant in rows.select("figure_id", "claimant_id").iter_rows():
        found.setdefault(figure, {})[names.actors.get(claimant, claimant)] = None
    return {figure: list(claimants) for figure, claimants in found.items()}
