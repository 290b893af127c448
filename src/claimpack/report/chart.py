"""A chart to print, as SVG and PNG; the PNG's fonts come with the package, so that it is the same everywhere."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import fontpkg_rubik
import fontpkg_source_sans_3
from jinja2 import Template
from resvg_py import svg_to_bytes

from claimpack.account.event import EventAccount, Source
from claimpack.account.words import figure_told, sayers
from claimpack.charts.marks import COLOURS, SHAPES
from claimpack.charts.panels import Painter, Panel
from claimpack.release.citation import Citation
from claimpack.report.layout import LEVEL, PAD, SAID, TOP, WIDTH, lay_out, wrapped, x_of
from claimpack.templates import environment

FONT = "Source Sans 3"
FONTS = {fontpkg_source_sans_3.ROOT: "SourceSans3[[]wght].ttf", fontpkg_rubik.ROOT: "Rubik[[]wght].ttf"}
"""Where fonts lie; Rubik has Hebrew and Arabic letters."""

PIXELS_PER_POINT = 3
"""Makes a chart 24 cm wide at 300 dots to the inch."""


def draw(panel: Panel, account: EventAccount, painter: Painter, citation: Citation) -> str:
    """Return a panel as SVG."""
    seen = {painter.sources[mark.claim.source_id].outlet_id for strip in panel.strips for mark in strip.marks}
    outlets = [outlet for outlet in painter.looks if outlet in seen]
    names = _outlets(painter.sources)
    return _template().render(
        at=lay_out(panel, [names[outlet] for outlet in outlets]),
        looks=[painter.looks[outlet] for outlet in outlets],
        title=account.title,
        heading=wrapped(account.title, WIDTH - 48, 21, 1)[0],
        unit=wrapped(panel.unit, 160, 13, 1)[0],
        key="; ".join(_keys(panel)),
        credit=wrapped(_credit(citation), WIDTH - 48, 12, 1)[0],
    )


def _keys(panel: Panel) -> Iterator[str]:
    """Yield what the signs mean that a panel has."""
    if any(strip.band and not strip.band.is_point for strip in panel.strips):
        yield "Grey: lowest to highest of all figures"
    if any(strip.best is not None and len(strip.topic.figures) > 1 for strip in panel.strips):
        yield "black line: the value that most independent origins allow"
    if any(strip.topic.resolution is not None for strip in panel.strips):
        yield "dashed green line: the value after the cheapest reading"


def as_png(svg: str) -> bytes:
    """Return an SVG drawing as PNG."""
    fonts = [str(path) for root, name in FONTS.items() for path in sorted(Path(root, "files").glob(name))]
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=PIXELS_PER_POINT,
            skip_system_fonts=True,
            font_files=fonts,
            font_family=FONT,
            sans_serif_family=FONT,
        )
    )


@cache
def _template() -> Template:
    made = environment("claimpack.report")
    made.globals |= {
        "colours": COLOURS,
        "shapes": list(SHAPES.values()),
        "figure_told": figure_told,
        "sayers": sayers,
        "x_of": x_of,
        "width": WIDTH,
        "top": TOP,
        "pad": PAD,
        "level": LEVEL,
        "said": SAID[0],
    }
    return made.get_template("chart.svg.j2")


def _outlets(sources: Mapping[str, Source]) -> dict[str, str]:
    return {source.outlet_id: source.outlet for source in sources.values()}


def _credit(citation: Citation) -> str:
    parts = (citation.title, f"version {citation.version}" if citation.version else "", citation.licence)
    return "Source: " + ", ".join(part for part in parts if part)
