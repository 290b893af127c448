"""Pages to test."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from claimpack.account import all_tables, read_accounts
from claimpack.checking import checked
from claimpack.cli import main
from claimpack.explore import write_site
from claimpack.reconcile import computed_tables
from claimpack.release.citation import citation_of

from .hostile import write_hostile_package

ROOT = Path(__file__).parents[2]
EVENT = "kyiv-attack-2025-07-04"


def explored(package: Path, out: Path) -> Path:
    """Make the page of a package by the command."""
    result = CliRunner().invoke(main, ["explore", str(package), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == str(out)
    return out


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the project's own package."""
    return explored(ROOT, tmp_path_factory.mktemp("page") / "page.html")


@pytest.fixture(scope="session")
def repaired_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the project's own package with repairs made by hand: two ways for one part, one for another."""
    path = tmp_path_factory.mktemp("repaired") / "page.html"
    with checked(ROOT) as source:
        computed = computed_tables(source.tables)
        computed |= {"repairs": repairs(computed["figures"]), "estimates": with_repaired(computed["estimates"])}
        write_site(read_accounts(all_tables(source, computed)), citation_of(source.package.to_descriptor()), path)
    return path


STEPS: list[dict[str, Any]] = [
    {"part": 1, "optimum": 1, "optima": 2, "measure": "drones-shot-down", "low": 476.0, "to": "drones-neutralised"},
    {"part": 1, "optimum": 1, "optima": 2, "measure": "drones-penetrated", "low": 72.0, "to": None},
    {"part": 1, "optimum": 2, "optima": 2, "measure": "drones-shot-down", "low": 476.0, "to": "drones-neutralised"},
    {"part": 1, "optimum": 2, "optima": 2, "measure": "drones-neutralised", "low": 478.0, "to": None},
    {"part": 2, "optimum": 1, "optima": 1, "measure": "injured", "low": 23.0, "to": None},
]


def repairs(figures: pl.DataFrame) -> pl.DataFrame:
    """Return repairs in the shape of their schema."""
    names = json.loads((ROOT / "schemas" / "repairs.schema.json").read_text(encoding="utf-8"))["fields"]
    types = {"integer": pl.Int64, "number": pl.Float64, "string": pl.String}
    rows = []
    for number, step in zip(count(1), STEPS, strict=False):
        own = figures.filter(
            event_id=EVENT, measure_id=step["measure"], low=step["low"], high=step["low"], place_id="ukraine"
        )
        rows.append(
            {
                "repair_id": f"repair-{number:020x}",
                "event_id": EVENT,
                "figure_id": own["figure_id"].item(),
                "action": "relabel" if step["to"] else "drop",
                "repaired_measure_id": step["to"],
                "cost": 2.0,
                "explanation": f"{step['measure']}, {step['low']:g}, is read otherwise (step {number}).",
                "next_best_cost": 6.0,
                **{name: step[name] for name in ("part", "optimum", "optima")},
            }
        )
    note = {"repair_id": "repair-note", "event_id": EVENT, "action": "truncated", "explanation": "There are more ways."}
    return pl.DataFrame([*rows, note], schema={field["name"]: types[field["type"]] for field in names})


def with_repaired(estimates: pl.DataFrame) -> pl.DataFrame:
    """Give the people injured a value after repair."""
    is_it = (pl.col("event_id") == EVENT) & (pl.col("measure_id") == "injured")
    value = pl.when(is_it).then(26.0).otherwise(pl.col("best_after_repair"))
    return estimates.with_columns(best_after_repair=value)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile package."""
    return write_hostile_package(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def hostile_page(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the hostile package."""
    return explored(hostile, tmp_path_factory.mktemp("page") / "hostile.html")
