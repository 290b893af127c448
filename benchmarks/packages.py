"""Packages of any size made from a seed: the project's own schemas, invented rows, errors planted where asked.

About 200 bytes a claim, a tenth as many events, a fiftieth as many sources, with self-references and quotes beyond
ASCII. Every value follows from its row's number and the seed, so that the same call makes the same bytes.

Sources agree on what happened, as they mostly do: several tell one figure, and the figures add up. In one event of
twenty one claim is wrong, whatever the size.
"""

import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
import polars as pl
from frictionless import Package

ROOT = Path(__file__).parent.parent
ACTORS, PLACES, MEASURES, IDENTITIES = 500, 100, 60, 15
MEASURES_OF_EVENT, CLAIMS_OF_EVENT, EVENTS_PER_MISTAKE = 12, 10, 20
TEXT_CHARACTERS = 100_000
QUOTE = "збито 23 “дрони”, лише"

SPLITMIX_STEPS = [
    (np.uint64(shift), np.uint64(factor))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))
]

Columns = Mapping[str, pl.Expr]


class Table(NamedTuple):
    """How many rows a table has, and its columns as expressions of the row's number `n`.

    They may use the columns that `steps` add, each step those of the steps before it.
    """

    rows: int
    columns: Columns
    steps: Sequence[Columns] = ()


class Plant(NamedTuple):
    """A kind of error: the rule that finds it, the column of claims it stands in, and the value put there."""

    rule: str
    column: str
    value: pl.Expr


PLANTS = [
    Plant("type-error", "value_low", pl.lit("many")),
    Plant("constraint-error", "stance", pl.lit("shouted")),
    Plant("constraint-error", "event_id", pl.lit(None, pl.String)),
    Plant("foreign-key", "claimant_id", pl.lit("nobody")),
    Plant("primary-key", "claim_id", pl.lit("claim-00000000")),
    Plant("low_above_high", "value_low", pl.lit("9999")),
]


KEYED = ("sources", "actors", "places", "events", "measures", "qualifiers", "claims")
"""Claims and the six tables that their keys point to."""


def write_package(
    folder: Path, claims: int, errors: int = 0, seed: int = 0, only: Collection[str] = ()
) -> dict[str, int]:
    """Write a package of so many claims; return how many errors of each rule were planted in data/claims.csv.

    `only` names the tables that the package has; without it, it has all.
    """
    (folder / "data").mkdir(parents=True)
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"] = [table for table in descriptor["resources"] if not only or table["name"] in only]
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for name in ("qualifiers", "repair_weights"):
        shutil.copy(ROOT / "data" / f"{name}.csv", folder / "data")
    fields = {
        resource.name: resource.schema.field_names for resource in Package(str(ROOT / "datapackage.json")).resources
    }
    made = {name: table for name, table in _tables(claims, seed).items() if not only or name in only}
    for name, (rows, columns, steps) in made.items():
        frame = pl.LazyFrame({"n": pl.int_range(rows, eager=True)})
        for step in steps:
            frame = frame.with_columns(**step)
        table = frame.select(_cell(columns, field).cast(pl.String).alias(field) for field in fields[name])
        if name == "claims" and errors:
            table = _planted(table, claims, errors)
        table.sink_csv(folder / "data" / f"{name}.csv", quote_style="necessary")
    return {
        rule: sum(_share(errors, place) for place, plant in enumerate(PLANTS) if plant.rule == rule) for rule in RULES
    }


RULES = list(dict.fromkeys(plant.rule for plant in PLANTS))


def _planted(table: pl.LazyFrame, claims: int, errors: int) -> pl.LazyFrame:
    """Put errors into claims evenly over the file, in turn of each kind; the first claim stays as it is."""
    step = claims // (errors + 1)
    row = pl.int_range(pl.len())
    turn = row // step - 1
    is_planted = (row % step == 0) & (turn >= 0) & (turn < errors)
    for place, plant in enumerate(PLANTS):
        here = is_planted & (turn % len(PLANTS) == place)
        table = table.with_columns(pl.when(here).then(plant.value).otherwise(pl.col(plant.column)).alias(plant.column))
    return table


def _share(errors: int, place: int) -> int:
    return len(range(place, errors, len(PLANTS)))


def _mixed(numbers: pl.Series, start: int) -> pl.Series:
    """Return 64 bits that look random for each number (Steele, Lea and Flood 2014, SplitMix64), on every machine."""
    bits = numbers.cast(pl.UInt64).to_numpy() + np.uint64(start % 2**64)
    for shift, factor in SPLITMIX_STEPS:
        bits = (bits ^ bits >> shift) * factor
    return pl.Series(bits)


def _cell(columns: Columns, field: str) -> pl.Expr:
    return columns.get(field, pl.lit(None))


def _tables(claims: int, seed: int) -> dict[str, Table]:
    """Return the tables by name."""
    n = pl.col("n")
    events, sources = max(claims // 10, 1), max(claims // 50, 1)

    def key(name: str, number: pl.Expr) -> pl.Expr:
        return pl.format(f"{name}-{{}}", number.cast(pl.String).str.zfill(8))

    def drawn(among: int, salt: int, by: pl.Expr = n) -> pl.Expr:
        mixed = partial(_mixed, start=(salt << 40) + (seed << 48))
        return (by.map_batches(mixed, pl.UInt64, is_elementwise=True) % among).cast(pl.Int64)

    def parent(name: str) -> pl.Expr:
        # A tree: each row's parent is a row before it, and every seventh is a root.
        return pl.when(n % 7 == 0).then(None).otherwise(key(name, n // 7))

    event, measure, is_wrong, is_sum = map(pl.col, ("event", "measure", "is_wrong", "is_sum"))

    def counted(measure: pl.Expr) -> pl.Expr:
        return drawn(2000, 2, event * MEASURES + measure)

    has_mistake = drawn(EVENTS_PER_MISTAKE, 6, event) == 0
    topic = drawn(MEASURES // MEASURES_OF_EVENT, 8, event)
    # What a wrong claim is about has been told by the claim before it on the event.
    told = pl.when(is_wrong).then(n - events).otherwise(n)
    claimed: list[Columns] = [
        {"event": n % events, "source": drawn(sources, 1)},
        {"is_wrong": has_mistake & (n // events == 1 + drawn(CLAIMS_OF_EVENT - 1, 7, event))},
        {"measure": topic * MEASURES_OF_EVENT + drawn(MEASURES_OF_EVENT, 5, told)},
        {"is_sum": (measure % 3 == 0) & (measure < 3 * IDENTITIES)},
        {"value": counted(measure + is_sum) + is_sum * counted(measure + 2) + is_wrong * (1 + drawn(500, 9))},
    ]
    source, value = pl.col("source"), pl.col("value")
    start = drawn(TEXT_CHARACTERS - 100, 3)
    return {
        "actors": Table(
            ACTORS,
            {"actor_id": key("actor", n), "name": pl.format("Актор {}", n), "actor_type": pl.lit("outlet")},
        ),
        "places": Table(
            PLACES,
            {
                "place_id": key("place", n),
                "name": pl.format("Place {}", n),
                "place_type": pl.lit("city"),
                "part_of_place_id": parent("place"),
            },
        ),
        "events": Table(
            events,
            {
                "event_id": key("event", n),
                "title": pl.format("Event {}", n),
                "event_type": pl.lit("attack"),
                "start_date": pl.lit("2025-07-03"),
                "end_date": pl.lit("2025-07-04"),
                "time_precision": pl.lit("day"),
                "place_id": key("place", drawn(PLACES, 4)),
                "part_of_event_id": parent("event"),
                "summary": pl.lit("What happened there that night."),
            },
        ),
        "measures": Table(
            MEASURES,
            {
                "measure_id": key("measure", n),
                "title": pl.format("Measure {}", n),
                "value_type": pl.lit("count"),
                "unit": pl.lit("weapon"),
                "minimum": pl.lit("0"),
                "is_additive": pl.lit("true"),
                "is_cumulative": pl.lit("false"),
                "description": pl.lit("Something that can be counted."),
            },
        ),
        "identities": Table(
            IDENTITIES,
            {"identity_id": key("identity", n), "title": pl.format("Sum {}", n), "relation": pl.lit("=")},
        ),
        "identity_terms": Table(
            3 * IDENTITIES,
            {
                "identity_id": key("identity", n // 3),
                "measure_id": key("measure", n),
                "coefficient": pl.when(n % 3 == 0).then(1).otherwise(-1),
            },
        ),
        "sources": Table(
            sources,
            {
                "source_id": key("source", n),
                "outlet_id": key("actor", n % ACTORS),
                "language": pl.lit("uk"),
                "source_type": pl.lit("news_report"),
                "derived_from_source_id": parent("source"),
                "derivation": pl.when(n % 7 == 0).then(None).otherwise(pl.lit("republication")),
                "text_sha256": n.cast(pl.String).str.zfill(64),
                "text_characters": pl.lit(TEXT_CHARACTERS),
                "coding_scope": pl.lit("figures"),
            },
        ),
        "claims": Table(
            claims,
            {
                "claim_id": key("claim", n),
                "event_id": key("event", event),
                "source_id": key("source", source),
                "claimant_id": key("actor", source % ACTORS),
                "attribution": pl.lit("none"),
                "measure_id": key("measure", measure),
                "value_low": value,
                "value_high": value,
                "qualifier_id": pl.lit("exact"),
                "stance": pl.lit("asserted"),
                "is_hedged": pl.lit("false"),
                "repeats_claim_id": parent("claim"),
                "statement": pl.format("The article said {} of number {}.", value, n),
                "coded_by": pl.lit("coder-1"),
            },
            claimed,
        ),
        "evidence": Table(
            claims,
            {
                "evidence_id": key("evidence", n),
                "claim_id": key("claim", n),
                "section": pl.lit("body"),
                "char_start": start,
                "char_end": start + len(QUOTE),
                "quote": pl.lit(QUOTE),
            },
        ),
        "uncoded": Table(
            sources,
            {
                "uncoded_id": key("uncoded", n),
                "source_id": key("source", n),
                "char_start": pl.lit(TEXT_CHARACTERS - 10),
                "char_end": pl.lit(TEXT_CHARACTERS - 6),
                "reason": pl.lit("name"),
            },
        ),
    }


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("claims", type=int)
@click.option("--errors", default=0, help="How many errors to plant.")
@click.option("--seed", default=0)
@click.option("--keyed", is_flag=True, help="Write only claims and the six tables that their keys point to.")
def main(folder: Path, claims: int, errors: int, seed: int, keyed: bool) -> None:
    """Write a package of CLAIMS claims into FOLDER."""
    planted = write_package(folder, claims, errors, seed, KEYED if keyed else ())
    told = "".join(f", {count} x {rule}" for rule, count in planted.items() if count)
    click.echo(f"{folder}: {claims} claims{told}")


if __name__ == "__main__":
    main()
