"""Rows as aligned columns of plain text, within the width of the terminal."""

import shutil
import textwrap
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest

NARROWEST, WIDEST = 80, 120
GAP = "  "


def terminal_width() -> int:
    """Return how many characters a line may have: the terminal's, but not fewer than 80 nor more than 120."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))


def aligned(
    rows: Sequence[Sequence[str]], width: int, *, right: Collection[int] = (), indent: str = ""
) -> Iterator[str]:
    """Yield the lines of a table whose rows all have the same number of cells.

    A column is as wide as its widest cell, but only the last one takes more than a quarter of the width: it has what
    the others leave. A longer cell goes on in the next line; no word is broken, though it be wider than its column
    should be. `right` names the columns, counted from 0, that are flush right.
    """
    if not rows:
        return
    *others, last = [list(column) for column in zip(*rows, strict=True)]
    wrapped = [_wrapped_column(column, width // 4) for column in others]
    widths = [max(len(line) for cell in column for line in cell) for column in wrapped]
    room = width - len(indent) - sum(widths) - len(GAP) * len(widths)
    wrapped.append(_wrapped_column(last, room))
    widths.append(0)  # nothing follows the last column
    for cells in zip(*wrapped, strict=True):
        for parts in zip_longest(*cells, fillvalue=""):
            padded = [
                part.rjust(limit) if place in right else part.ljust(limit)
                for place, (part, limit) in enumerate(zip(parts, widths, strict=True))
            ]
            yield (indent + GAP.join(padded)).rstrip()


def _wrapped_column(cells: Sequence[str], most: int) -> list[list[str]]:
    """Return each cell's lines, no wider than `most`, or than the longest word where that is wider."""
    limit = max(most, *(len(word) for cell in cells for word in ["", *cell.split()]), 1)
    return [textwrap.wrap(cell, limit, break_long_words=False, break_on_hyphens=False) or [""] for cell in cells]
