"""A chart of a report, by the name of its files."""

from typing import NamedTuple

from claimpack.charts.panels import Panel


class ChartFile(NamedTuple):
    """A panel, its files' name without extension, and its drawing."""

    stem: str
    panel: Panel
    svg: str
