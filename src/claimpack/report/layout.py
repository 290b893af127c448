"""A panel laid out for paper: in points of a fixed width, with its words wrapped."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimpack.account.words import figure_told, sayers
from claimpack.charts.panels import Panel, Strip

WIDTH = 960
LABELS, PLOT, SAID = (24, 216), (256, 330), (624, 312)
"""Where the columns begin, and how wide they are."""

TOP, LINE, PAD, LEVEL = 104, 17, 11, 13
MOST_LINES = 6
CHARACTER = 0.47
"""How wide a character is on average, as a share of its size; the font of the PNG is a little narrower."""


class Line(NamedTuple):
    """A line of text; `value` is set apart before it."""

    y: float
    value: str
    text: str
    is_contested: bool


class Band(NamedTuple):
    """A strip laid out: from where to where down the page, and its words."""

    strip: Strip
    top: float
    bottom: float
    label: list[Line]
    said: list[Line]


class Key(NamedTuple):
    """An outlet in the legend."""

    x: float
    y: float
    name: str
    number: int


class Layout(NamedTuple):
    """A panel laid out."""

    panel: Panel
    bands: list[Band]
    legend: list[Key]
    bottom: float
    height: float


def lay_out(panel: Panel, outlets: Sequence[str]) -> Layout:
    """Return a panel laid out, with a legend of the outlets that have a mark in it."""
    bands, y = [], float(TOP)
    for strip in panel.strips:
        band = _band(strip, y)
        bands.append(band)
        y = band.bottom
    legend = list(_legend(outlets, y + 44))
    return Layout(panel, bands, legend, y, (legend[-1].y if legend else y) + 62)


def x_of(share: float) -> float:
    """Return where a place between 0 and 1 is across the page."""
    return round(PLOT[0] + share * PLOT[1], 2)


def wrapped(text: str, width: float, size: float, most: int = MOST_LINES) -> list[str]:
    """Return the lines of a text that is so many points wide, at most so many of them."""
    characters = max(8, int(width / (size * CHARACTER)))
    return textwrap.wrap(text, characters, max_lines=most, placeholder=" …") or [""]


def _band(strip: Strip, top: float) -> Band:
    label = wrapped(strip.topic.title, LABELS[1], 14)
    said = list(_said(strip))
    height = max(len(label) * LINE, len(said) * LINE, strip.levels * LEVEL) + 2 * PAD
    first = top + PAD + 12
    return Band(
        strip,
        top,
        top + height,
        [Line(first + place * LINE, "", text, strip.topic.is_contested) for place, text in enumerate(label)],
        [line._replace(y=first + place * LINE) for place, line in enumerate(said)],
    )


def _said(strip: Strip) -> Iterator[Line]:
    """Yield for each figure its value, and who states it, in as many lines as that needs."""
    topic = strip.topic
    for figure in topic.figures:
        value = wrapped(figure_told(topic, figure), SAID[1], 14, 1)[0]
        room = SAID[1] - (len(value) + 1) * 14 * CHARACTER * 1.1
        first, *others = wrapped("; ".join(sayers(topic.claims_of(figure))), room, 13, 4)
        yield Line(0, value, first, figure.is_contested)
        yield from (Line(0, "", text, figure.is_contested) for text in others)


def _legend(outlets: Sequence[str], top: float) -> Iterator[Key]:
    """Yield the outlets from left to right, in as many lines as that needs."""
    x, y = float(LABELS[0] + 6), top
    for number, outlet in enumerate(outlets):
        name = wrapped(outlet, 300, 13, 1)[0]
        width = 34 + len(name) * 13 * CHARACTER * 1.08
        if x + width > WIDTH - LABELS[0]:
            x, y = float(LABELS[0] + 6), y + 20
        yield Key(round(x, 2), y, name, number)
        x += width
