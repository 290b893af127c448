"""One page: its template filled in, with a policy that lets nothing in but its own style and script."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from claimpack.account.dimensions import Dimensions, dimensions_of
from claimpack.account.event import Conflict, EventAccount, Source
from claimpack.account.reading import Accounts
from claimpack.account.words import estimate_told, figure_told, sayers, says_yes, value_of, when
from claimpack.charts.marks import COLOURS, SHAPES, Look
from claimpack.charts.panels import Painter
from claimpack.explore.views import leads_of, plural, timeline_of, view_of
from claimpack.reconcile.explanation import value_range
from claimpack.release.citation import Citation, as_text
from claimpack.show.claim import Claim
from claimpack.templates import environment, fragment_link, web_address

PAGE_LANGUAGES = {"en", "und"}
"""Languages in which a text needs no mark: the page's own, and none."""

MOST_IN_LEGEND = 24
"""A page with more outlets has a legend for each event instead."""

LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag (BCP 47), as the schema of sources has it."""


class Outlet(NamedTuple):
    """An outlet in the legend."""

    name: str
    look: Look


class Home(NamedTuple):
    """The first page's file, and the heading of the page that is not it."""

    file: str
    heading: str


class PageWriter:
    """Renders pages of a package: of all its events, of some, or a first page that leads to others."""

    def __init__(self, accounts: Accounts, citation: Citation) -> None:
        self.accounts, self.citation = accounts, citation
        titles = {measure.measure_id: measure.title for measure in accounts.measures.values()}
        self.dimensions: list[Dimensions] = dimensions_of(accounts.identities, titles)
        self.template = _environment(accounts).get_template("page.html.j2")
        self.painter = Painter(accounts.sources, accounts.outlets)
        self.style, self.script = _style(), _own_text("script.js")

    def page(
        self,
        events: Sequence[EventAccount],
        *,
        first_of: Sequence[EventAccount] = (),
        home: Home | None = None,
        file_of: Mapping[str, str] | None = None,
    ) -> str:
        """Return a page that shows `events` at length.

        A first page leads with those in conflict of all events, `first_of`, and lists them by time; `file_of` gives the
        file of an event's own page, by its id, where that is another. Any other page has its way `home`.
        """
        files_of, heading = file_of or {}, home.heading if home else ""
        listed = events if home else first_of
        in_conflict = [account for account in first_of if account.conflicts]
        shown, sources = leads_of(in_conflict), self._sources(events)
        outlets = _legend(self.painter, sources)
        text = self.template.render(
            title=f"{heading} – {self.citation.title}" if heading else self.citation.title,
            heading=heading or self.citation.title,
            home=home.file if home else "",
            citation=self.citation,
            citation_text=as_text(self.citation),
            facts=self._facts(listed),
            leads=shown,
            quiet_conflicts=_more_conflicts(len(in_conflict) - len(shown)),
            timeline=timeline_of(listed),
            accounts=[
                view_of(account, number, self._painter(account, outlets), self.accounts.identities, self.dimensions)
                for number, account in enumerate(events)
            ],
            outlets=outlets,
            sources=sources,
            legend_of=self._own_legend,
            has_repairs=any(account.repairs for account in events),
            home_of=lambda event_id: files_of.get(event_id, ""),
            **_embedded(self.style, self.script),
        )
        return re.sub(r"\n\s*", "\n", text)

    def _facts(self, listed: Sequence[EventAccount]) -> list[str]:
        sources = {claim.source_id for account in listed for claim in account.claims}
        version = f"Version {self.citation.version}" if self.citation.version else ""
        counts = [
            plural(sum(len(account.claims) for account in listed), "claim"),
            plural(len(listed), "event"),
            plural(len(sources), "source"),
        ]
        return [fact for fact in (*counts, version, self.citation.date, self.citation.licence) if fact]

    def _painter(self, account: EventAccount, outlets: Sequence[Outlet]) -> Painter:
        """Return what an event is drawn by: looks of its own, where the page has too many outlets for one legend."""
        if outlets:
            return self.painter
        own = {self.accounts.sources[claim.source_id].outlet_id for claim in account.claims}
        return Painter(self.accounts.sources, [outlet for outlet in self.accounts.outlets if outlet in own])

    def _own_legend(self, painter: Painter) -> list[Outlet]:
        """Return the legend of an event that is drawn by looks of its own."""
        return [] if painter is self.painter else _legend(painter, self.accounts.sources.values())

    def _sources(self, events: Sequence[EventAccount]) -> list[Source]:
        used = {claim.source_id for account in events for claim in account.claims}
        return [source for name, source in self.accounts.sources.items() if name in used]


def _legend(painter: Painter, sources: Iterable[Source]) -> list[Outlet]:
    """Return the outlets of some sources, those of most claims first; none where they are too many to be told apart."""
    names = {source.outlet_id: source.outlet for source in sources}
    outlets = [Outlet(names[outlet], look) for outlet, look in painter.looks.items() if outlet in names]
    return outlets if len(outlets) <= MOST_IN_LEGEND else []


def _more_conflicts(number: int) -> str:
    return f"{plural(number, 'more event')} with conflicts, marked in the time line." if number > 0 else ""


def _environment(accounts: Accounts) -> Environment:
    made, sources = environment("claimpack.explore"), accounts.sources
    laws = {identity.identity_id: identity.title for identity in accounts.identities}
    words: dict[str, Callable[..., Any]] = {
        "when": when,
        "plural": plural,
        "value_of": value_of,
        "figure_told": figure_told,
        "estimate_told": estimate_told,
        "sayers": sayers,
        "web_address": web_address,
        "language_attribute": _language_attribute,
    }
    made.globals |= words
    made.globals["shapes"] = list(SHAPES.values())
    made.globals["number"] = lambda value: value_range(value, value)
    made.globals["fragment_link"] = lambda claim, text: _fragment_link(sources[claim.source_id], text)
    made.globals["language_of"] = lambda claim: _language_of(claim, sources)
    made.globals["because"] = lambda conflict: list(_because(conflict, laws))
    made.tests["says_yes"] = says_yes
    return made


def _because(conflict: Conflict, laws: Mapping[str, str]) -> Iterator[str]:
    """Yield why the figures of a conflict exclude each other."""
    if conflict.kind == "direct":
        yield "They cannot both be true" if len(conflict.figure_ids) > 1 else "The measure has no such value"
    yield from (laws[identity] for identity in conflict.identity_ids)
    if conflict.kind == "part_of_whole":
        yield "A part has no more than its whole"


def _fragment_link(source: Source, text: str) -> str:
    return fragment_link(source.url, text) or fragment_link(source.archive_url, text)


def _language_of(claim: Claim, sources: Mapping[str, Source]) -> Markup:
    return _language_attribute(sources[claim.source_id].language)


def _language_attribute(language: str) -> Markup:
    is_marked = LANGUAGE.fullmatch(language) and language not in PAGE_LANGUAGES
    return Markup(f" lang={language}") if is_marked else Markup()  # noqa: S704  # nothing but letters, digits, hyphens


def _embedded(style: str, script: str) -> dict[str, Markup]:
    """Return style and script with the hashes by which the page's policy lets them in; both are our own text."""
    return {
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "style_hash": Markup(f"'{_hash(style)}'"),  # noqa: S704
        "script_hash": Markup(f"'{_hash(script)}'"),  # noqa: S704
    }


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _style() -> str:
    """Return the style, with the outlets' colours on paper; those in the dark are its own."""
    light = "".join(f"--c{number}:{colour};" for number, colour in enumerate(COLOURS))
    style = _own_text("style.css").replace("--outlets:paper;", light)
    return re.sub(r"\s*([{};,])\s*|(?<=:) ", r"\1", style)


def _own_text(name: str) -> str:
    """Return a text that lies beside this module, without comments and indents."""
    text = (files("claimpack.explore") / name).read_text(encoding="utf-8")
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()
