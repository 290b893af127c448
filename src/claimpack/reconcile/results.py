"""The rows of the computed tables, each with the columns of its schema."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from claimpack.reconcile.best import Rule
from claimpack.reconcile.consequences import derived_estimates
from claimpack.reconcile.explanation import Told, explain
from claimpack.reconcile.figures import COUNTS
from claimpack.reconcile.ids import content_id, content_ids
from claimpack.reconcile.moments import spell_moment
from claimpack.reconcile.names import Names
from claimpack.reconcile.solving import Solution
from claimpack.reconcile.standing import NOWHERE, SLOT

SEARCH_NOTES = {
    "truncated": "There are more conflicts among these figures than are listed.",
    "undecided": "The time allowed ran out; there may be more conflicts among these figures than are listed.",
}
"""What is said where a search for conflicts did not end complete, by kind of row; repairs have the same kinds."""

KEYS = {
    "figures": ("figure_id",),
    "figure_claims": ("figure_id", "claim_id"),
    "estimates": ("estimate_id",),
    "conflicts": ("conflict_id",),
    "conflict_figures": ("conflict_id", "figure_id"),
    "conflict_identities": ("conflict_id", "identity_id"),
    "repairs": ("repair_id",),
}
"""Each computed table with its primary key."""

CONFLICTS = {"conflict_id": pl.String, "event_id": pl.String, "kind": pl.String, "explanation": pl.String}
CONFLICT_FIGURES = {"conflict_id": pl.String, "figure_id": pl.String}
CONFLICT_IDENTITIES = {"conflict_id": pl.String, "identity_id": pl.String}


def figure_table(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the table `figures`: places that are none are empty, and moments are told as text."""
    moments = (pl.col(name).map_elements(spell_moment, pl.String) for name in ("time_low", "time_high"))
    told = figures.with_columns(_place(), *moments)
    bounds = ("low", "high", "time_low", "time_high", *COUNTS, "is_low_open", "is_high_open")
    return told.select("figure_id", *SLOT, *bounds)


def estimate_table(
    estimates: pl.DataFrame,
    consequences: pl.DataFrame,
    after_repair: pl.DataFrame,
    figure_ids: pl.Series,
    rule: Rule,
) -> pl.DataFrame:
    """Return the table `estimates`: those of stated measures, what follows for others, and what repairs leave."""
    stated = estimates.with_columns(rule=pl.lit(rule))
    both = pl.concat([stated, derived_estimates(consequences, figure_ids)])
    new = after_repair.join(both, on=SLOT, how="anti").select(
        *SLOT, status=pl.lit("derived"), rule=pl.lit("derived"), **dict.fromkeys(COUNTS, pl.lit(0, pl.Int64))
    )
    told = pl.concat([both, new], how="diagonal").join(after_repair, on=SLOT, how="left", maintain_order="left")
    return told.select(
        content_ids("estimate", told.select(SLOT)),
        *("event_id", "measure_id", _place(), "low", "best", "high", "status", *COUNTS, "rule", "best_after_repair"),
    )


def conflict_tables(
    solutions: Iterable[Solution], figure_ids: Sequence[str], told: Mapping[int, Told], names: Names
) -> dict[str, pl.DataFrame]:
    """Return the tables `conflicts`, `conflict_figures` and `conflict_identities`.

    Where not all conflicts of an event were found, a row without figures says so.
    """
    conflicts: list[tuple[str, str, str, str]] = []
    figures, identities = [], []
    for solution in solutions:
        for conflict in solution.conflicts:
            members = sorted(figure_ids[number] for number in conflict.figures)
            conflict_id = content_id("conflict", solution.event_id, *members)
            conflicts.append(
                (conflict_id, solution.event_id, conflict.kind, explain(solution.event_id, conflict, told, names))
            )
            figures += [(conflict_id, figure) for figure in members]
            identities += [(conflict_id, identity) for identity in conflict.identities]
        if solution.search != "complete":
            note = SEARCH_NOTES[solution.search]
            conflict_id = content_id("conflict", solution.event_id, solution.search, *solution.measures)
            conflicts.append((conflict_id, solution.event_id, solution.search, note))
    return {
        "conflicts": pl.DataFrame(conflicts, CONFLICTS, orient="row"),
        "conflict_figures": pl.DataFrame(figures, CONFLICT_FIGURES, orient="row"),
        "conflict_identities": pl.DataFrame(identities, CONFLICT_IDENTITIES, orient="row"),
    }


def _place() -> pl.Expr:
    place = pl.col("place_id")
    return pl.when(place != NOWHERE).then(place).alias("place_id")
