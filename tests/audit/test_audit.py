"""`claimpack audit` as a user calls it: nothing missing, nothing wrong, and what is said where something is."""

import hashlib
import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from claimpack.audit.numbers import find_numbers
from claimpack.audit.result import audit_schema
from claimpack.audit.texts import near_texts, read_folder
from claimpack.checking import checked
from claimpack.cli import main
from conftest import ROOT
from small_profile import EVENT, MEASURE, QUALIFIERS, SOURCE, claim, quote, write_profile_package

TEXT = "Café storm\n\nOvernight, 23 people were hurt.\nThe mayor, 61, spoke of both sides on 5 May."
PUBLISHED = ROOT / "docs" / "audit.schema.json"


def uncoded(number: int, fragment: str, reason: str) -> dict[str, Any]:
    start = TEXT.index(fragment)
    span = {"char_start": start, "char_end": start + len(fragment)}
    return {"uncoded_id": f"uncoded-{number}", "source_id": "source-1", "reason": reason, **span}


class Coding:
    """A package of one claim with a value, one without, and its text in a folder of texts."""

    def __init__(self, folder: Path, content: bytes = TEXT.encode(), **source: Any) -> None:  # noqa: ANN401
        self.texts = folder / "texts"
        self.texts.mkdir()
        self.folder = folder / "package"
        self.sha256 = hashlib.sha256(content).hexdigest()
        held = {"text_sha256": self.sha256, "text_characters": len(TEXT)}
        self.tables: dict[str, list[dict[str, Any]]] = {
            "sources": [
                SOURCE | {"source_id": "source-1"} | held | source,
                SOURCE | {"source_id": "unheld", "coding_scope": "not_held"},
            ],
            "actors": [{"actor_id": "gazette", "name": "Gazette", "actor_type": "outlet"}],
            "events": [EVENT | {"event_id": "storm", "title": "Storm"}],
            "measures": [
                MEASURE | {"measure_id": "injured", "title": "Injured", "description": "People hurt."},
                MEASURE
                | {"measure_id": "day", "title": "Day", "description": "Day.", "value_type": "time", "unit": "date"},
            ],
            "qualifiers": QUALIFIERS,
            "claims": [
                claim("claim-1", "injured", 23),
                claim("claim-2", statement="The mayor spoke."),
                claim("claim-3", "day", value_time="2025-05-05"),
            ],
            "evidence": [
                quote("claim-1", TEXT, "23 people"),
                quote("claim-2", TEXT, "The mayor, 61, spoke of both sides"),
                quote("claim-3", TEXT, "on 5 May"),
            ],
            "uncoded": [uncoded(1, "61", "person_age"), uncoded(2, "both", "pronoun")],
        }
        self.put("whatever.md", content)

    def put(self, name: str, content: bytes) -> None:
        (self.texts / name).write_bytes(content)

    def audit(self, *options: str) -> Result:
        write_profile_package(self.folder, self.tables)
        result = CliRunner().invoke(main, ["audit", str(self.folder), "--texts", str(self.texts), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    def source(self, *options: str) -> dict[str, Any]:
        found = json.loads(self.audit("--format", "json", *options).output)
        jsonschema.validate(found, json.loads(PUBLISHED.read_text(encoding="utf-8")))
        source: dict[str, Any] = found["sources"][0]
        return source


@pytest.fixture
def coding(tmp_path: Path) -> Coding:
    return Coding(tmp_path)


def test_our_own_package_misses_no_number_and_quotes_nothing_wrong(texts: Path) -> None:
    result = CliRunner().invoke(main, ["audit", str(ROOT), "--texts", str(texts), "--require-texts"])
    assert result.exit_code == 0, result.output
    assert " 0 missing" in result.output.splitlines()[-1]
    assert result.output.endswith(" 0 wrong\n")


def test_the_finder_finds_every_number_that_our_coders_set_aside(texts: Path) -> None:
    held = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in texts.iterdir()}
    with checked(ROOT) as package:
        sources = package.tables["sources"].scan().collect().rows(named=True)
        spans = package.tables["uncoded"].scan().collect().rows(named=True)
    for source in sources:
        if source["text_sha256"] in held:
            text = held[source["text_sha256"]].read_bytes().decode()
            found = {(number.start, number.end) for number in find_numbers(text, source["language"])}
            mine = [row for row in spans if row["source_id"] == source["source_id"]]
            assert {(row["char_start"], row["char_end"]) for row in mine} <= found


def test_every_number_is_accounted_for(coding: Coding) -> None:
    source = coding.source("--require-texts")
    assert source["status"] == "checked"
    assert source["file"] == "whatever.md"
    assert source["numbers_found"] == 4
    assert source["numbers_coded"] == 2
    assert source["numbers_uncoded"] == {"person_age": 1, "pronoun": 1}
    assert (source["quotes_checked"], source["quotes_wrong"]) == (3, [])
    assert coding.audit().exit_code == 0
    assert coding.audit().output.endswith("1 of 1 texts checked: 4 numbers, 0 missing; 3 quotes, 0 wrong\n")


def test_a_number_in_the_evidence_of_a_claim_without_a_value_is_missing(coding: Coding) -> None:
    coding.tables["uncoded"].pop(0)
    result = coding.audit()
    assert result.exit_code == 1
    assert "line 4" in result.output
    assert "(number): … people were hurt. The mayor, [61], spoke of both sides on 5 May…" in result.output
    (missing,) = coding.source()["numbers_missing"]
    assert TEXT[missing["char_start"] : missing["char_end"]] == "61"


def test_a_number_only_half_within_its_evidence_is_missing(coding: Coding) -> None:
    coding.tables["evidence"][2] = quote("claim-3", TEXT, "on 5")
    assert [missing["kind"] for missing in coding.source()["numbers_missing"]] == ["date"]


def test_a_quote_that_stands_elsewhere_is_wrong(coding: Coding) -> None:
    coding.tables["evidence"][0]["char_start"] += 1
    coding.tables["evidence"][0]["char_end"] += 1
    result = coding.audit()
    assert result.exit_code == 1
    assert "wrong quote: claim-1-1 at 24-33: quoted “23 people”, the text has “3 people ”" in result.output


def test_an_absent_text_is_not_checked_and_fails_only_where_texts_are_required(coding: Coding) -> None:
    (coding.texts / "whatever.md").write_text("another text", encoding="utf-8")
    assert coding.audit().exit_code == 0
    assert "not found" in coding.audit().output
    assert coding.audit("--require-texts").exit_code == 1
    assert coding.source()["numbers_found"] == 0


@pytest.mark.parametrize(
    ("content", "differences"),
    [
        (TEXT.replace("\n", "\r\n").encode(), ["line ends"]),
        (TEXT.encode("utf-8-sig"), ["byte order mark"]),
        (unicodedata.normalize("NFD", TEXT).encode(), ["Unicode normalisation"]),
        (f"{TEXT}\n\n".encode(), ["blanks at the end"]),
        (f"{TEXT}\n".replace("\n", "\r").encode("utf-8-sig"), ["line ends", "byte order mark", "blanks at the end"]),
        (TEXT.encode("cp1252"), ["encoding"]),
        (TEXT.encode("utf-16"), ["encoding"]),
    ],
)
def test_an_almost_matching_text_is_recognised(tmp_path: Path, content: bytes, differences: list[str]) -> None:
    (tmp_path / "other.txt").write_bytes(content)
    wanted = hashlib.sha256(TEXT.encode()).hexdigest()
    ((near,),) = near_texts(read_folder(tmp_path), {wanted}).values()
    assert near.file == "other.txt"
    assert near.text_sha256 == hashlib.sha256(content).hexdigest()
    assert near.differences == differences


def test_an_almost_matching_text_is_named_with_both_hashes(coding: Coding) -> None:
    content = TEXT.replace("\n", "\r\n").encode()
    coding.put("whatever.md", content)
    output = coding.audit().output
    assert "source-1: whatever.md is almost its text, but for line ends:" in output
    assert f"wanted {coding.sha256}" in output
    assert f"found  {hashlib.sha256(content).hexdigest()}" in output
    assert coding.source()["status"] == "nearly_found"


def test_a_text_that_is_not_utf_8_is_told_in_one_line(tmp_path: Path) -> None:
    result = Coding(tmp_path, TEXT.encode("cp1252")).audit()
    assert result.exit_code == 1
    assert "source-1: whatever.md cannot be read as text: not UTF-8 at byte 3" in result.output


def test_in_a_language_without_a_grammar_only_digits_are_looked_for(tmp_path: Path) -> None:
    coding = Coding(tmp_path, language="uk")
    assert coding.source()["grammar"] == "digits"
    assert coding.source()["numbers_found"] == 3
    assert "digits only" in coding.audit().output


def test_an_invalid_package_is_told_as_issues(coding: Coding) -> None:
    coding.tables["claims"][0]["claimant_id"] = "gazete"
    result = coding.audit()
    assert result.exit_code == 1
    assert 'did you mean "gazette"?' in result.output
    found = json.loads(coding.audit("--format", "json").output)
    assert "foreign-key" in {issue["rule"] for issue in found["issues"]}


def test_what_cannot_run_exits_with_2(coding: Coding, tmp_path: Path) -> None:
    coding.audit()
    for arguments in (
        [coding.folder],
        [coding.folder, "--texts", tmp_path / "nowhere"],
        [tmp_path / "nowhere", "--texts", coding.texts],
        [ROOT / "tests" / "gallery" / "broken" / "row_unused", "--texts", coding.texts],
    ):
        assert CliRunner().invoke(main, ["audit", *map(str, arguments)]).exit_code == 2


def test_the_published_schema_is_that_of_the_model() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == audit_schema()


def test_the_launcher_is_the_command() -> None:
    script = ROOT / "scripts" / "audit.py"
    result = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=True)
    assert "--require-texts" in result.stdout
