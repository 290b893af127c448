"""The page in a real browser: filters, sorting, anchors, widths, darkness, paper, and what axe-core says of it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .conftest import EVENT, ROOT

pytestmark = pytest.mark.browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
CLAIMS = pl.read_csv(ROOT / "data" / "claims.csv")

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"these tests need one of {', '.join(NAMES)} on the PATH"
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        flags = [*FLAGS, "--no-sandbox"] if is_root else FLAGS
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Return a function that opens a file; whatever the page asks for beside it, and whatever fails in it, fails."""
    pages, asked, failed = [], [], []

    def open_page(path: Path, anchor: str = "", *, width: int = 1280, **context: Any) -> Page:  # noqa: ANN401
        page = browser.new_context(viewport={"width": width, "height": 900}, **context).new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda message: failed.append(message.text))
        page.on("dialog", lambda dialog: failed.append(dialog.message))
        page.goto(path.as_uri() + anchor)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert not failed
    assert all(url.startswith("file:") and url.partition("#")[0].endswith(".html") for url in asked)


def shown(page: Page) -> list[str]:
    """Return the ids of the claims that can be seen, from the first down."""
    return list(page.locator("#table tbody tr[id]:not([hidden])").evaluate_all("rows => rows.map(row => row.id)"))


def violations(page: Page) -> dict[str, list[str]]:
    """Return what axe-core finds wrong, by rule, each with the elements; contrast as the strictest level has it."""
    rules = {"color-contrast-enhanced": {"enabled": True}}
    results = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules}).response
    return {found["id"]: [node["html"] for node in found["nodes"]] for found in results["violations"]}


@pytest.mark.parametrize(
    ("name", "value", "condition"),
    [
        ("event", "Attack on Kyiv in the night of 3-4 July 2025", pl.col("event_id") == EVENT),
        ("measure", "Drones shot down", pl.col("measure_id") == "drones-shot-down"),
        ("source", "source-004", pl.col("source_id") == "source-004"),
        ("claimant", "Vitali Klitschko", pl.col("claimant_id") == "vitali-klitschko"),
        ("stance", "denied", (pl.col("stance") == "denied") & ~pl.col("is_hedged")),
        ("stance", "asserted", (pl.col("stance") == "asserted") & ~pl.col("is_hedged")),
    ],
)
def test_choices_filter(opened: Opener, page: Path, name: str, value: str, condition: pl.Expr) -> None:
    tab = opened(page)
    tab.locator(f"#filters [name={name}]").select_option(value)
    expected = set(CLAIMS.filter(condition)["claim_id"])
    assert set(shown(tab)) == expected
    expect(tab.locator("#filters output")).to_have_text(f"{len(expected)} of {len(CLAIMS)} claims")


def test_number_filters_by_value_and_by_range(opened: Opener, page: Path) -> None:
    tab = opened(page)
    tab.locator("#filters [name=number]").fill("13,134")
    assert set(shown(tab)) == set(CLAIMS.filter(pl.col("value_low") == 13134)["claim_id"])
    tab.locator("#filters [name=number]").fill("5")
    assert "claim-000-039" in shown(tab), "four to six months"
    tab.locator("#filters [name=number]").fill("2025-07-04")
    assert set(shown(tab)) == set(CLAIMS.filter(pl.col("value_time").str.contains("2025-07-04"))["claim_id"])


def test_words_filter_and_filters_add_up_and_clear(opened: Opener, page: Path) -> None:
    tab = opened(page)
    tab.locator("#filters [name=words]").fill("INJURED klitschko")
    assert shown(tab) == ["claim-000-019", "claim-000-020"]
    tab.locator("#filters [name=number]").fill("14")
    assert shown(tab) == ["claim-000-020"]
    tab.locator("#filters [name=source]").select_option("source-003")
    assert shown(tab) == []
    expect(tab.locator("#none")).to_be_visible()
    tab.get_by_role("button", name="Clear").click()
    expect(tab.locator("#none")).to_be_hidden()
    assert len(shown(tab)) == len(CLAIMS)


def test_columns_sort_up_down_and_back(opened: Opener, page: Path) -> None:
    tab = opened(page)
    before = shown(tab)
    head = tab.locator("#table thead th", has_text="Id")
    head.get_by_role("button").click()
    assert shown(tab) == sorted(CLAIMS["claim_id"])
    assert head.get_attribute("aria-sort") == "ascending"
    expect(tab.locator("#claim-000-019 .event-name")).to_have_text("Attack on Kyiv in the night of 3-4 July 2025")
    head.get_by_role("button").click()
    assert shown(tab) == sorted(CLAIMS["claim_id"], reverse=True)
    head.get_by_role("button").click()
    assert shown(tab) == before
    assert head.get_attribute("aria-sort") is None


def test_values_sort_as_numbers(opened: Opener, page: Path) -> None:
    tab = opened(page)
    tab.locator("#filters [name=measure]").select_option("Drones shot down")
    tab.locator("#table thead th", has_text="Value").get_by_role("button").click()
    values = [tab.locator(f"#{claim} td:nth-child(2)").inner_text() for claim in shown(tab)]
    assert values == ["268 weapon", "476 weapon"]


def test_an_anchor_opens_at_its_claim_even_where_it_was_filtered_away(opened: Opener, page: Path) -> None:
    tab = opened(page, "#claim-004-004")
    expect(tab.locator("#claim-004-004")).to_be_in_viewport()
    tab.locator("#filters [name=source]").select_option("source-000")
    tab.evaluate("location.hash = '#claim-003-008'")
    expect(tab.locator("#claim-003-008")).to_be_in_viewport()


def test_an_anchor_opens_the_list_that_a_conflict_is_in(opened: Opener, page: Path) -> None:
    tab = opened(page)
    hidden = tab.locator("details .sentences > li").last.get_attribute("id")
    tab.evaluate(f"location.hash = '#{hidden}'")
    expect(tab.locator(f"#{hidden}")).to_be_in_viewport()


def test_without_a_script_all_is_there_and_no_control_that_does_nothing(opened: Opener, page: Path) -> None:
    tab = opened(page, java_script_enabled=False)
    expect(tab.locator("#claim-004-004")).to_be_visible()
    expect(tab.locator("#filters")).to_be_hidden()
    assert tab.locator("#table button").count() == 0
    assert tab.locator("#table tbody tr[id]").count() == len(CLAIMS)


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize("name", ["repaired_page", "hostile_page"])
def test_nothing_is_wider_than_the_screen(
    opened: Opener, name: str, width: int, request: pytest.FixtureRequest
) -> None:
    tab = opened(request.getfixturevalue(name), width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["repaired_page", "hostile_page"])
def test_axe_finds_nothing(opened: Opener, name: str, width: int, scheme: str, request: pytest.FixtureRequest) -> None:
    tab = opened(request.getfixturevalue(name), width=width, color_scheme=scheme)
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert violations(tab) == {}


def test_dark_is_dark(opened: Opener, page: Path) -> None:
    colours = {
        scheme: opened(page, color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    light, dark = ([int(part) for part in re.findall(r"\d+", colours[scheme])] for scheme in ("light", "dark"))
    assert min(light) > 200
    assert max(dark) < 60


def test_paper_has_everything_and_no_controls(opened: Opener, page: Path) -> None:
    tab = opened(page)
    tab.emulate_media(media="print")
    expect(tab.locator("#filters")).to_be_hidden()
    expect(tab.locator("nav")).to_be_hidden()
    expect(tab.locator("#claim-004-004")).to_be_visible()
    last = tab.locator("details .sentences > li").last
    assert last.evaluate("one => one.getBoundingClientRect().height") > 0, "closed lists are printed"
    assert tab.pdf().startswith(b"%PDF")


def test_keyboard_alone_reaches_everything(opened: Opener, page: Path) -> None:
    tab = opened(page)
    reachable = "a[href], button, input, select, summary, [tabindex='0']"
    wanted = tab.evaluate(f"[...document.querySelectorAll({reachable!r})].filter(one => one.checkVisibility()).length")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to content"
    tab.evaluate("window.reached = new Set()")
    tab.evaluate("addEventListener('focusin', event => window.reached.add(event.target))")
    for _ in range(wanted):
        tab.keyboard.press("Tab")
    assert tab.evaluate("window.reached.size") >= wanted - 1


@pytest.mark.parametrize("has_script", [True, False])
def test_a_hostile_package_is_inert(opened: Opener, hostile_page: Path, has_script: bool) -> None:
    tab = opened(hostile_page, java_script_enabled=has_script)
    expect(tab.locator("#table tbody tr[id]").first).to_be_visible()
    if has_script:
        assert tab.evaluate("window.harmed") is None
        tab.locator("#filters [name=measure]").select_option(index=1)
        assert shown(tab)


def test_charts_have_their_text_beside_them(opened: Opener, page: Path) -> None:
    tab = opened(page)
    for row in tab.locator(".panel tbody tr").all():
        assert row.locator("svg[aria-hidden=true]").count() == 1
        assert row.locator(".stated li").count() >= 1
        assert row.locator("svg use[href^='#m']").count() >= 1
