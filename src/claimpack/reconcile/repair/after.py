"""The values that every cheapest repair of an event agrees on."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import polars as pl

from claimpack.reconcile.best import Rule, Said, best_value
from claimpack.reconcile.repair.outcome import Outcome
from claimpack.reconcile.solving import Solution
from claimpack.reconcile.standing import INTERVAL, NOWHERE, SLOT


def values_after_repair(
    solutions: Iterable[Solution], figures: pl.DataFrame, claims: pl.DataFrame, rule: Rule
) -> pl.DataFrame:
    """Return SLOT and best_after_repair of what all optima of its event agree on.

    That is the best value by the rule of the figures that then stand; where none does, the only value that follows.
    """
    agreed = [
        (solution.event_id, outcome)
        for solution in solutions
        if solution.repaired
        for outcome in solution.repaired.outcomes
        if None not in outcome.values
    ]
    said = _said(figures, claims, {number for _, outcome in agreed for some in outcome.figures for number in some})
    rows = [
        (event, outcome.measure, outcome.place or NOWHERE, value)
        for event, outcome in agreed
        if (value := _only_value(outcome, said, rule)) is not None
    ]
    schema = dict.fromkeys(SLOT, pl.String()) | {"best_after_repair": pl.Float64()}
    return pl.DataFrame(rows, schema, orient="row")


def _only_value(outcome: Outcome, said: Mapping[int, Sequence[Said]], rule: Rule) -> float | None:
    """Return the value that a measure has after each repair, None where repairs differ or leave none."""
    values = {*outcome.values, *_best_values(outcome.figures, said, rule)}
    return values.pop() if len(values) == 1 else None


def _best_values(
    standing: Collection[tuple[int, ...]], said: Mapping[int, Sequence[Said]], rule: Rule
) -> Iterator[float | None]:
    for numbers in standing:
        yield best_value([claim for number in numbers for claim in said[number]], rule)


def _said(figures: pl.DataFrame, claims: pl.DataFrame, numbers: Collection[int]) -> dict[int, list[Said]]:
    """Return what the claims of some figures say, by the figure's number."""
    wanted = pl.DataFrame({"number": sorted(numbers)}, {"number": pl.UInt32})
    told = claims.join(figures.select("number", *INTERVAL).join(wanted, on="number"), on="number")
    found: dict[int, list[Said]] = {}
    for number, *cells in told.select("number", *Said._fields).sort("number", "claim_id").iter_rows():
        found.setdefault(number, []).append(Said(*cells))
    return found
