"""Quotes in a text: where they stand, and what may be meant where they stand nowhere."""

import re
from difflib import SequenceMatcher

LOOKALIKES = ("'’‘ʼ`´", '"“”„«»', "-‐‑‒–—−", "…")
"""Characters that coders take for one another; the first of each group is what keyboards have."""

CONTEXT_CHARACTERS = 30


def occurrences(text: str, quote: str) -> list[int]:
    """Return every position, in code points from 0, at which a quote stands in a text; they may overlap."""
    starts = []
    start = text.find(quote)
    while start >= 0:
        starts.append(start)
        start = text.find(quote, start + 1)
    return starts


def context(text: str, start: int, end: int) -> str:
    """Return a span in one line, in brackets, with some characters of what stands around it."""
    before, after = text[max(0, start - CONTEXT_CHARACTERS) : start], text[end : end + CONTEXT_CHARACTERS]
    return " ".join(f"…{before}[{text[start:end]}]{after}…".split())


def nearest(text: str, quote: str) -> str | None:
    """Return the fragment of a text that a quote may stand for, None if nothing is near.

    First what differs only in typographic signs, blanks and case, then what has half of its characters in a row.
    """
    if found := re.search(_loose_pattern(quote), text, re.IGNORECASE):
        return found.group()
    match = SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
    if 2 * match.size < len(quote):
        return None
    start = max(0, match.a - match.b)
    return text[start : start + len(quote)]


def _loose_pattern(quote: str) -> str:
    return r"\s+".join("".join(map(_loose_character, word)) for word in quote.split())


def _loose_character(character: str) -> str:
    for group in LOOKALIKES:
        if character in group:
            return f"[{re.escape(group)}]"
    return re.escape(character)
