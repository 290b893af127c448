"""Events in which nothing conflicts, solved all at once; the others are left to be solved one by one."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from claimpack.reconcile.arithmetic import Arithmetic, Layout
from claimpack.reconcile.blocks import NO_FIGURE, Block, Figures, Following, Integers, Shape, shape_of
from claimpack.reconcile.consequences import CONSEQUENCES
from claimpack.reconcile.groups import GROUP
from claimpack.reconcile.standing import NOWHERE, SLOT

AT_ONCE = 4_096
"""Events whose arrays stay small."""

SEPARATOR = "\x1f"


def solve_calm(figures: pl.DataFrame, arithmetic: Arithmetic) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the CONSEQUENCES of groups of figures that hold no conflict, and the figures of all other groups.

    `figures` are those of `groups_to_solve`. Groups for which floating point might not be exact are among the others.
    """
    placed, layouts = _placed(figures, arithmetic)
    cases = placed.select(*GROUP, "case", "layout").unique("case", maintain_order=True)
    is_calm = np.zeros(cases.height, bool)
    found: list[Following] = []
    for (layout,), rows in placed.group_by("shape", maintain_order=True):
        shape = shape_of(layouts[layout].system, layouts[layout].domain)
        if shape is not None:
            for calm, following in _solved(shape, rows):
                is_calm[calm] = True
                found.append(following)
    cases = cases.with_columns(is_calm=pl.Series(is_calm, dtype=pl.Boolean)).filter(pl.col("is_calm").all().over(GROUP))
    others = figures.join(cases, on=GROUP, how="anti", maintain_order="left")
    return _tabulated(cases, layouts, found), others


def _placed(figures: pl.DataFrame, arithmetic: Arithmetic) -> tuple[pl.DataFrame, list[Layout]]:
    """Return the figures with `case`, `layout`, `shape` and `column`, by case and number, and the layouts.

    A case is a group's figures of one layout. Layouts of one shape have one system; it is the first such layout.
    """
    places = pl.col("place_id").unique().sort().str.join(SEPARATOR).alias("places")
    groups = figures.group_by(GROUP).agg(places, pl.col("measure_id").first().alias("any_measure"))
    kinds = groups.group_by("group", "places").agg(pl.col("any_measure").min()).sort("group", "places")
    layouts: list[Layout] = []
    shapes: dict[int, int] = {}
    parts = []
    for group, all_places, measure in kinds.iter_rows():
        tied = arithmetic.tied[measure]
        for layout in arithmetic.layouts(tied, [place or None for place in all_places.split(SEPARATOR)]):
            shape = shapes.setdefault(id(layout.system), len(layouts))
            for at, place in enumerate(layout.places):
                parts.append((group, all_places, place or "", len(layouts), shape, at * len(layout.measures)))
            layouts.append(layout)
    schema = {"group": pl.Int64, "places": pl.String, "place_id": pl.String}
    schema |= dict.fromkeys(("layout", "shape", "offset"), pl.Int64)
    of_measure = [(measure, tied.index(measure)) for measure, tied in arithmetic.tied.items()]
    placed = (
        figures.join(groups.select(*GROUP, "places"), on=GROUP)
        .join(pl.DataFrame(parts, schema, orient="row"), on=("group", "places", "place_id"))
        .join(pl.DataFrame(of_measure, {"measure_id": pl.String, "position": pl.Int64}, orient="row"), on="measure_id")
        .sort(*GROUP, "layout", "number")
    )
    return placed.with_columns(
        case=pl.struct(*GROUP, "layout").rle_id().cast(pl.Int64), column=pl.col("offset") + pl.col("position")
    ), layouts


def _solved(shape: Shape, rows: pl.DataFrame) -> Iterator[tuple[Integers, Following]]:
    """Yield, some at a time, the cases of a shape that hold no conflict, and what follows in them."""
    bounds = rows.with_columns(
        low=pl.coalesce("low", pl.col("time_low").cast(pl.Float64)),
        high=pl.coalesce("high", pl.col("time_high").cast(pl.Float64)),
        event=pl.col("case").rle_id().cast(pl.Int64),
    )
    is_plain = ~pl.any_horizontal("is_low_open", "is_high_open")
    for bound in (pl.col("low"), pl.col("high")):
        is_plain &= ((bound == bound.round()) & (bound.abs() < shape.largest)).fill_null(value=True)
    told = bounds.with_columns(
        low=pl.when(is_plain).then("low").fill_null(-np.inf),
        high=pl.when(is_plain).then("high").fill_null(np.inf),
        is_plain=is_plain,
    )
    events = told["event"].to_numpy()
    for start in range(0, events[-1] + 1, AT_ONCE):
        first, last = np.searchsorted(events, (start, start + AT_ONCE))
        some = told[first:last]
        columns = (some[name].to_numpy() for name in ("column", "low", "high", "number"))
        figures = Figures(events[first:last] - start, *columns)
        cases = some["case"].unique(maintain_order=True).to_numpy()
        block = Block(shape, figures, len(cases))
        is_calm = block.are_calm()
        is_calm[figures.events[~some["is_plain"].to_numpy()]] = False
        calm = np.flatnonzero(is_calm)
        following = block.following(calm)
        yield cases[calm], following._replace(events=cases[following.events])


def _tabulated(cases: pl.DataFrame, layouts: Sequence[Layout], found: Sequence[Following]) -> pl.DataFrame:
    """Return as CONSEQUENCES what follows in these cases."""
    slots = [
        (number, column, measure, place or NOWHERE)
        for number, layout in enumerate(layouts)
        for column, (measure, place) in enumerate(map(layout.slot, range(layout.system.width)))
    ]
    schema = {"layout": pl.Int64, "column": pl.Int64, "measure_id": pl.String, "place_id": pl.String}
    about = pl.DataFrame(slots, schema, orient="row")
    parts = [
        pl.DataFrame({"case": some.events, "column": some.columns, "low": some.low, "high": some.high}).with_columns(
            _lists(some.figures)
        )
        for some in found
    ]
    nothing = pl.DataFrame(schema={"case": pl.Int64(), "column": pl.Int64(), **CONSEQUENCES}).drop(SLOT)
    rows = pl.concat([nothing, *parts]).join(cases, on="case").join(about, on=["layout", "column"])
    bounds = (pl.when(pl.col(name).is_finite()).then(name).alias(name) for name in ("low", "high"))
    return rows.with_columns(bounds).select(*CONSEQUENCES)


def _lists(figures: Integers) -> pl.Series:
    """Return the figures of each row of an array as a list, sorted, each once."""
    ordered = np.sort(figures, axis=1)
    is_new = np.diff(ordered, axis=1, prepend=NO_FIGURE) > 0
    flat = pl.DataFrame({"row": np.nonzero(is_new)[0], "figures": ordered[is_new].astype(np.uint32)})
    every = pl.DataFrame({"row": np.arange(len(figures))})
    lists = flat.group_by("row", maintain_order=True).agg("figures")
    none = pl.lit([], CONSEQUENCES["figures"])
    return every.join(lists, on="row", how="left", maintain_order="left")["figures"].fill_null(none)
