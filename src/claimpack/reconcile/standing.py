"""Which claims count, what each leaves possible, and whose word it is."""

from collections.abc import Sequence

import narwhals as nw
import polars as pl

from claimpack.reconcile.lookups import Lookups, counted
from claimpack.reconcile.tables import Frame

SLOT = ("event_id", "measure_id", "place_id")
"""What a figure is of: one measure of one event in one place."""

NOWHERE = ""
"""Stands for no place in a slot, so that slots can be joined."""

SAYERS = ("source_id", "origin_id", "actor_id")
"""Who stands behind a claim."""

BOUNDS = ("low", "high", "is_low_open", "is_high_open")
INTERVAL = (*BOUNDS, "time_low", "time_high")


def standing_claims(claims: Frame, events: Frame, lookups: Lookups) -> Frame:
    """Return the claims on some events that count, with SLOT, INTERVAL, SAYERS, claim_id, and these columns.

    `origin_id`: the actor who is known to have said it, null where the outlet names nobody. `actor_id`: the origin,
    else the outlet at the root of the source's derivation chain. `said_on`: the date of the claim, else of its
    source. `is_cumulative`: from the measure.
    """
    placed = with_place(claims, events)
    said = _with_origins(counted(placed, lookups.kinds), lookups.sources)
    known = _looked_up(said, lookups.replaced, ["claim_id"])
    is_echo = ~nw.col("is_superseded") & ~nw.col("is_held")
    standing = known.filter(~(nw.col("is_superseded") | is_echo).fill_null(False))
    return _with_intervals(standing, lookups).select(
        *SLOT,
        *INTERVAL,
        *SAYERS,
        "claim_id",
        is_cumulative=nw.col("measure_id").is_in(lookups.kinds.cumulative),
        said_on=nw.coalesce("claimed_on", "published_on"),
    )


def superseded_slots(claims: Frame, events: Frame, lookups: Lookups) -> Frame:
    """Return each slot, once, of which a claim was superseded by another."""
    superseded = nw.from_native(lookups.replaced.lazy().filter("is_superseded"))
    gone = claims.filter(~nw.col("measure_id").is_null()).join(superseded, on="claim_id", how="semi")
    return with_place(gone, events).select(*SLOT).unique()


def with_place(claims: Frame, events: Frame) -> Frame:
    """Keep the claims on these events, with the event's place where they are restricted to none."""
    places = events.select("event_id", event_place=nw.col("place_id"))
    place = nw.coalesce("place_id", "event_place").fill_null(NOWHERE)
    return claims.join(places, on="event_id", how="inner").with_columns(place_id=place)


def _with_origins(claims: Frame, sources: pl.DataFrame) -> Frame:
    """Add whose word a claim is.

    A source that is not held is known only through those that name it. So what it states in its own name has a
    known origin, its outlet, just as where another source attributes it to that outlet.
    """
    joined = claims.join(nw.from_native(sources.lazy()), on="source_id", how="inner")
    is_known = (nw.col("attribution") != "none") | ~nw.col("is_held")
    origin = nw.when(is_known).then(nw.col("claimant_id"))
    return joined.with_columns(origin_id=origin).with_columns(actor_id=nw.coalesce("origin_id", "root_outlet_id"))


def _with_intervals(claims: Frame, lookups: Lookups) -> Frame:
    """Add what a claim leaves possible: INTERVAL.

    Counts, ranks and propositions have closed bounds, rounded inwards; unbounded is null. Times are seconds.
    """
    measure, qualifier, kinds = nw.col("measure_id"), nw.col("qualifier_id"), lookups.kinds
    qualified = claims.with_columns(is_whole=measure.is_in(kinds.whole), is_strict=qualifier.is_in(kinds.strict))
    scaled = _looked_up(qualified, lookups.scaled, ["qualifier_id", "value_low", "value_high", "is_whole"])
    timed = _looked_up(scaled, lookups.times, ["qualifier_id", "value_time"])
    is_strict, is_whole = nw.col("is_strict"), nw.col("is_whole")
    step = nw.when(is_strict & is_whole).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
    low = nw.when(qualifier.is_in(kinds.with_low)).then(nw.col("value_low") + step)
    high = nw.when(qualifier.is_in(kinds.with_high)).then(nw.col("value_high") - step)
    is_scaled = qualifier.is_in(kinds.scaled)
    return timed.with_columns(
        low=nw.when(is_scaled).then(nw.col("scaled_low")).otherwise(low),
        high=nw.when(is_scaled).then(nw.col("scaled_high")).otherwise(high),
    ).with_columns(
        is_low_open=(is_strict & ~is_whole & ~nw.col("low").is_null()).fill_null(False),
        is_high_open=(is_strict & ~is_whole & ~nw.col("high").is_null()).fill_null(False),
    )


def _looked_up(claims: Frame, table: pl.DataFrame, keys: Sequence[str]) -> Frame:
    """Add the columns that a table has for a claim, null where it has none; a table without rows costs no join."""
    if table.height:
        return claims.join(nw.from_native(table.lazy()), on=list(keys), how="left")
    missing = {name: nw.lit(None, kind) for name, kind in nw.from_native(table).schema.items() if name not in keys}
    return claims.with_columns(**missing)
