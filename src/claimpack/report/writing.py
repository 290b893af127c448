"""The files of a report, which come into being together."""

import re
from pathlib import Path

from claimpack.account.accounting import grids_of
from claimpack.account.dimensions import dimensions_of
from claimpack.account.reading import Accounts
from claimpack.charts.panels import Painter, panels_of
from claimpack.placing import put_in_place, refuse_other_files
from claimpack.release.citation import Citation
from claimpack.release.descriptor import plain_name
from claimpack.report.chart import as_png, draw
from claimpack.report.chart_file import ChartFile
from claimpack.report.markdown import write_markdown
from claimpack.stopping import scratch_folder

REPORT = "report.md"
OWN = re.compile(r"report\.md|chart-\d+-[A-Za-z0-9._-]+\.(svg|png)")

MOST_CHARACTERS = 40
"""How much of a unit's name stands in the name of a file."""


def write_report(accounts: Accounts, citation: Citation, folder: Path) -> list[Path]:
    """Write the report of the one event that is there into a folder; return its files, the report first.

    The folder appears, or is replaced, only when all is done. Raises CannotRunError where it holds other files.
    """
    refuse_other_files(folder, lambda name: OWN.fullmatch(name) is not None)
    (account,) = accounts.events
    painter = Painter(accounts.sources, accounts.outlets)
    drawn = [panel for panel in panels_of(account, painter) if panel.is_drawn]
    charts = [
        ChartFile(
            f"chart-{number}-{plain_name(panel.unit)[:MOST_CHARACTERS]}", panel, draw(panel, account, painter, citation)
        )
        for number, panel in enumerate(drawn, 1)
    ]
    titles = {measure.measure_id: measure.title for measure in accounts.measures.values()}
    grids = list(grids_of(account, dimensions_of(accounts.identities, titles)))
    text = write_markdown(account, charts, grids, accounts.sources, citation)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(f".{folder.name}-", folder.parent) as workshop:
        new = workshop / "new"
        new.mkdir()
        (new / REPORT).write_text(text, encoding="utf-8", newline="")
        for chart in charts:
            (new / f"{chart.stem}.svg").write_text(chart.svg, encoding="utf-8", newline="")
            (new / f"{chart.stem}.png").write_bytes(as_png(chart.svg))
        put_in_place(new, folder)
    return [folder / REPORT, *(folder / f"{chart.stem}.{form}" for chart in charts for form in ("svg", "png"))]


def _stem(number: int, unit: str) -> str:
    return f"chart-{number}-{plain_name(unit)[:MOST_CHARACTERS]}"
