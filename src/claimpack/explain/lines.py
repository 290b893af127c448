"""From records to lines: a cell with a line break in it moves all that follows down in the editor."""

import csv
from collections import defaultdict
from pathlib import Path

from claimpack.issue import Issue


def lines_of(issues: list[Issue], folder: Path) -> dict[tuple[str, int], int]:
    """Return the line at which each issue's record starts, for issues in CSV files below a folder.

    A file without quotes has no line breaks in cells, so its rows are its lines and it is not read further.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for issue in issues:
        if issue.row is not None and issue.file.endswith(".csv"):
            wanted[issue.file].add(issue.row)
    lines: dict[tuple[str, int], int] = {}
    for file, rows in wanted.items():
        path = folder / file
        if path.is_file() and _has_quotes(path):
            lines |= {(file, row): line for row, line in _starts(path, rows).items()}
    return lines


def _starts(path: Path, rows: set[int]) -> dict[int, int]:
    starts = {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file)
        line = 1
        try:
            for row, _ in enumerate(reader, start=1):
                if row in rows:
                    starts[row] = line
                if len(starts) == len(rows):
                    break
                line = reader.line_num + 1
        except csv.Error:
            return starts
    return starts


def _has_quotes(path: Path) -> bool:
    with path.open("rb") as file:
        return any(b'"' in chunk for chunk in iter(lambda: file.read(1 << 20), b""))
