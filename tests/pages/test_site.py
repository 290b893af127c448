"""A large package as a first page and a folder of pages beside it; what is not to be overwritten."""

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from claimpack.cli import main

from .conftest import ROOT, explored

sys.path.insert(0, str(ROOT / "benchmarks"))
from packages import write_package

CLAIMS = 2_500


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first page of a package that does not fit on one; its name is not plain."""
    folder = tmp_path_factory.mktemp("large")
    write_package(folder / "package", CLAIMS)
    return explored(folder / "package", folder / "a page #1.html")


class Links(HTMLParser):
    """The links and anchors of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links |= {value for name, value in attrs if name == "href" and value and tag == "a"}
        self.ids |= {value for name, value in attrs if name == "id" and value}


def pages_of(site: Path) -> Iterator[Path]:
    yield from sorted(site.with_suffix("").iterdir())


def test_every_claim_is_on_one_page(site: Path) -> None:
    ids = [name for page in pages_of(site) for name in Links(page).ids if name.startswith("claim-")]
    assert len(ids) == len(set(ids)) == CLAIMS


def test_no_page_has_many_more_claims_than_it_should(site: Path) -> None:
    assert [page.name for page in pages_of(site)] == ["1.html", "2.html", "3.html", "4.html", "5.html"]


def test_plain_links_lead_from_page_to_page(site: Path) -> None:
    anchors = {page.resolve(): Links(page).ids for page in (site, *pages_of(site))}
    for page in anchors:
        for link in Links(page).links:
            file, _, anchor = link.partition("#")
            target = (page.parent / unquote(file)).resolve() if file else page
            assert target in anchors, link
            assert not anchor or anchor in anchors[target], link


def test_first_page_lists_every_event(site: Path) -> None:
    events = {link.partition("#")[2] for link in Links(site).links if "#event-" in link}
    assert len(events) == CLAIMS // 10


def test_a_package_that_shrank_takes_its_pages_away(tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "1.html").write_text("old", encoding="utf-8")
    explored(ROOT, tmp_path / "page.html")
    assert not folder.exists()


@pytest.mark.parametrize("name", ["notes", "page.txt", "taken.html"])
def test_a_place_that_is_no_page_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.md").write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(main, ["explore", str(ROOT), "--out", str(tmp_path / name)])
    assert result.exit_code == 2
    assert "give " in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_package_with_errors_makes_no_page(tmp_path: Path) -> None:
    write_package(tmp_path / "package", 100, errors=6)
    result = CliRunner().invoke(main, ["explore", str(tmp_path / "package"), "--out", str(tmp_path / "page.html")])
    assert result.exit_code == 1
    assert result.output.endswith("nothing was written\n")
    assert not (tmp_path / "page.html").exists()
