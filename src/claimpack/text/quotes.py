"""Quotes in parts of a CSV file, all of a part looked at at once."""

import numpy as np

from claimpack.text.structure import QUOTE


def has_odd_quotes(chunk: bytes, before: bytes, delimiter: bytes, *, is_quoted: bool) -> bool:
    """Tell whether a quote stands elsewhere than where a cell begins or ends, or twice for one within quotes.

    `before` is the byte before the chunk, and `is_quoted` tells whether the chunk begins within quotes. It does not end
    with a quote, unless the file does.
    """
    text = np.frombuffer(before + chunk + b"\n", np.uint8)
    quotes = np.flatnonzero(text == ord(QUOTE))
    opening, closing = quotes[is_quoted::2], quotes[not is_quoted :: 2]
    may_stand = np.zeros(256, np.bool_)
    # A quote beside a quote: together they are one, within a cell.
    may_stand[list(delimiter + b"\n" + QUOTE)] = True
    return not (may_stand[text[opening - 1]].all() and may_stand[text[closing + 1]].all())


def count_unquoted(chunk: bytes, byte: bytes, *, is_quoted: bool) -> int:
    """Return how often a byte stands outside quotes; `is_quoted` tells whether the chunk begins within them."""
    text = np.frombuffer(chunk, np.uint8)
    inside = np.logical_xor.accumulate(text == ord(QUOTE)) ^ is_quoted
    return int(np.count_nonzero((text == ord(byte)) & ~inside))
