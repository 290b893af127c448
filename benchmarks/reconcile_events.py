"""Random attacks, some reported wrongly: the typed tables that the benchmarks of reconciling read.

Every attack has drones and missiles, shot down, lost or penetrated; sources state some of the fifteen sums of these,
each several times. In a share of the attacks one claim is wrong.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from frictionless import Schema

from claimpack.profile import profile_schema
from claimpack.text.typed import TypedTable

OBJECTS = {"weapons": ("drones", "missiles"), "drones": ("drones",), "missiles": ("missiles",)}
FATES = {
    "launched": ("shot-down", "lost", "penetrated"),
    "neutralised": ("shot-down", "lost"),
    "shot-down": ("shot-down",),
    "lost": ("lost",),
    "penetrated": ("penetrated",),
}
MEASURES = [f"{kind}-{fate}" for kind, fate in product(OBJECTS, FATES)]
CELLS = list(product(("drones", "missiles"), ("shot-down", "lost", "penetrated")))
SUMS = np.array(
    [
        [kind in kinds and fate in fates for kind, fate in CELLS]
        for kinds, fates in product(OBJECTS.values(), FATES.values())
    ]
)
QUALIFIERS = {"exact": (1.0, 1.0), "at-least": (1.0, None), "about": (0.9, 1.1)}
SOURCES, CLAIMANTS, BATCH = 20_000, 500, 50_000


class Shape(NamedTuple):
    """What an event is like: its stated figures, the claims of each, the share of events with a wrong claim.

    And the share of claims that say at least, or about.
    """

    figures: int
    repeats: int
    wrong: float
    qualified: float


def write_tables(folder: Path, events: int, shape: Shape) -> dict[str, TypedTable]:
    """Write the typed tables of so many events, each with figures × repeats claims, and return them by name."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = small_tables()
    tables["events"] = pl.DataFrame(
        {"event_id": _ids("event", events), "place_id": None}, {"event_id": pl.String, "place_id": pl.String}
    )
    for name, table in tables.items():
        table.write_parquet(folder / f"{name}.parquet")
    pl.concat(_claims(events, shape)).sink_parquet(folder / "claims.parquet")
    return read_typed(folder)


def read_typed(folder: Path) -> dict[str, TypedTable]:
    """Return the typed tables of a folder by name."""
    return {parquet.stem: _typed(parquet.stem, parquet) for parquet in sorted(folder.glob("*.parquet"))}


def _typed(name: str, parquet: Path) -> TypedTable:
    schema = profile_schema(name)
    fields = [schema.get_field(column) for column in pl.scan_parquet(parquet).collect_schema()]
    return TypedTable(name, parquet.name, Schema(fields=fields), parquet)


def _ids(kind: str, count: int) -> pl.Series:
    return pl.select(pl.format(f"{kind}-{{}}", pl.int_range(count))).to_series()


def _claims(events: int, shape: Shape) -> Iterator[pl.LazyFrame]:
    random = np.random.default_rng(1)
    for start in range(0, events, BATCH):
        yield _batch(random, start, min(BATCH, events - start), shape).lazy()


def _batch(random: np.random.Generator, start: int, events: int, shape: Shape) -> pl.DataFrame:
    """Return the claims of some events in a row."""
    figures, repeats, wrong, qualified = shape
    values = random.integers(0, 400, (events, len(CELLS))) @ SUMS.T
    stated = np.argsort(random.random((events, len(MEASURES))), axis=1)[:, :figures]
    told = np.take_along_axis(values, stated, axis=1)
    claimed = np.repeat(told[:, :, np.newaxis], repeats, axis=2)
    claimed[:, 0, 0] += (random.random(events) < wrong) * random.integers(1, 50, events)
    rows = events * figures * repeats
    sources, claimants = random.integers(0, SOURCES, rows), random.integers(0, CLAIMANTS, rows)
    attributed = random.random(rows) < 0.5
    numbers = np.arange(start * figures * repeats, start * figures * repeats + rows)
    measures = dict(enumerate(MEASURES))
    return claim_table(
        pl.DataFrame(
            {
                "number": numbers,
                "event": np.repeat(np.arange(start, start + events), figures * repeats),
                "measure": np.repeat(stated.ravel(), repeats),
                "value": claimed.ravel().astype(float),
                "source": sources,
                "claimant": np.where(attributed, claimants, sources),
                "attributed": attributed,
                "qualifier": _qualifiers(random, rows, qualified),
            }
        ).with_columns(
            pl.col("measure").replace_strict(measures, return_dtype=pl.String), claimed_on=pl.lit(None, pl.Date)
        )
    )


def _qualifiers(random: np.random.Generator, rows: int, qualified: float) -> pl.Series:
    others = len(QUALIFIERS) - 1
    chances = [1 - qualified, *([qualified / others] * others)]
    numbers = pl.Series(random.choice(len(QUALIFIERS), rows, p=chances))
    return numbers.replace_strict(dict(enumerate(QUALIFIERS)), return_dtype=pl.String)


def claim_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the table of claims, of rows that tell of each what it is.

    Columns: number, event, measure, value, qualifier, source, claimant, attributed, claimed_on.

    Things are known by their numbers; the claimant is an actor where it is attributed, and otherwise an outlet.
    """
    text = pl.lit(None, pl.String)
    return rows.select(
        pl.format("claim-{}", "number").alias("claim_id"),
        pl.format("event-{}", "event").alias("event_id"),
        pl.format("source-{}", "source").alias("source_id"),
        pl.format("{}-{}", pl.when("attributed").then(pl.lit("actor")).otherwise(pl.lit("outlet")), "claimant").alias(
            "claimant_id"
        ),
        pl.when("attributed").then(pl.lit("named")).otherwise(pl.lit("none")).alias("attribution"),
        pl.col("measure").alias("measure_id"),
        pl.col("value").alias("value_low"),
        pl.col("value").alias("value_high"),
        text.alias("value_time"),
        pl.col("qualifier").alias("qualifier_id"),
        pl.lit("asserted").alias("stance"),
        text.alias("place_id"),
        "claimed_on",
        text.alias("supersedes_claim_id"),
        text.alias("repeats_claim_id"),
    )


def small_tables() -> dict[str, pl.DataFrame]:
    """Return the tables beside events and claims by name: measures, identities, qualifiers and sources."""
    identities = [
        (f"{kind}-launched-by-fate", f"{kind}-launched", (f"{kind}-neutralised", f"{kind}-penetrated"))
        for kind in OBJECTS
    ]
    identities += [
        (f"{kind}-neutralised-by-cause", f"{kind}-neutralised", (f"{kind}-shot-down", f"{kind}-lost"))
        for kind in OBJECTS
    ]
    identities += [
        (f"weapons-{fate}-by-kind", f"weapons-{fate}", (f"drones-{fate}", f"missiles-{fate}")) for fate in FATES
    ]
    terms = [(name, whole, 1.0) for name, whole, _ in identities]
    terms += [(name, part, -1.0) for name, _, parts in identities for part in parts]
    measure = {
        "value_type": "count",
        "unit": "weapon",
        "minimum": 0.0,
        "maximum": None,
        "is_additive": True,
        "is_cumulative": False,
    }
    return {
        "measures": pl.DataFrame([{"measure_id": name, "title": name, **measure} for name in MEASURES]).cast(
            {"maximum": pl.Float64}
        ),
        "identities": pl.DataFrame(
            [(name, name, "=") for name, *_ in identities], ["identity_id", "title", "relation"], orient="row"
        ),
        "identity_terms": pl.DataFrame(terms, ["identity_id", "measure_id", "coefficient"], orient="row"),
        "qualifiers": pl.DataFrame(
            [(name, *factors, False) for name, factors in QUALIFIERS.items()],
            ["qualifier_id", "low_factor", "high_factor", "is_strict"],
            orient="row",
        ),
        "sources": pl.DataFrame(
            {"source_id": _ids("source", SOURCES), "outlet_id": _ids("outlet", SOURCES)}
        ).with_columns(
            derived_from_source_id=pl.lit(None, pl.String),
            published_on=pl.lit(None, pl.Date),
            coding_scope=pl.lit("figures"),
        ),
    }
