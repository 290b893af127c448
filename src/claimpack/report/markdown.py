"""An event as Markdown: what cannot all be true, what would make it fit, and every claim with all that traces it."""

import re
from collections.abc import Mapping, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from claimpack.account.accounting import Grid
from claimpack.account.event import EventAccount, Source, covering
from claimpack.account.words import estimate_told, figure_told, value_of, when
from claimpack.reconcile.explanation import value_range
from claimpack.release.citation import Citation, as_text
from claimpack.report.chart_file import ChartFile
from claimpack.templates import fragment_link, harmless, web_address


def write_markdown(
    account: EventAccount,
    charts: Sequence[ChartFile],
    grids: Sequence[Grid],
    sources: Mapping[str, Source],
    citation: Citation,
) -> str:
    """Return the report of an event."""
    made = Environment(
        loader=PackageLoader("claimpack.report"),
        autoescape=False,  # noqa: S701  # Markdown is made, and `as_markdown` escapes for it
        undefined=StrictUndefined,
        finalize=as_markdown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["link"] = _link
    used = {claim.source_id for claim in account.claims}
    return made.get_template("report.md.j2").render(
        account=account,
        charts=charts,
        grids=grids,
        covering=covering(account.conflicts),
        sources=[source for name, source in sources.items() if name in used],
        source_of=sources,
        version=citation.version or "none",
        citation=as_text(citation),
        when=when,
        value_of=value_of,
        figure_told=figure_told,
        estimate_told=estimate_told,
        bound=lambda value: "" if value is None else value_range(value, value),
        fragment_link=fragment_link,
        web_address=web_address,
    )


def as_markdown(value: object) -> object:
    """Return a text so that Markdown shows it letter for letter, in one line and in a cell of a table too."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    line = " ".join(str(harmless(value)).split())
    return re.sub(r"([\\`*_\[\]<>|~&$#])", r"\\\1", line)


def _link(text: str, address: str) -> Markup:
    """Return a link to an address on the web, or the text alone where there is none."""
    words = str(as_markdown(text))
    safe = address.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return Markup(f"[{words}](<{safe}>)" if address else words)  # noqa: S704  # both are escaped
