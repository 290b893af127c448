"""What this repository's articles say of the attack on Kyiv, together."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
import pytest

from claimpack.checking import checked
from claimpack.reconcile import computed_tables
from conftest import ROOT

KYIV = "kyiv-attack-2025-07-04"
DRONES = [f"drones-{fate}" for fate in ("launched", "neutralised", "shot-down", "lost", "penetrated")]


@pytest.fixture(scope="module")
def computed() -> Iterator[Mapping[str, pl.DataFrame]]:
    with checked(ROOT) as package:
        yield computed_tables(package.tables)


@pytest.fixture(scope="module")
def conflicts(computed: Mapping[str, pl.DataFrame]) -> set[frozenset[tuple[str, str, float]]]:
    """Each conflict as the measures, places and lower bounds of its figures."""
    told = computed["conflict_figures"].join(computed["figures"].filter(pl.col("event_id") == KYIV), on="figure_id")
    cells = pl.struct("measure_id", "place_id", "low")
    return {
        frozenset((row["measure_id"], row["place_id"], row["low"]) for row in rows)
        for rows in told.group_by("conflict_id").agg(cells.alias("rows"))["rows"]
    }


@pytest.mark.parametrize(
    "figures",
    [
        [("drones-shot-down", "ukraine", 268), ("drones-shot-down", "ukraine", 476)],
        [("injured", "ukraine", 23), ("injured", "ukraine", 26)],
        [("drones-launched", "kyiv", 550), ("drones-launched", "ukraine", 539)],
        [
            ("drones-launched", "ukraine", 539),
            ("drones-neutralised", "ukraine", 478),
            ("drones-penetrated", "ukraine", 72),
        ],
        [
            ("drones-launched", "ukraine", 539),
            ("drones-neutralised", "ukraine", 478),
            ("drones-penetrated", "kyiv", 63),
        ],
    ],
    ids=["shot down", "injured", "headline", "539 = 478 + 61", "478 + 63"],
)
def test_figures_that_cannot_all_be_true(
    conflicts: set[frozenset[tuple[str, str, float]]], figures: list[tuple[str, str, float]]
) -> None:
    assert frozenset(figures) in conflicts


def test_what_adds_up_is_no_conflict(conflicts: set[frozenset[tuple[str, str, float]]]) -> None:
    fitting = {
        ("drones-launched", "ukraine", 539),
        ("missiles-launched", "ukraine", 11),
        ("weapons-launched", "ukraine", 550),
        ("drones-shot-down", "ukraine", 476),
        ("drones-neutralised", "ukraine", 478),
    }
    assert not any(conflict <= fitting for conflict in conflicts)


def estimate(computed: Mapping[str, pl.DataFrame], event: str, measure: str) -> dict[str, Any]:
    row = computed["estimates"].filter(pl.col("event_id") == event, pl.col("measure_id") == measure)
    return row.row(0, named=True)


def test_one_origin_however_many_sources(computed: Mapping[str, pl.DataFrame]) -> None:
    drones = computed["figures"].filter(pl.col("measure_id") == "drones-launched", pl.col("place_id") == "ukraine")
    counts = ["claim_count", "source_count", "origin_count", "untraced_count"]
    assert drones.select(counts).row(0) == (4, 4, 1, 2)
    tally = estimate(computed, "air-war-2025-06", "is-record-month-of-launches")
    assert [tally[count] for count in counts] == [1, 1, 1, 0]


def test_best_values(computed: Mapping[str, pl.DataFrame]) -> None:
    injured = estimate(computed, KYIV, "injured")
    assert (injured["low"], injured["best"], injured["high"], injured["status"]) == (23, 23, None, "conflict")


def test_time_within_time_is_no_conflict(computed: Mapping[str, pl.DataFrame]) -> None:
    assert estimate(computed, KYIV, "occurred-on")["status"] == "agree"


def test_a_denied_proposition_is_turned(computed: Mapping[str, pl.DataFrame]) -> None:
    denied = estimate(computed, "trump-putin-call-2025-07-03", "call-discussed-weapons-pause")
    assert (denied["low"], denied["high"]) == (0, 0)


def test_ids_are_unique_and_every_reference_leads_somewhere(computed: Mapping[str, pl.DataFrame]) -> None:
    for name, key in [("figures", "figure_id"), ("estimates", "estimate_id"), ("conflicts", "conflict_id")]:
        assert computed[name][key].is_unique().all()
    assert computed["figure_claims"].join(computed["figures"], on="figure_id", how="anti").is_empty()
    assert computed["conflict_figures"].join(computed["conflicts"], on="conflict_id", how="anti").is_empty()
    assert computed["conflict_identities"].join(computed["conflicts"], on="conflict_id", how="anti").is_empty()


def test_columns_are_those_of_the_schemas(computed: Mapping[str, pl.DataFrame]) -> None:
    for name, table in computed.items():
        schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
        assert table.columns == [field["name"] for field in schema["fields"]]


def test_one_explanation_is_the_cheapest(computed: Mapping[str, pl.DataFrame]) -> None:
    steps = computed["repairs"].join(computed["figures"], on="figure_id")
    columns = ["measure_id", "place_id", "low", "action", "repaired_measure_id", "cost", "next_best_cost"]
    assert set(steps.select(columns).rows()) == {
        ("drones-launched", "kyiv", 550, "relabel", "weapons-launched", 2, 3),
        ("drones-neutralised", "ukraine", 478, "relabel", "weapons-neutralised", 2, 3),
        ("drones-penetrated", "ukraine", 72, "relabel", "weapons-penetrated", 2, 3),
        ("drones-shot-down", "ukraine", 476, "relabel", "drones-neutralised", 2, 3),
        ("injured", "ukraine", 23, "revise", None, 1, 3),
    }
    assert set(steps["optima"]) == {1}
    assert sorted(steps["part"]) == [1, 2, 3, 4, 5]


def test_what_stands_after_repair_fits(computed: Mapping[str, pl.DataFrame]) -> None:
    after = {
        measure: computed["estimates"].filter(
            pl.col("event_id") == KYIV, pl.col("place_id") == "ukraine", pl.col("measure_id") == measure
        )["best_after_repair"][0]
        for measure in (*DRONES, "weapons-launched", "weapons-penetrated", "missiles-penetrated", "injured")
    }
    launched, neutralised, shot_down, lost, penetrated = (after[measure] for measure in DRONES)
    assert launched == neutralised + penetrated == 539
    assert neutralised == shot_down + lost == 476
    assert after["weapons-launched"] == 550
    assert after["weapons-penetrated"] == penetrated + after["missiles-penetrated"] == 72
    assert after["injured"] == 26
