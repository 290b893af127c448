"""How long the page of a package takes to open in the system's Chromium: writes a table.

A page is open once it is loaded and two frames were drawn. Each is opened several times in a tab of its own; the table
gives the median, and what lies on the disk.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from claimpack.cli import main as claimpack
from packages import ROOT, write_package

DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
NAMES = ("chromium", "chromium-browser", "google-chrome")


def pages_of(package: Path, out: Path) -> Iterator[tuple[str, Path]]:
    """Make the page of a package; yield it, and of several the first and the largest."""
    done = CliRunner().invoke(claimpack, ["explore", str(package), "--out", str(out)], catch_exceptions=False)
    first, *folder = [Path(line) for line in done.output.splitlines()]
    yield "first page" if folder else "the page", first
    for pages in folder:
        yield (
            f"largest of {len(list(pages.iterdir()))} pages",
            max(pages.iterdir(), key=lambda path: path.stat().st_size),
        )


def opening(browser: Browser, path: Path, times: int) -> list[float]:
    """Return how many seconds a page took to open, each time."""
    found = []
    for _ in range(times):
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.perf_counter()
        tab.goto(path.as_uri(), wait_until="load")
        tab.evaluate(DRAWN)
        found.append(time.perf_counter() - start)
        tab.close()
    return found


@click.command()
@click.argument("claims", type=int, nargs=-1)
@click.option("--times", default=7, help="How often each page is opened.")
def main(claims: tuple[int, ...], times: int) -> None:
    """Open the page of the project's own package, and those of packages of so many CLAIMS."""
    program = next(filter(None, map(shutil.which, NAMES)))
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    click.echo("| package | page | kilobytes | seconds to open |\n|---|---|---:|---:|")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for number in (0, *claims):
            package = ROOT
            if number:
                package = Path(name) / f"{number}"
                write_package(package, number)
            for label, path in pages_of(package, Path(name) / f"page-{number}.html"):
                seconds = statistics.median(opening(browser, path, times))
                told = f"{number:,} claims" if number else "this one"
                click.echo(f"| {told} | {label} | {path.stat().st_size / 1000:,.0f} | {seconds:.2f} |")


if __name__ == "__main__":
    main()
