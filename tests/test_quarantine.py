"""`claimpack validate --quarantine`: good rows and bad rows, parted."""

import csv
import json
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from claimpack import check
from claimpack.cli import main
from conftest import ROOT, PackageWriter
from stopping import stop
from verdicts import theirs

EVENTS: dict[str, Any] = {
    "fields": [{"name": "id", "type": "string"}, {"name": "parent", "type": "string"}, {"name": "day", "type": "date"}],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}
CLAIMS: dict[str, Any] = {
    "fields": [{"name": "event", "type": "string"}, {"name": "value", "type": "integer"}],
    "foreignKeys": [{"fields": ["event"], "reference": {"resource": "events", "fields": ["id"]}}],
}
EVENT_ROWS = "id,parent,day\na,,2025-07-04\nb,a,4 July\nc,b,\nd,c,\na,,2025-07-05\n"
CLAIM_ROWS = "event,value\na,٣\na,many\nc,1\nz,2\n,\n,4\n"


def quarantine(package: Path, folder: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["validate", str(package), "--quarantine", str(folder), *options])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def parted(write_package: PackageWriter, tmp_path: Path) -> Path:
    package = write_package({"events": (EVENTS, EVENT_ROWS), "claims": (CLAIMS, CLAIM_ROWS)})
    result = quarantine(package, tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr == f"{tmp_path / 'out'}\n"
    return tmp_path / "out"


def test_good_rows_are_a_valid_package(parted: Path) -> None:
    assert check(parted / "good") == []
    assert theirs(parted / "good").total() == 0
    assert [row["id"] for row in rows(parted / "good" / "events.csv")] == ["a"]
    assert rows(parted / "good" / "claims.csv") == [{"event": "a", "value": "3"}, {"event": "", "value": "4"}]


def test_bad_rows_keep_their_number_and_text_and_say_what_is_wrong(parted: Path) -> None:
    events = rows(parted / "rejected" / "events.csv")
    assert [(row["_row"], row["id"], row["day"]) for row in events] == [
        ("3", "b", "4 July"), ("4", "c", ""), ("5", "d", ""), ("6", "a", "2025-07-05"),
    ]  # fmt: skip
    assert "day: type-error: " in events[0]["_issues"]
    assert "parent: foreign-key: " in events[1]["_issues"]
    claims = rows(parted / "rejected" / "claims.csv")
    assert [(row["_row"], row["value"]) for row in claims] == [("3", "many"), ("4", "1"), ("5", "2"), ("6", "")]


def test_issues_are_all_there_those_of_the_package_and_those_without_its_bad_rows(parted: Path) -> None:
    told = [
        (issue["table"], issue["row"], issue["rule"])
        for issue in json.loads((parted / "issues.json").read_text(encoding="utf-8"))
    ]
    assert ("events", 3, "type-error") in told
    assert ("claims", 4, "foreign-key") in told
    assert len(told) == 8


def test_a_table_that_is_wrong_as_a_whole_is_rejected_whole(write_package: PackageWriter, tmp_path: Path) -> None:
    package = write_package({"events": (EVENTS, EVENT_ROWS), "claims": (CLAIMS, "happening,value\na,1\n")})
    assert quarantine(package, tmp_path / "out").exit_code == 1
    assert rows(tmp_path / "out" / "good" / "claims.csv") == []
    assert len(rows(tmp_path / "out" / "rejected" / "claims.csv")) == 1


def test_without_errors_all_rows_are_good(tmp_path: Path) -> None:
    result = quarantine(ROOT, tmp_path / "out", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert list((tmp_path / "out" / "rejected").iterdir()) == []
    assert check(tmp_path / "out" / "good") == []
    assert quarantine(ROOT, tmp_path / "out").exit_code == 0


def test_rules_of_the_profile_hold_among_the_good_rows(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    shutil.copytree(ROOT / "data", package / "data")
    shutil.copytree(ROOT / "schemas", package / "schemas")
    shutil.copy(ROOT / "datapackage.json", package)
    evidence = (package / "data" / "evidence.csv").read_text(encoding="utf-8")
    (package / "data" / "evidence.csv").write_text(evidence.replace("headline,", "heading,"), encoding="utf-8")
    assert quarantine(package, tmp_path / "out").exit_code == 1
    assert [issue for issue in check(tmp_path / "out" / "good") if issue.severity == "error"] == []
    assert any("evidence_missing" in row["_issues"] for row in rows(tmp_path / "out" / "rejected" / "claims.csv"))


def test_a_folder_that_holds_something_else_is_left_alone(write_package: PackageWriter, tmp_path: Path) -> None:
    package = write_package({"events": (EVENTS, EVENT_ROWS)})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("dear")
    assert quarantine(package, tmp_path / "out").exit_code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("stop_by", [signal.SIGINT, signal.SIGTERM])
def test_a_run_stopped_while_it_parts_rows_leaves_nothing_behind(
    stop_by: signal.Signals, write_package: PackageWriter, tmp_path: Path
) -> None:
    days = "".join(f"e{number},,{'4 July' if number % 1_000 else '2025-07-04'}\n" for number in range(100_000))
    package = write_package({"events": (EVENTS, f"id,parent,day\n{days}")})
    scratch, place = tmp_path / "scratch", tmp_path / "place"
    scratch.mkdir()
    place.mkdir()
    call = ["validate", str(package), "--quarantine", str(place / "out")]
    exit_code, told = stop(call, stop_by, scratch, lambda: any(place.iterdir()))
    assert exit_code != 0
    assert "Traceback" not in told
    assert [*scratch.iterdir(), *place.iterdir()] == []
