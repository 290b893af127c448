"""A report of an event: every row can be traced, the charts are the same everywhere, README's is not stale."""

import re
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from click.testing import CliRunner

from claimpack.cli import main

ROOT = Path(__file__).parents[2]
EVENT = "kyiv-attack-2025-07-04"
SVG = "{http://www.w3.org/2000/svg}"


def reported(package: Path, event: str, out: Path) -> Path:
    result = CliRunner().invoke(main, ["report", str(package), event, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert sorted(result.output.split()) == sorted(map(str, out.iterdir()))
    return out


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the main event of the project's own package."""
    return reported(ROOT, EVENT, tmp_path_factory.mktemp("made") / "report")


def rows(text: str, heading: str) -> list[dict[str, str]]:
    """Return the rows of the table after a heading."""
    block = text.split(f"\n## {heading}\n", 1)[1].strip().split("\n\n")
    lines = next(part for part in block if part.startswith("|")).splitlines()
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    head, rule, *body = cells
    assert set(rule) == {"---"}
    return [dict(zip(head, row, strict=True)) for row in body]


def test_readme_shows_the_chart_that_the_command_makes(report: Path) -> None:
    assert (ROOT / "docs" / "kyiv-attack-figures.svg").read_bytes() == (report / "chart-1-weapon.svg").read_bytes()


def test_every_claim_is_there_with_source_and_version(report: Path) -> None:
    own = pl.read_csv(ROOT / "data" / "claims.csv").filter(event_id=EVENT)
    told = rows((report / "report.md").read_text(encoding="utf-8"), "Every claim")
    assert {(row["claim"], row["source"]) for row in told} == set(own.select("claim_id", "source_id").iter_rows())
    assert {row["version"] for row in told} == {"0.1.0"}


def test_every_figure_names_its_claim(report: Path) -> None:
    told = rows((report / "report.md").read_text(encoding="utf-8"), "Unit: weapon")
    shot_down = [row for row in told if row["measure"] == "Drones shot down"]
    assert [(row["figure"], row["claim"], row["source"]) for row in shot_down] == [
        ("268 ≠", "claim-004-004", "source-004"),
        ("476 ≠", "claim-003-008", "source-003"),
    ]


def test_the_report_is_the_same_each_time_and_replaces_itself(report: Path, tmp_path: Path) -> None:
    again = reported(ROOT, EVENT, tmp_path / "again")
    reported(ROOT, EVENT, again)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in report.iterdir()
    }


def test_charts_are_whole_and_have_text_beside(report: Path) -> None:
    charts = sorted(report.glob("*.svg"))
    assert len(charts) == 6
    for chart in charts:
        root = ET.fromstring(chart.read_text(encoding="utf-8"))  # noqa: S314  # our own
        assert root.findtext(f"{SVG}title")
        assert root.findtext(f"{SVG}desc")
        ids = {element.get("id") for element in root.iter()}
        assert all((element.get("href") or "")[1:] in ids for element in root.iter(f"{SVG}use"))
        png = chart.with_suffix(".png").read_bytes()
        width, height = struct.unpack(">II", png[16:24])
        assert (width, height) == (3 * int(root.get("width", 0)), 3 * int(root.get("height", 0)))


def test_an_unknown_event_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["report", str(ROOT), "kyiv", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert 'there is no event "kyiv"' in result.output
    assert not list(tmp_path.iterdir())


def test_other_files_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(main, ["report", str(ROOT), EVENT, "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "holds other files (notes.md)" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]
