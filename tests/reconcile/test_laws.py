"""Laws of the whole computation, tried on this repository's claims."""

import csv
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from claimpack.checking import checked
from claimpack.reconcile import computed_tables
from conftest import ROOT
from small_profile import AUTHORED, write_profile_package

Rows = list[dict[str, str]]
Tables = dict[str, Rows]


@pytest.fixture(scope="module")
def authored() -> Tables:
    tables: Tables = {}
    for name in AUTHORED:
        with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def reconcile(folder: Path, tables: Mapping[str, Rows]) -> dict[str, pl.DataFrame]:
    with checked(write_profile_package(folder, tables)) as package:
        return computed_tables(package.tables)


@pytest.fixture(scope="module")
def usual(authored: Tables, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return reconcile(tmp_path_factory.mktemp("usual"), authored)


def test_the_order_of_rows_changes_nothing(authored: Tables, usual: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    order = random.Random(4)  # noqa: S311  # no secret
    shuffled = {name: order.sample(rows, len(rows)) for name, rows in authored.items()}
    for name, table in reconcile(tmp_path, shuffled).items():
        assert_frame_equal(table, usual[name])


def changed(authored: Tables, change: Callable[[str, str, str], str]) -> Tables:
    """Return tables with each cell changed by (table, field, cell)."""
    return {
        name: [{field: change(name, field, cell) for field, cell in row.items()} for row in rows]
        for name, rows in authored.items()
    }


def told(tables: Mapping[str, pl.DataFrame], columns: Sequence[str]) -> list[tuple[object, ...]]:
    """Return figures and estimates without ids, in an order that names do not change."""
    return sorted((row for name in ("figures", "estimates") for row in tables[name].select(columns).rows()), key=str)


def test_other_names_change_nothing_but_ids(authored: Tables, usual: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    def rename(_table: str, field: str, cell: str) -> str:
        is_name = field.endswith("_id") and field not in {"geonames_id", "evidence_id", "uncoded_id"}
        return f"x{cell}" if is_name and cell else cell

    renamed = reconcile(tmp_path, changed(authored, rename))
    numbers = ["low", "high", "claim_count", "source_count", "origin_count", "untraced_count"]
    assert told(renamed, numbers) == told(usual, numbers)
    assert {name: table.height for name, table in renamed.items()} == {
        name: table.height for name, table in usual.items()
    }
    assert sorted(renamed["estimates"]["best"].to_list(), key=str) == sorted(
        usual["estimates"]["best"].to_list(), key=str
    )


def test_counts_a_million_times_larger_conflict_alike(
    authored: Tables, usual: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    counted = {row["measure_id"] for row in authored["measures"] if row["value_type"] == "count"}
    grown = [million_times(row) if row["measure_id"] in counted else row for row in authored["claims"]]
    large = reconcile(tmp_path, authored | {"claims": grown})
    assert large["conflicts"]["kind"].value_counts(sort=True).equals(usual["conflicts"]["kind"].value_counts(sort=True))
    keys = ["event_id", "measure_id", "place_id"]
    both = large["estimates"].join(usual["estimates"], on=keys, nulls_equal=True)
    counts = both.filter(pl.col("measure_id").is_in(counted))
    assert counts.height
    assert_frame_equal(
        counts.select("low", "best", "high"),
        counts.select(low=pl.col("low_right") * 1e6, best=pl.col("best_right") * 1e6, high=pl.col("high_right") * 1e6),
    )


def million_times(row: dict[str, str]) -> dict[str, str]:
    """Return a claim on a million times as many; more than 30 becomes 31 million or more, for counts are whole."""
    if row["qualifier_id"] == "over":
        above = f"{int(row['value_low']) + 1}000000"
        return row | {"qualifier_id": "at-least", "value_low": above, "value_high": above}
    return row | {bound: f"{row[bound]}000000" for bound in ("value_low", "value_high")}
