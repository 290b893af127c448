"""Random attacks that newsrooms report wrongly in known ways: all figures of each, which are wrong, and how.

An attack has drones and missiles, shot down, lost or penetrated, in numbers as they are in one night. Each figure is
told by one to four outlets, each in the name of an actor of its own. Of the outlets that tell a measure some, or all,
may err: they tell it as a neighbouring measure, or they tell an earlier, lower count, without its date.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import polars as pl

from claimpack.text.typed import TypedTable
from reconcile_events import MEASURES, SUMS, claim_table, read_typed, small_tables

RANGES = ((50, 400), (10, 250), (5, 100), (1, 40), (0, 10), (1, 20))
"""How many drones, then missiles, are shot down, are lost or penetrate."""

CUMULATIVE = frozenset(measure for measure in MEASURES if measure.endswith("penetrated"))
"""What is counted up: where weapons struck is learned over days."""

MOST_OUTLETS, SHARE_OF_EARLIER_COUNTS, SHARE_OF_DATES = 4, 0.25, 0.7


class Told(NamedTuple):
    """A figure: its measure, its value, how many outlets tell it, and whether these may have dates."""

    measure: str
    value: int
    outlets: int
    may_have_dates: bool = True


class Mistake(NamedTuple):
    """A wrong figure: its measure and value, the action that puts it right, and the measure that it is really of."""

    measure: str
    value: int
    action: str
    read_as: str | None


class Attack(NamedTuple):
    """The figures of an attack, and the mistakes in them."""

    figures: Sequence[Told]
    mistakes: frozenset[Mistake]


def attacks(random: Random, figures: int, mistakes: int) -> Iterator[Attack]:
    """Yield attacks without end, each with so many figures, so many of which are wrong and differ from all others."""
    while True:
        cells = [random.randint(*limits) for limits in RANGES]
        truth = dict(zip(MEASURES, (SUMS @ cells).tolist(), strict=True))
        pairs = _mistakes(random, truth, mistakes)
        wrong = [told for _, told, _ in pairs]
        right = [kept for _, _, kept in pairs if kept.outlets]
        others = [measure for measure in MEASURES if measure not in {kept.measure for _, _, kept in pairs}]
        right += (
            Told(measure, truth[measure], random.randint(1, MOST_OUTLETS))
            for measure in random.sample(others, figures - len(wrong) - len(right))
        )
        are_wrong = all(told.value != truth[told.measure] for told in wrong)
        if are_wrong and len({told[:2] for told in wrong}) == mistakes:
            yield Attack([*right, *wrong], frozenset(mistake for mistake, _, _ in pairs))


@cache
def neighbours() -> dict[str, list[str]]:
    """Return for each measure the others that share an identity with it."""
    terms = small_tables()["identity_terms"].select("identity_id", "measure_id")
    pairs = terms.join(terms, on="identity_id").select("measure_id", other="measure_id_right").unique().rows()
    return {measure: sorted(other for one, other in pairs if one == measure != other) for measure in MEASURES}


def _mistakes(random: Random, truth: Mapping[str, int], count: int) -> list[tuple[Mistake, Told, Told]]:
    """Return mistakes, each with the wrong figure and with what those tell who do not err, if there are any."""
    found: list[tuple[Mistake, Told, Told]] = []
    while len(found) < count:
        is_earlier_count = random.random() < SHARE_OF_EARLIER_COUNTS
        measure = random.choice(sorted(CUMULATIVE) if is_earlier_count else MEASURES)
        if measure in {kept.measure for _, _, kept in found}:
            continue
        value = truth[measure]
        outlets = random.randint(1 + is_earlier_count, MOST_OUTLETS)
        erring = random.randint(1, outlets - is_earlier_count)
        if is_earlier_count:
            earlier = random.randint(value // 2, value - 1)
            mistake = Mistake(measure, earlier, "revise", None)
        else:
            mistake = Mistake(random.choice(neighbours()[measure]), value, "relabel", measure)
        wrong = Told(mistake.measure, mistake.value, erring, not is_earlier_count)
        found.append((mistake, wrong, Told(measure, value, outlets - erring)))
    return found


def write_tables(folder: Path, random: Random, some: Sequence[Attack]) -> dict[str, TypedTable]:
    """Write the typed tables of attacks, event-0 and so on, and return them by name."""
    tables = small_tables()
    is_cumulative = pl.col("measure_id").is_in(sorted(CUMULATIVE))
    tables["measures"] = tables["measures"].with_columns(is_cumulative=is_cumulative)
    ids = {"event_id": [f"event-{event}" for event in range(len(some))], "place_id": None}
    tables["events"] = pl.DataFrame(ids, {"event_id": pl.String, "place_id": pl.String})
    tables["claims"] = _claims(random, some)
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    return read_typed(folder)


def _claims(random: Random, some: Sequence[Attack]) -> pl.DataFrame:
    """Return the table of claims; each outlet of an attack is a source, and names an actor of its own."""
    rows = [
        (event, told.measure, float(told.value), _day(random) if told.may_have_dates else None)
        for event, attack in enumerate(some)
        for told in attack.figures
        for _ in range(told.outlets)
    ]
    schema = {"event": pl.Int64, "measure": pl.String, "value": pl.Float64, "claimed_on": pl.Date}
    table = pl.DataFrame(rows, schema, orient="row").with_row_index("number")
    outlet = pl.int_range(pl.len()).over("event")
    return claim_table(
        table.with_columns(qualifier=pl.lit("exact"), source=outlet, claimant=outlet, attributed=pl.lit(value=True))
    )


def _day(random: Random) -> date | None:
    return date(2025, 7, random.randint(4, 7)) if random.random() < SHARE_OF_DATES else None
