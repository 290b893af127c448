"""`claimpack reconcile` as a person and as a program calls it."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from claimpack.cli import main
from claimpack.profile import profile_schema
from claimpack.reconcile.repair import repairing
from claimpack.reconcile.results import KEYS
from conftest import ROOT
from packages import write_package
from stopping import stop


def test_text_tells_the_conflicts_of_kyiv_in_sentences() -> None:
    result = CliRunner().invoke(main, ["reconcile", str(ROOT)])
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert (
        "Drones shot down cannot be both 268 (Ukraine's air force, in source-004) and "
        "476 (outlet of source 003, in source-003)."
    ) in text
    assert "Drones neutralised, 478 (The Think Tank Journal, in source-000) + Drones penetrated, 72" in text
    assert result.output.splitlines()[-1].startswith("22 events")


def test_text_tells_how_figures_are_read_so_that_all_fit() -> None:
    text = " ".join(CliRunner().invoke(main, ["reconcile", str(ROOT)]).output.split())
    assert "476 Drones shot down outlet of source 003 read as Drones neutralised" in text
    assert "at a cost of 9 in all; no other way is as cheap:" in text
    assert (
        "72 (outlet of source 002, in source-002): read as Weapons penetrated. Cost 2; the next-best costs 3." in text
    )
    assert "Drones lost: 208" in text


def test_text_counts_the_events_left_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairing, "MOST_FIGURES", 2)
    output = CliRunner().invoke(main, ["reconcile", str(ROOT)]).output
    assert "how they could be read so that all fit is not known:" in output
    assert output.splitlines()[-1].endswith("; not all repairs found in 1")


def test_json_is_one_object_of_tables_and_out_the_same_as_csv(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["reconcile", str(ROOT), "--format", "json", "--out", str(tmp_path / "out")])
    tables = json.loads(result.stdout)
    for name, rows in tables.items():
        written = pl.read_csv(tmp_path / "out" / f"{name}.csv", infer_schema=False)
        assert written.height == len(rows)
        assert written.columns == list(rows[0])
        assert written.rows() == [
            tuple(None if cell is None else spelled(cell) for cell in row.values()) for row in rows
        ]


def test_its_tables_have_the_columns_and_keys_of_the_schemas() -> None:
    tables = json.loads(CliRunner().invoke(main, ["reconcile", str(ROOT), "--format", "json"]).stdout)
    assert list(tables) == list(KEYS)
    for name, rows in tables.items():
        schema = profile_schema(name)
        assert KEYS[name] == tuple(schema.primary_key)
        assert all(list(row) == schema.field_names for row in rows)
        keys = [tuple(row[field] for field in KEYS[name]) for row in rows]
        assert keys == sorted(set(keys))


def spelled(cell: object) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(main, ["reconcile", str(ROOT), "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("package", "code"), [("data/claims.csv", 1), ("nowhere", 2)])
def test_what_cannot_be_reconciled_is_told(package: str, code: int) -> None:
    assert CliRunner().invoke(main, ["reconcile", str(ROOT / package)]).exit_code == code


def test_a_package_with_errors_is_told_as_validate_does() -> None:
    broken = ROOT / "tests" / "gallery" / "broken" / "low_above_high"
    reconciled = CliRunner().invoke(main, ["reconcile", str(broken)])
    assert reconciled.exit_code == 1
    assert reconciled.output == CliRunner().invoke(main, ["validate", str(broken)]).output


def test_the_script_runs() -> None:
    call = [sys.executable, str(ROOT / "scripts" / "reconcile.py"), "--help"]
    assert "claims" in subprocess.run(call, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
@pytest.mark.parametrize("begun", ["claimpack-*/frames", "claimpack-*/*slice*"], ids=["checking", "reconciling"])
@pytest.mark.parametrize("stop_by", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_in_several_processes_leaves_nothing_behind(
    stop_by: signal.Signals, begun: str, tmp_path: Path
) -> None:
    write_package(tmp_path / "package", 400_000)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    call = ["reconcile", str(tmp_path / "package"), "--format", "json"]
    exit_code, told = stop(call, stop_by, scratch, lambda: any(scratch.glob(begun)))
    assert exit_code == (1 if stop_by is signal.SIGINT else 128 + stop_by)
    assert told.split() == ["Aborted!"]
    assert not list(scratch.iterdir())
