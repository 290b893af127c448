"""Which figures have to be compared by more than a glance: those of one event whose measures are tied."""

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from claimpack.reconcile.arithmetic import Arithmetic
from claimpack.reconcile.figure import Figure
from claimpack.reconcile.solving import Tied
from claimpack.reconcile.standing import BOUNDS, SLOT
from claimpack.reconcile.widening import Interval, exact

GROUP = ("event_id", "group")


def groups_to_solve(figures: pl.DataFrame, estimates: pl.DataFrame, arithmetic: Arithmetic) -> pl.DataFrame:
    """Return the figures of each group that may hold a conflict or a consequence, with `group` and `number`.

    A group is an event and a number for the measures that are tied. It is solved where identities tie its measures,
    where figures of one measure exclude each other or its domain, or where a measure that parts have no more of than
    wholes is stated for several places. Revised figures are left out.
    """
    measures = _measure_table(arithmetic)
    current = figures.filter(~pl.col("is_revised")).join(measures, on="measure_id", how="left", maintain_order="left")
    disjoint = estimates.filter(pl.col("status") == "conflict").select(*SLOT, is_disjoint=pl.lit(value=True))
    marked = current.join(disjoint, on=SLOT, how="left", maintain_order="left")
    of_interest = marked.group_by(GROUP).agg(
        pl.col("is_tied").any() | pl.col("is_disjoint").any() | _is_impossible().any() | _has_parts()
    )
    wanted = of_interest.filter(pl.col("is_tied")).select(GROUP)
    return current.join(wanted, on=GROUP, how="semi", maintain_order="left")


def tied_figures(figures: pl.DataFrame, arithmetic: Arithmetic) -> Iterator[Tied]:
    """Yield the figures of each group in the order of events."""
    columns = (*GROUP, "number", "measure_id", "place_id", *BOUNDS, "support", "said_on")
    times = (pl.coalesce("low", pl.col("time_low").cast(pl.Float64)), pl.coalesce("high", "time_high"))
    support = pl.col("origin_count") + (pl.col("untraced_count") > 0)
    told = figures.with_columns(low=times[0], high=times[1], support=support)
    rows = told.select(columns).sort(*GROUP, "number")
    for (event_id, _), group in rows.group_by(GROUP, maintain_order=True):
        members = [
            Figure(number, measure, place or None, Interval(_exact(low), _exact(high), *is_open), support, said_on)
            for _, _, number, measure, place, low, high, *is_open, support, said_on in group.iter_rows()
        ]
        yield Tied(str(event_id), arithmetic.tied[members[0].measure], members)


def _measure_table(arithmetic: Arithmetic) -> pl.DataFrame:
    groups = {group: number for number, group in enumerate(dict.fromkeys(arithmetic.tied.values()))}
    rows = [
        (
            name,
            groups[arithmetic.tied[name]],
            len(arithmetic.tied[name]) > 1,
            measure.is_additive,
            None if measure.domain.low is None else float(measure.domain.low),
            None if measure.domain.high is None else float(measure.domain.high),
        )
        for name, measure in arithmetic.measures.items()
    ]
    schema = {
        "measure_id": pl.String,
        "group": pl.Int64,
        "is_tied": pl.Boolean,
        "is_additive": pl.Boolean,
        "minimum": pl.Float64,
        "maximum": pl.Float64,
    }
    return pl.DataFrame(rows, schema, orient="row")


def _is_impossible() -> pl.Expr:
    """Tell whether a figure leaves no value that its measure can have."""
    low, high = pl.col("low"), pl.col("high")
    empty = (low > high) | ((low == high) & (pl.col("is_low_open") | pl.col("is_high_open")))
    above = (low > pl.col("maximum")) | ((low == pl.col("maximum")) & pl.col("is_low_open"))
    below = (high < pl.col("minimum")) | ((high == pl.col("minimum")) & pl.col("is_high_open"))
    return pl.any_horizontal(check.fill_null(False) for check in (empty, above, below))


def _has_parts() -> pl.Expr:
    return pl.col("is_additive").any() & (pl.col("place_id").n_unique() > 1)


def _exact(value: float | None) -> Fraction | None:
    return None if value is None else exact(value)
