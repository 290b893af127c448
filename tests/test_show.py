"""`claimpack show` as a user calls it: names in place of ids, who says what where, and where they differ."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from claimpack.checking import checked
from claimpack.cli import main
from claimpack.columns import aligned, terminal_width
from claimpack.show.reading import NEEDED
from claimpack.show.subject import UnknownSubjectError, tell
from claimpack.typed_tables import typed_tables
from conftest import ROOT
from small_profile import EVENT, MEASURE, QUALIFIERS, SOURCE, claim, quote, write_profile_package

TEXT = "Rain hit. The harbour closed, said the mayor: 23 were hurt. Others say 26. It took 4 to 6 hours, in July."


@pytest.fixture
def tables() -> dict[str, list[dict[str, Any]]]:
    other: dict[str, Any] = {"source_id": "source-2", "claimant_id": "herald"}
    boolean = {"value_type": "boolean", "unit": "proposition", "minimum": 0, "maximum": 1}
    return {
        "sources": [
            SOURCE | {"source_id": "source-1", "title": "Storm report", "author": "A. Writer"},
            SOURCE | {"source_id": "source-2", "outlet_id": "herald"},
            SOURCE | {"source_id": "wire", "outlet_id": "agency", "coding_scope": "not_held"},
        ],
        "actors": [
            {"actor_id": "gazette", "name": "The Gazette", "actor_type": "outlet"},
            {"actor_id": "herald", "name": "The Herald", "actor_type": "outlet"},
            {"actor_id": "agency", "name": "The Agency", "actor_type": "outlet"},
            {"actor_id": "mayor", "name": "The Mayor", "actor_type": "person"},
        ],
        "places": [{"place_id": "harbour", "name": "Harbour", "place_type": "locality"}],
        "events": [
            EVENT | {"event_id": "storm", "title": "The storm", "summary": "It rained.", "start_date": "2025-07-01"},
            EVENT | {"event_id": "flood", "title": "The flood", "part_of_event_id": "storm"},
        ],
        "measures": [
            MEASURE | {"measure_id": "injured", "title": "People injured", "description": "Hurt."},
            MEASURE | boolean | {"measure_id": "harbour-closed", "title": "Harbour closed", "description": "Closed."},
            MEASURE
            | {"measure_id": "lasted", "title": "Duration", "description": "How long.", "value_type": "duration"}
            | {"unit": "hour"},
            MEASURE
            | {"measure_id": "day", "title": "Day", "description": "When.", "value_type": "time", "unit": "date"},
        ],
        "qualifiers": QUALIFIERS,
        "claims": [
            claim("claim-1", "harbour-closed", 1, place_id="harbour"),
            claim("claim-2", "injured", 23, claimant_id="mayor", attribution="named", relayed_by_id="agency"),
            claim("claim-3", "injured", 26, repeats_claim_id="claim-9"),
            claim("claim-4", "lasted", value_low=4, value_high=6, qualifier_id="about"),
            claim("claim-5", "day", value_time="2025-07"),
            claim("claim-6", "harbour-closed", 1, place_id="harbour", stance="denied", **other),
            claim("claim-7", "injured", 23, is_hedged="true", **other),
            claim("claim-8", statement="The Herald spoke of rain.", stance="opinion", **other),
            claim("claim-12", statement="The Herald spoke of the harbour.", place_id="harbour", **other),
            claim("claim-9", "injured", 26, source_id="wire", claimant_id="agency"),
            claim("claim-10", "day", value_time="2025-07-01", **other),
            claim("claim-11", "injured", 23, event_id="flood", supersedes_claim_id="", **other),
        ],
        "evidence": [
            quote("claim-2", TEXT, "23 were hurt"),
            quote("claim-1", TEXT, "The harbour closed"),
            quote("claim-3", TEXT, "26"),
            quote("claim-3", TEXT, "Others say 26", 2),
        ],
    }


@pytest.fixture
def package(tmp_path: Path, tables: dict[str, list[dict[str, Any]]]) -> Path:
    return write_profile_package(tmp_path, tables)


def show(*words: str | Path, **settings: Any) -> Result:  # noqa: ANN401
    result = CliRunner().invoke(main, ["show", *map(str, words)], **settings)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def shown(*words: str | Path) -> str:
    """Return what is shown, with single blanks."""
    result = show(*words)
    assert result.exit_code == 0, result.output
    return "\n".join(" ".join(line.split()) for line in result.output.splitlines())


def test_an_event_is_told_with_its_claims_by_measure(package: Path) -> None:
    output = shown(package, "storm")
    assert output.startswith("The storm\nid storm\n")
    assert "claims 11 by 4 claimants in 3 sources" in output
    assert "26 The Gazette source-1 “Others say 26” (+1)" in output
    assert "23 The Mayor via The source-1 “23 were hurt”\nAgency" in output
    assert "\nDuration [hour]\nabout 4 to 6 The Gazette source-1\n" in output
    last = "The Herald source-2 The Herald spoke of the harbour.\nopinion The Herald source-2 The Herald spoke of rain."
    assert output.endswith(f"\nWithout a measure\n{last}")


def test_measures_on_which_sources_differ_are_marked(package: Path) -> None:
    output = shown(package, "storm")
    assert "Sources differ on:\nHarbour closed in Harbour\nPeople injured [person]\n\n" in output
    assert "Harbour closed in Harbour ≠ they differ\nyes The Gazette" in output
    assert "yes, denied The Herald" in output


def test_a_time_that_is_only_less_exact_does_not_differ(package: Path) -> None:
    assert "\nDay\n2025-07 The Gazette source-1\n2025-07-01 The Herald source-2\n" in shown(package, "storm")


def test_a_denied_number_and_a_demand_differ_from_nothing(
    tmp_path: Path, tables: dict[str, list[dict[str, Any]]]
) -> None:
    tables["claims"][2]["stance"] = "denied"
    tables["claims"][9] |= {"stance": "demanded"}
    assert "People injured [person] ≠" not in shown(write_profile_package(tmp_path, tables), "storm")


def test_a_source_is_told_with_its_claims_in_the_order_of_the_text(package: Path) -> None:
    output = shown(package, "source-1")
    assert output.startswith("Storm report\nid source-1\noutlet The Gazette (gazette)\nauthor A. Writer\n")
    found = [output.index(f"\nclaim-{number} ") for number in (1, 2, 3, 4, 5)]
    assert found == sorted(found)


def test_a_claim_is_told_with_everything_about_it(package: Path) -> None:
    output = shown(package, "claim-3")
    for line in (
        "claimant The Gazette (gazette)",
        "event The storm (storm)",
        "measure People injured (injured)",
        "value 26",
        "repeats claim-9: People injured: 26 person, The Agency, wire",
        "body 71-73 “26”",
    ):
        assert f"\n{line}" in output
    assert "repeated by claim-3: People injured: 26 person, The Gazette, source-1" in shown(package, "claim-9")


def test_a_number_is_told_with_every_claim_that_states_it(package: Path) -> None:
    output = shown(package, "26.0")
    assert output.startswith("26 is stated by 2 claims:\nThe storm (storm)\nclaim-3 People")
    assert "repeats claim-9" in output
    assert "The flood (flood)\nclaim-11" in shown(package, "23")


def test_a_number_within_a_stated_range_is_told_apart(package: Path) -> None:
    assert shown(package, "4").startswith("4 is stated by 1 claim:")
    assert shown(package, "5").startswith("5 lies within a range stated by 1 claim:")


def test_a_proposition_states_no_number(package: Path) -> None:
    result = show(package, "1")
    assert result.exit_code == 1
    assert result.output == "Error: no claim states 1; the nearest stated: 4\n"


def test_a_time_is_told_with_every_claim_that_states_it(package: Path) -> None:
    assert shown(package, "2025-07").startswith("The time 2025-07 is stated by 1 claim:\n")


def test_a_wrong_id_is_told_with_the_nearest(package: Path) -> None:
    with checked(package) as source:
        tables = typed_tables(source, NEEDED)
        for wrong, near in {"strom": "storm", "source-11": "source-1", "claim-111": "claim-11", "wir": "wire"}.items():
            with pytest.raises(UnknownSubjectError, match=f"did you mean .*{near}"):
                list(tell(tables, wrong, 80))
    result = show(package, "zzzz")
    assert result.exit_code == 1
    assert result.output.endswith("; give the id of an event, a source or a claim, or a number\n")


def test_an_invalid_package_is_told_as_issues(tmp_path: Path, tables: dict[str, list[dict[str, Any]]]) -> None:
    tables["claims"][0]["measure_id"] = "harbour-close"
    result = show(write_profile_package(tmp_path, tables), "storm")
    assert result.exit_code == 1
    assert 'did you mean "harbour-closed"?' in result.output


def test_what_cannot_run_exits_with_2(package: Path) -> None:
    for words in ((), (package / "nowhere", "storm"), (package, "storm", "flood")):
        assert show(*words).exit_code == 2
    assert show(ROOT / "tests" / "gallery" / "broken" / "row_unused", "storm").exit_code == 2


def test_lines_are_plain_where_piped_and_coloured_on_a_terminal(package: Path) -> None:
    plain = show(package, "storm").output
    assert "\x1b" not in plain
    coloured = show(package, "storm", color=True).output
    assert "\x1b" in coloured
    assert click.unstyle(coloured) == plain


@pytest.mark.parametrize(("columns", "width"), [("20", 80), ("100", 100), ("400", 120)])
def test_the_width_is_that_of_the_terminal_within_bounds(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_width() == width


def test_lines_keep_to_the_width(package: Path) -> None:
    with checked(package) as source:
        tables = typed_tables(source, NEEDED)
        for width in (80, 120):
            for subject in ("storm", "source-1", "claim-3", "23"):
                assert max(len(click.unstyle(line)) for line in tell(tables, subject, width)) <= width


def test_columns_are_aligned_and_long_cells_go_on_in_the_next_line() -> None:
    rows = [("a", "1", "x " * 30), ("bb bb bb bb bb", "22", "y")]
    lines = list(aligned(rows, 40, right={1}))
    assert lines[0].startswith("a          1  x x")
    assert lines[-2:] == ["bb bb bb  22  y", "bb bb"]
    assert list(aligned([], 40)) == []


def test_our_own_package_is_shown() -> None:
    assert shown(ROOT, "478").startswith("478 is stated by 1 claim:\n")
    assert "≠ they differ" in shown(ROOT, "kyiv-attack-2025-07-04")


def test_the_launcher_is_the_command(package: Path) -> None:
    script = ROOT / "scripts" / "show.py"
    result = subprocess.run([sys.executable, script, package, "storm"], capture_output=True, text=True, check=True)
    assert result.stdout.startswith("The storm\n")
