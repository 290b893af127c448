"""`claimpack fill`: what follows from the texts is filled in, all of it or nothing."""

import csv
import hashlib
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimpack.cli import main

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TEXT = "Обстріл: “23 injured” overnight.\r\nOf the 23 injured, two died; aa aaa."
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
HEADERS = {
    "sources": "source_id,note,text_sha256,text_characters",
    "claims": "claim_id,source_id",
    "evidence": "evidence_id,claim_id,char_start,char_end,quote",
}
ROWS = {"sources": ["source-000,,,"], "claims": ["claim-1,source-000"], "evidence": ["evidence-1,claim-1,,,two died"]}

TEXTS = os.environ.get("CLAIMPACK_TEXTS")
ROOT = Path(__file__).parent.parent


class Coding:
    """A small package and its texts, in a folder of their own."""

    def __init__(self, folder: Path, rows: dict[str, list[str]]) -> None:
        self.package = folder / "package"
        self.texts = folder / "texts"
        self.package.mkdir()
        self.texts.mkdir()
        resources = []
        for name, header in HEADERS.items():
            (self.package / f"{name}.csv").write_text("\n".join([header, *(ROWS | rows)[name], ""]), newline="")
            fields = [{"name": field, "type": "string"} for field in header.split(",")]
            resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields}})
        descriptor = {"$schema": PROFILE, "name": "small", "resources": resources}
        (self.package / "datapackage.json").write_text(json.dumps(descriptor))
        self.write_text("000_article.txt")

    def write_text(self, name: str, content: bytes = TEXT.encode()) -> Path:
        path = self.texts / name
        path.write_bytes(content)
        return path

    def read(self, name: str) -> str:
        return (self.package / f"{name}.csv").read_bytes().decode()

    def fill(self, *options: str) -> Result:
        before = {path.name for path in self.package.iterdir()}
        result = CliRunner().invoke(main, ["fill", str(self.package), "--texts", str(self.texts), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert {path.name for path in self.package.iterdir()} == before
        return result


@pytest.fixture
def coding(tmp_path: Path) -> Coding:
    return Coding(tmp_path, {})


def test_offsets_hash_and_length_are_filled_in_and_nothing_else(coding: Coding) -> None:
    result = coding.fill()
    start = TEXT.index("two died")
    assert coding.read("sources").splitlines()[1] == f"source-000,,{HASH},{len(TEXT)}"
    assert coding.read("evidence").splitlines()[1] == f"evidence-1,claim-1,{start},{start + 8},two died"
    assert result.exit_code == 0
    assert "sources.csv: 2 cells filled in" in result.output
    assert coding.fill().output.endswith("nothing to fill in\n")


def test_rows_that_need_nothing_keep_every_byte(tmp_path: Path) -> None:
    start = TEXT.index("two died")
    odd = f'"evidence-0","claim-1",{start},{start + 8},"two died"\r'
    coding = Coding(tmp_path, {"evidence": [odd, "", "evidence-1,claim-1,,,two died\r", '"evidence-2",claim-1,,,']})
    coding.fill()
    assert coding.read("evidence").split("\n")[1:] == [
        odd,
        "",
        f"evidence-1,claim-1,{start},{start + 8},two died\r",
        '"evidence-2",claim-1,,,',
        "",
    ]


def test_one_offset_says_which_occurrence(tmp_path: Path) -> None:
    second = TEXT.rindex("23 injured")
    rows = [f"evidence-1,claim-1,{second},,23 injured", f"evidence-2,claim-1,,{second + 10},23 injured"]
    coding = Coding(tmp_path, {"evidence": rows})
    assert coding.fill().exit_code == 0
    assert coding.read("evidence").count(f"{second},{second + 10},") == 2


def test_ambiguous_quote_asks_for_the_occurrence_and_writes_nothing(tmp_path: Path) -> None:
    coding = Coding(tmp_path, {"evidence": ["evidence-1,claim-1,,,23 injured", "evidence-2,claim-1,,,aa"]})
    before = coding.read("sources"), coding.read("evidence")
    result = coding.fill()
    assert result.exit_code == 1
    assert "10-20 …Обстріл: “[23 injured]” overnight. Of the" in result.output
    assert "--occurrence evidence-1=1" in result.output
    assert "stands 3 times" in result.output, "occurrences may overlap"
    assert (coding.read("sources"), coding.read("evidence")) == before
    assert coding.fill("--occurrence", "evidence-1=2", "--occurrence", "evidence-2=4").exit_code == 1
    assert coding.fill("--occurrence", "evidence-1=2", "--occurrence", "evidence-2=3").exit_code == 0
    second = TEXT.rindex("23 injured")
    assert f"{second},{second + 10},23 injured" in coding.read("evidence")


def test_on_a_terminal_the_occurrence_is_asked_for(tmp_path: Path) -> None:
    coding = Coding(tmp_path, {"evidence": ["evidence-1,claim-1,,,23 injured"]})
    ours, theirs = pty.openpty()
    code = "from claimpack.cli import main; main()"
    command = [sys.executable, "-c", code, "fill", str(coding.package), "--texts", str(coding.texts)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.write(ours, b"2\n")
        assert process.wait(timeout=30) == 0
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert "2) " in shown
    assert f",{TEXT.rindex('23 injured')}," in coding.read("evidence")


@pytest.mark.parametrize(
    ("quote", "hint"),
    [
        ("Two  died", 'it has "two died"'),
        ('""""23 injured""""'[1:-1], "“23 injured”"),
        ("the 23 injure two", "23 injure"),
    ],
)
def test_quote_that_is_not_there_hints_at_the_nearest(tmp_path: Path, quote: str, hint: str) -> None:
    coding = Coding(tmp_path, {"evidence": [f"evidence-1,claim-1,,,{quote}"]})
    result = coding.fill()
    assert result.exit_code == 1
    assert "quote-not-found" in result.output
    assert hint in result.output
    assert HASH not in coding.read("sources")


def test_quote_that_is_like_nothing_there_is_told_without_a_hint(tmp_path: Path) -> None:
    result = Coding(tmp_path, {"evidence": ["evidence-1,claim-1,,,zzzzzzzz"]}).fill()
    assert "does not have this quote; found" in result.output


def test_filled_cells_that_disagree_are_told_all_at_once_and_kept(tmp_path: Path) -> None:
    rows = {
        "sources": [f"source-000,,{'0' * 64},5"],
        "evidence": ["evidence-1,claim-1,1,9,two died", "evidence-2,claim-1,x,,two died", "evidence-3,claim-9,,,two"],
    }
    coding = Coding(tmp_path, rows)
    before = coding.read("sources"), coding.read("evidence")
    result = coding.fill()
    assert result.exit_code == 1
    assert result.output.count("disagrees-with-text:") == 4
    assert "no claim has this id" in result.output
    assert (coding.read("sources"), coding.read("evidence")) == before


@pytest.mark.parametrize("name", ["source-000.txt", "000.md", "source-000_v2.txt", "000_a.txt", "000"])
def test_text_is_found_by_its_name(coding: Coding, name: str) -> None:
    (coding.texts / "000_article.txt").rename(coding.texts / name)
    assert coding.fill().exit_code == 0
    assert HASH in coding.read("sources")


def test_text_is_found_by_its_hash_or_said(tmp_path: Path) -> None:
    coding = Coding(tmp_path, {"sources": [f"source-000,,{HASH},"]})
    path = (coding.texts / "000_article.txt").rename(coding.texts / "other.txt")
    assert coding.fill().exit_code == 0
    assert coding.read("sources").endswith(f",{HASH},{len(TEXT)}\n")
    coding.write_text("000_other.txt", b"another text")
    assert "disagrees-with-text" in coding.fill().output
    assert coding.fill("--text", f"source-000={path}").exit_code == 0


def test_two_texts_for_one_source_or_none_are_told(coding: Coding) -> None:
    coding.write_text("000_again.txt")
    assert "--text source-000=FILE" in coding.fill().output
    for path in coding.texts.iterdir():
        path.unlink()
    result = coding.fill()
    assert 'the text of the source "source-000" is not here' in result.output
    assert result.exit_code == 1


def test_text_that_is_not_utf_8_is_told(coding: Coding) -> None:
    coding.write_text("000_article.txt", b"\xff\xfe")
    result = coding.fill()
    assert (result.exit_code, "text-unreadable" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("table", "content", "rule"),
    [
        ("evidence", b"", "source-error"),
        ("evidence", b"\xff", "encoding-error"),
        ("evidence", b'a,b\n"c', "source-error"),
        ("evidence", HEADERS["evidence"].encode() + b"\nevidence-1\n", "missing-cell"),
        ("evidence", b"evidence_id,quote\n", "missing-label"),
        ("sources", HEADERS["sources"].encode() + b",note\n", "duplicate-label"),
        ("claims", HEADERS["claims"].encode() + b"\nclaim-1,source-000,x\n", "extra-cell"),
    ],
)
def test_damaged_table_is_told_and_left_alone(coding: Coding, table: str, content: bytes, rule: str) -> None:
    (coding.package / f"{table}.csv").write_bytes(content)
    result = coding.fill()
    assert (result.exit_code, rule in result.output) == (1, True)
    assert (coding.package / f"{table}.csv").read_bytes() == content


@pytest.mark.parametrize(
    "options",
    [
        ["--occurrence", "evidence-9=1"],
        ["--occurrence", "evidence-1"],
        ["--occurrence", "evidence-1=x"],
        ["--text", "a=none"],
    ],
)
def test_call_that_cannot_run_exits_with_2(coding: Coding, options: list[str]) -> None:
    assert coding.fill(*options).exit_code == 2
    assert HASH not in coding.read("sources")


def test_no_package_no_texts_or_no_table_exits_with_2(coding: Coding, tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["fill", str(coding.package)]).exit_code == 2
    assert runner.invoke(main, ["fill", str(tmp_path / "none"), "--texts", str(tmp_path)]).exit_code == 2
    (coding.package / "datapackage.json").write_text('{"name": "x", "resources": []}')
    assert coding.fill().exit_code in {1, 2}


def read_rows(table: str) -> list[dict[str, str]]:
    text = (ROOT / "data" / f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.skipif(not TEXTS, reason="CLAIMPACK_TEXTS is not set: the coded texts are not here")
def test_our_own_rows_are_filled_in_again_from_their_texts(tmp_path: Path) -> None:
    names = ("sources", "claims", "evidence")
    blanked = ("text_sha256", "text_characters", "char_start", "char_end")
    coding = Coding(tmp_path, {})
    choices: list[str] = []
    for name in names:
        rows = read_rows(name)
        emptied = [{field: "" if field in blanked else cell for field, cell in row.items()} for row in rows]
        with (coding.package / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(emptied)
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    resources = [resource for resource in descriptor["resources"] if resource["name"] in names]
    for resource in resources:
        resource["path"] = f"{resource['name']}.csv"
        resource["schema"] = json.loads((ROOT / resource["schema"]).read_text(encoding="utf-8"))
    (coding.package / "datapackage.json").write_text(json.dumps(descriptor | {"resources": resources}))
    for row in read_rows("evidence"):
        text = next(Path(str(TEXTS)).glob(f"{row['claim_id'].split('-')[1]}_*")).read_bytes().decode()
        before = text[: int(row["char_end"]) - 1].count(row["quote"])
        if text.count(row["quote"]) > 1:
            choices += ["--occurrence", f"{row['evidence_id']}={before + 1}"]
    result = CliRunner().invoke(main, ["fill", str(coding.package), "--texts", str(TEXTS), *choices])
    assert result.exit_code == 0, result.output
    for name in names:
        assert coding.read(name) == (ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8")
