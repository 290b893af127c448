"""Small tables, made once, in which each claim is looked up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from claimpack.reconcile.tables import Frame
from claimpack.reconcile.widening import scaled_value, stated_time

STANCES = ("asserted", "denied", "alleged")
WHOLE_TYPES = ("count", "boolean", "ordinal")
"""Value types that have whole numbers only."""

QUALIFIED = ("qualifier_id", "low_factor", "high_factor", "is_strict")


SCALED = {"scaled_low": pl.Float64(), "scaled_high": pl.Float64()}
TIMES = {"time_low": pl.Int64(), "time_high": pl.Int64()}


class Kinds(NamedTuple):
    """The ids of measures and of qualifiers that are of a kind: to look into a list is quicker than to join a table."""

    boolean: Sequence[str]
    whole: Sequence[str]
    cumulative: Sequence[str]
    strict: Sequence[str]
    with_low: Sequence[str]
    with_high: Sequence[str]
    scaled: Sequence[str]
    """Qualifiers with a factor to be multiplied by."""


class Lookups(NamedTuple):
    """What claims are looked up in.

    `sources`: root_outlet_id, published_on, is_held. `scaled`: scaled_low, scaled_high of each value so qualified.
    `times`: time_low, time_high of each time. `replaced`: claims that another one supersedes (is_superseded) or
    repeats.
    """

    kinds: Kinds
    sources: pl.DataFrame
    scaled: pl.DataFrame
    times: pl.DataFrame
    replaced: pl.DataFrame


def read_lookups(tables: Mapping[str, Frame]) -> Lookups:
    """Read the tables; of the claims only those that need an exact look."""
    qualifiers, sources = collected(tables["qualifiers"].select(*QUALIFIED)), _sources(tables["sources"])
    kinds = _kinds(collected(tables["measures"].select("measure_id", "value_type", "is_cumulative")), qualifiers)
    claims = counted(tables["claims"], kinds)
    qualified = claims.with_columns(is_whole=nw.col("measure_id").is_in(kinds.whole))
    scaled = qualified.filter(nw.col("qualifier_id").is_in(kinds.scaled), ~nw.col("value_low").is_null())
    timed = qualified.filter(~nw.col("value_time").is_null())
    return Lookups(
        kinds,
        sources,
        _each(scaled, qualifiers, ("value_low", "value_high", "is_whole"), scaled_value, SCALED),
        _each(timed, qualifiers, ("value_time",), stated_time, TIMES),
        _replaced(tables["claims"], claims, sources),
    )


def counted(claims: Frame, kinds: Kinds) -> Frame:
    """Return the claims that state a value of a measure, a denied proposition turned into its contrary.

    The denial of a number excludes nothing.
    """
    is_denied = nw.col("stance") == "denied"
    low, high = nw.col("value_low"), nw.col("value_high")
    return claims.filter(
        ~nw.col("measure_id").is_null(),
        nw.col("stance").is_in(STANCES),
        ~is_denied | nw.col("measure_id").is_in(kinds.boolean),
    ).with_columns(
        value_low=nw.when(is_denied).then(1 - high).otherwise(low),
        value_high=nw.when(is_denied).then(1 - low).otherwise(high),
    )


def collected(frame: Frame) -> pl.DataFrame:
    """Return a lazy frame's rows."""
    native: pl.DataFrame = frame.collect().to_native()
    return native


def _kinds(measures: pl.DataFrame, qualifiers: pl.DataFrame) -> Kinds:
    low, high = pl.col("low_factor"), pl.col("high_factor")
    # A strict qualifier with both bounds may leave no whole number, which needs a closer look.
    is_delicate = pl.col("is_strict") & low.is_not_null() & high.is_not_null()
    is_scaled = (low.fill_null(1.0) != 1) | (high.fill_null(1.0) != 1) | is_delicate
    return Kinds(
        boolean=_ids(measures.filter(pl.col("value_type") == "boolean")),
        whole=_ids(measures.filter(pl.col("value_type").is_in(WHOLE_TYPES))),
        cumulative=_ids(measures.filter("is_cumulative")),
        strict=_ids(qualifiers.filter("is_strict")),
        with_low=_ids(qualifiers.filter(low.is_not_null())),
        with_high=_ids(qualifiers.filter(high.is_not_null())),
        scaled=_ids(qualifiers.filter(is_scaled)),
    )


def _ids(rows: pl.DataFrame) -> list[str]:
    """Return the first column."""
    return rows.to_series().to_list()


def _sources(sources: Frame) -> pl.DataFrame:
    """Return sources with the outlet at the root of their derivation chain."""
    parent = "derived_from_source_id"
    rows = collected(sources.select("source_id", "outlet_id", parent, "published_on", "coding_scope"))
    derived = rows.filter(pl.col(parent).is_not_null())
    parents = dict(derived.select("source_id", parent).iter_rows())
    pairs = [(source, _root(source, parents)) for source in parents]
    roots = pl.DataFrame(pairs, {"source_id": pl.String, "root_id": pl.String}, orient="row")
    outlets = rows.select(root_id="source_id", root_outlet_id="outlet_id")
    return rows.join(roots.join(outlets, on="root_id"), on="source_id", how="left").select(
        "source_id",
        "published_on",
        root_outlet_id=pl.coalesce("root_outlet_id", "outlet_id"),
        is_held=pl.col("coding_scope") != "not_held",
    )


def _root(source: str, parents: Mapping[str, str]) -> str:
    while source in parents:
        source = parents[source]
    return source


def _each(
    claims: Frame,
    qualifiers: pl.DataFrame,
    values: tuple[str, ...],
    bounds: Callable[[Mapping[str, Any]], dict[str, Any]],
    schema: Mapping[str, pl.DataType],
) -> pl.DataFrame:
    """Return each distinct qualified value with its bounds."""
    distinct = collected(claims.select("qualifier_id", *values).unique()).join(qualifiers, on="qualifier_id")
    rows = [bounds(row) for row in distinct.iter_rows(named=True)]
    return pl.DataFrame(rows, {**distinct.schema, **schema}).drop(QUALIFIED[1:])


def _replaced(authored: Frame, claims: Frame, sources: pl.DataFrame) -> pl.DataFrame:
    """Return the ids of claims that another claim supersedes, or that one that counts, in a source held, repeats."""
    superseding = authored.filter(~nw.col("supersedes_claim_id").is_null())
    superseded = collected(superseding.select(claim_id=nw.col("supersedes_claim_id")))
    repeating = claims.filter(~nw.col("repeats_claim_id").is_null())
    held = nw.from_native(sources.lazy().filter("is_held"))
    repeated = collected(repeating.join(held, on="source_id", how="semi").select(claim_id=nw.col("repeats_claim_id")))
    both = [
        superseded.with_columns(is_superseded=pl.lit(value=True)),
        repeated.with_columns(is_superseded=pl.lit(value=False)),
    ]
    return pl.concat(both).group_by("claim_id").agg(pl.col("is_superseded").any())
