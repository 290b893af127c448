"""The claims that count and their figures, some events at a time, so that not all need a place in the memory."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import NamedTuple

import narwhals as nw
import polars as pl

from claimpack.reconcile.figures import figures_of, with_revision
from claimpack.reconcile.ids import content_ids
from claimpack.reconcile.lookups import Lookups, collected, read_lookups
from claimpack.reconcile.standing import INTERVAL, SAYERS, SLOT, standing_claims, superseded_slots
from claimpack.reconcile.tables import Frame

MOST_CLAIMS = 300_000
"""About how many claims are grouped at a time."""

MOST_SAID = 125_000
"""About how many claims have a place in a slice: what is made of their figures takes more memory than they."""

CODED = ("event_id", "measure_id", "place_id", "qualifier_id", "source_id", "claimant_id", "root_outlet_id")
"""What claims are joined, grouped and counted by."""


class Slice(NamedTuple):
    """The claims that count on `size` of all `events`, after those `before`, and their figures.

    `superseded` are slots of which a claim was superseded, `places` the events with their own places.
    """

    claims: pl.DataFrame
    figures: pl.DataFrame
    superseded: pl.DataFrame
    places: pl.DataFrame
    before: int
    size: int
    events: int


def slices(frames: Mapping[str, Frame]) -> Iterator[Slice]:
    """Yield figures, sorted, with `number` and `figure_id`, and who says them, some events at a time.

    Claims have the `number` of their figure, claim_id, SAYERS as codes, and said_on.
    """
    return chain.from_iterable(map(_cut, map(_numbered, grouped(frames))))


def grouped(frames: Mapping[str, Frame]) -> Iterator[Slice]:
    """Yield standing claims, grouped to figures, some events at a time; their ids are codes."""
    lookups = read_lookups(frames)
    superseded = collected(superseded_slots(frames["claims"], frames["events"], lookups))
    events = collected(frames["events"].select("event_id", "place_id"))
    claims: pl.LazyFrame = frames["claims"].to_native()
    step = max(1, events.height * MOST_CLAIMS // max(claims.select(pl.len()).collect().item(), 1))
    for start in range(0, max(events.height, 1), step):
        some = events.slice(start, step)
        # A join would bring the same about, but it reads all columns of all claims before it looks.
        own = claims.filter(pl.col("event_id").is_in(some["event_id"].implode()))
        gone = superseded.join(some, on="event_id", how="semi")
        yield Slice(*_grouped(own, some.lazy(), lookups), gone, some, start, some.height, events.height)


def _grouped(claims: pl.LazyFrame, events: pl.LazyFrame, lookups: Lookups) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the claims on some events that count, and their figures.

    Ids are codes here, their texts kept once: that halves the time. The texts go with the last frame of the type;
    Polars' own Categorical would keep those of all events.
    """
    codes = pl.Categorical(pl.Categories.random())
    kinds, *known = lookups
    looked_up = Lookups(kinds, *(_coded(table.lazy(), codes).collect() for table in known))
    own, places = (nw.from_native(_coded(rows, codes)) for rows in (claims, events))
    standing: pl.LazyFrame = standing_claims(own, places, looked_up).to_native()
    said = standing.collect(engine="streaming")
    figures: pl.LazyFrame = figures_of(nw.from_native(said.lazy())).to_native()
    return said, figures.collect(engine="streaming")


def _coded(rows: pl.LazyFrame, codes: pl.Categorical) -> pl.LazyFrame:
    return rows.with_columns(pl.col(name).cast(codes) for name in rows.collect_schema().names() if name in CODED)


def _numbered(some: Slice) -> Slice:
    """Sort figures by their content, number them and give them ids; and tell by the number which claims are theirs."""
    keys = [*SLOT, *INTERVAL]
    numbered = with_revision(some.figures).sort(keys).with_row_index("number")
    claims = some.claims.join(numbered.select(*keys, "number"), on=keys, nulls_equal=True)
    figures = numbered.with_columns(pl.col(SLOT).cast(pl.String))
    figures = figures.with_columns(content_ids("figure", figures.select(keys)))
    return some._replace(claims=claims.select("number", "claim_id", *SAYERS, "said_on"), figures=figures)


def _cut(whole: Slice) -> Iterator[Slice]:
    """Yield slices of fewer events, their figures numbered from 0."""
    if whole.claims.height <= MOST_SAID:
        yield whole
        return
    share = 1 + whole.figures.height * MOST_SAID // whole.claims.height
    is_first = pl.col("event_id") != pl.col("event_id").shift(fill_value="")
    part = whole.figures.select(pl.when(is_first).then("number").forward_fill() // share).to_series()
    for number in part.unique(maintain_order=True):
        figures = whole.figures.filter(part == number)
        start, end = figures["number"][0], figures["number"][-1]
        claims = whole.claims.filter(pl.col("number").is_between(start, end))
        from_start = pl.col("number") - start
        before, after = (whole.size * number // whole.figures.height for number in (start, end + 1))
        yield whole._replace(
            claims=claims.with_columns(from_start),
            figures=figures.with_columns(from_start),
            places=whole.places.filter(pl.col("event_id").is_in(figures["event_id"].unique().implode())),
            before=whole.before + before,
            size=after - before,
        )
