"""The page as text: whole without a script, its policy, its size, and nothing in it that acts."""

import base64
import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from click.testing import CliRunner

from claimpack.cli import main

from .conftest import EVENT, ROOT, explored
from .hostile import LONG, NASTY, ROWS, write_unruled_package

MOST_BYTES = 250_000


class Outline(HTMLParser):
    """Everything of a page that a browser could follow, run or jump to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        self.ids.update(value for name, value in attrs if name == "id" and value)
        self.links += [value for name, value in attrs if name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def policy(text: str) -> dict[str, str]:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert found
    return dict(part.strip().split(" ", 1) for part in found[1].split(";"))


@pytest.mark.parametrize("name", ["page", "repaired_page", "hostile_page"])
def test_policy_lets_in_nothing_but_the_own_style_and_script(name: str, request: pytest.FixtureRequest) -> None:
    text = read(request.getfixturevalue(name))
    own = {}
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)
        own[f"{tag}-src"] = f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
    assert policy(text) == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", **own}


def test_page_is_small(page: Path, repaired_page: Path) -> None:
    assert page.stat().st_size < MOST_BYTES
    assert repaired_page.stat().st_size < MOST_BYTES


def test_page_is_the_same_each_time(page: Path, tmp_path: Path) -> None:
    assert explored(ROOT, tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_every_claim_with_its_fragments_is_there_without_a_script(page: Path) -> None:
    outline = Outline(re.sub(r"<(script|style)>.*?</\1>", "", read(page), flags=re.DOTALL))
    claims = pl.read_csv(ROOT / "data" / "claims.csv")
    assert set(claims["claim_id"]) <= outline.ids.keys()
    for quote in pl.read_csv(ROOT / "data" / "evidence.csv")["quote"]:
        assert quote in outline.text
    for statement in claims.filter(pl.col("measure_id").is_null())["statement"]:
        assert statement in outline.text


@pytest.mark.parametrize("name", ["page", "repaired_page", "hostile_page"])
def test_links_lead_somewhere_and_anchors_are_unique(name: str, request: pytest.FixtureRequest) -> None:
    outline = Outline(read(request.getfixturevalue(name)))
    assert set(outline.ids.values()) == {1}
    inside = {link[1:] for link in outline.links if link.startswith("#")}
    assert inside <= outline.ids.keys()
    assert all(link.startswith(("#", "https://example.org/")) for link in outline.links)


def test_first_section_tells_the_conflict_and_what_was_meant(repaired_page: Path) -> None:
    text = read(repaired_page)
    lead = text[text.index('id="parting"') : text.index('id="timeline"')]
    for told in ("Attack on Kyiv", "Drones shot down", "268", "476", "cannot all be true", "most likely meant"):
        assert told in lead
    assert "(step 1)" in lead, "the step that every way has in common is told"
    assert "(step 2)" not in lead, "a step of one way among several is not told as if it were the answer"
    assert "2 ways are equally cheap" in lead


def test_repairs_are_told_with_anchors_and_notes(repaired_page: Path) -> None:
    text = read(repaired_page)
    assert {f"repair-{number:020x}" for number in range(1, 6)} <= Outline(text).ids.keys()
    assert "There are more ways." in text
    assert "next best reading costs 6" in text
    assert "<b>26</b> after the cheapest reading" in text


def test_accounting_grid_runs_in_two_directions(page: Path) -> None:
    text = read(page)
    start = text.index('<table class="grid">')
    grid = Outline(text[start : text.index("</table>", start)])
    lines = [line for line in grid.text.splitlines() if line]
    assert "Launched = neutralised + penetrated" in lines[0]
    assert "Weapons = drones + missiles" in lines[0]
    assert [line for line in lines if line in {"Weapons", "Drones", "Missiles"}] == ["Weapons", "Drones", "Missiles"]
    assert "268 ≠ 476" in grid.text


def test_nothing_in_a_hostile_package_acts(hostile_page: Path) -> None:
    text = read(hostile_page)
    outline = Outline(text)
    assert outline.tags["script"] == outline.tags["style"] == 1
    assert outline.tags["img"] == 0
    assert not [name for name, _ in outline.attributes if name.startswith("on") or name == "style"]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069]", text)
    assert "{{7*7}}" in outline.text
    assert LONG in outline.text


def test_fragment_links_only_where_the_source_is_on_the_web(hostile_page: Path) -> None:
    links = [link for link in Outline(read(hostile_page)).links if ":~:text=" in link]
    assert len(links) == 3
    assert all(link.startswith("https://example.org/") for link in links)


def test_languages_and_right_to_left_names_are_marked(hostile_page: Path) -> None:
    text = read(hostile_page)
    assert "<bdi>تصريح الجيش</bdi>" in text
    languages = {value for name, value in Outline(text).attributes if name == "lang"}
    assert languages == {"en", "ar", "he", "uk"}


def test_anchors_of_events_conflicts_and_sources_stay(page: Path) -> None:
    ids = Outline(read(page)).ids
    assert {f"event--{EVENT}", "source-000", "claim-000-026"} <= ids.keys()
    assert sum(name.startswith("conflict-") for name in ids) == 34


@pytest.mark.parametrize("kept", [[], ["actors", "events", "places", "sources"]])
def test_a_package_without_claims_has_a_page(kept: list[str], tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    package = write_unruled_package(tmp_path / "package", {name: ROWS[name] for name in kept})
    text = read(explored(package, tmp_path / "page.html"))
    assert "All figures fit" in text
    assert ("1 event" if kept else "0 events") in text


def test_a_report_of_a_hostile_package_is_inert(hostile: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["report", str(hostile), NASTY, "--out", str(tmp_path / "report")])
    assert result.exit_code == 0, result.output
    text = (tmp_path / "report" / "report.md").read_text(encoding="utf-8")
    unescaped = re.sub(r"\\.", "", text)
    assert not re.search("<(?!https://example.org/)|`claim|javascript:[^)]*>", unescaped)
    assert unescaped.count("](") == text.count("](<https://example.org/") + text.count("](chart-")
    for chart in (tmp_path / "report").glob("*.svg"):
        tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(chart.read_text("utf-8")).iter()}  # noqa: S314
        assert tags <= {"svg", "title", "desc", "defs", "path", "rect", "text", "tspan", "line", "use"}
        assert chart.with_suffix(".png").stat().st_size > 0
