"""Templates whose every filled-in text is escaped, and made harmless before that."""

import re
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
"""Control characters, and those that turn the direction of what follows them; XML forbids some of them."""

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u2067\u202b\u202e\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Blocks of scripts that run from right to left, and marks that say so (Unicode Standard Annex 9)."""


def environment(package: str) -> Environment:
    """Return an environment for the templates of HTML and SVG that lie in a package's folder `templates`."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"anchor": anchor, "percent": percent, "isolated": isolated}
    return made


def harmless(value: object) -> object:
    """Return a text with every character replaced that could act instead of being read; all else as it is."""
    is_text = isinstance(value, str) and not isinstance(value, Markup)
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", str(value)) if is_text else value


def anchor(identifier: str, kind: str) -> str:
    """Return the anchor of something with an id, such as claim-000-012: the id itself where it starts so.

    It has no character that needs quotes in HTML, or an escape in an address.
    """
    plain = re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}", identifier)
    return plain if plain.startswith(f"{kind}-") else f"{kind}--{plain}"


def percent(share: float) -> str:
    """Return a share as SVG has it: 44.72%."""
    return f"{100 * share:.4g}%"


def isolated(text: str) -> Markup:
    """Return a text escaped; one that has letters written from right to left cannot turn what stands beside it."""
    escaped = escape(str(harmless(text)))
    return Markup(f"<bdi>{escaped}</bdi>") if RIGHT_TO_LEFT.search(text) else escaped  # noqa: S704  # it is escaped


def web_address(url: str | None) -> str:
    """Return an address on the web as it is; "" for any other, which might do anything when followed."""
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc else ""
    except ValueError:
        return ""


def fragment_link(url: str | None, text: str) -> str:
    """Return the address of a text on a page, "" where the page is not on the web (WICG, Scroll to Text Fragment)."""
    address = web_address(url)
    if not address:
        return ""
    # A hyphen and a comma would be read as syntax.
    directive = f":~:text={quote(text, safe='').replace('-', '%2D')}"
    return address + directive if "#" in address else f"{address}#{directive}"
