"""The page as a file; that of a large package leads to a folder of pages beside it, each with some of the events."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from claimpack.account.event import EventAccount
from claimpack.account.reading import Accounts
from claimpack.checking import OnProgress
from claimpack.explore.page import Home, PageWriter
from claimpack.explore.views import plural, timeline_of
from claimpack.issue import CannotRunError
from claimpack.placing import put_in_place, refuse_other_files
from claimpack.release.citation import Citation
from claimpack.stopping import scratch_folder

MOST_ON_ONE_PAGE = 2_000
"""Up to so many claims, all of a package is on one page."""

CLAIMS_PER_PAGE = 500
"""About how many claims a page has where there are several; an event is never divided."""


def folder_beside(path: Path) -> Path:
    """Return the folder that a page leads to; raise CannotRunError where the page or the folder cannot be there."""
    if path.is_dir() or path.suffix != ".html":
        raise CannotRunError(f"{path}: give a file whose name ends in .html")
    folder = path.with_suffix("")
    refuse_other_files(folder, _is_page)
    return folder


def write_site(
    accounts: Accounts, citation: Citation, path: Path, on_page: OnProgress = lambda _done, _all: None
) -> list[Path]:
    """Write the page, and the folder it leads to where it needs one; return what was written.

    Everything appears at its place only when all is done. Raises CannotRunError where a folder of that name holds
    other files.
    """
    folder = folder_beside(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(f".{folder.name}-", path.parent) as new:
        (new / "pages").mkdir()
        writer = PageWriter(accounts, citation)
        for name, text in _pages(writer, accounts, folder.name, path.name, on_page):
            (new / name).write_text(text, encoding="utf-8", newline="")
        has_pages = any((new / "pages").iterdir())
        if has_pages:
            put_in_place(new / "pages", folder)
        elif folder.exists():
            shutil.rmtree(folder)
        (new / "first.html").replace(path)
        return [path, folder] if has_pages else [path]


def _pages(
    writer: PageWriter, accounts: Accounts, folder: str, home: str, on_page: OnProgress
) -> Iterator[tuple[str, str]]:
    """Yield the pages, each with its file in the workshop; the first page last."""
    events = accounts.events
    if accounts.claim_count <= MOST_ON_ONE_PAGE:
        yield "first.html", writer.page(events, first_of=events)
        on_page(1, 1)
        return
    parts = _parts([event for period in timeline_of(events) for event in period.events])
    digits = len(str(len(parts)))
    names = [f"{number:0{digits}}.html" for number in range(1, len(parts) + 1)]
    file_of: dict[str, str] = {}
    for done, (name, part) in enumerate(zip(names, parts, strict=True), 1):
        heading = f"{plural(len(part), 'event')}, page {done} of {len(parts)}"
        yield f"pages/{name}", writer.page(part, home=Home(f"../{quote(home)}", heading))
        file_of |= {event.event_id: f"{quote(folder)}/{name}" for event in part}
        on_page(done, len(parts) + 1)
    yield "first.html", writer.page([], first_of=events, file_of=file_of)
    on_page(len(parts) + 1, len(parts) + 1)


def _parts(events: Sequence[EventAccount]) -> list[list[EventAccount]]:
    """Return events in parts of about as many claims as a page has."""
    parts: list[list[EventAccount]] = []
    room = 0
    for event in events:
        if room < len(event.claims) or not parts:
            parts.append([])
            room = CLAIMS_PER_PAGE
        parts[-1].append(event)
        room -= len(event.claims)
    return parts


def _is_page(name: str) -> bool:
    return name.removesuffix(".html").isdigit()
