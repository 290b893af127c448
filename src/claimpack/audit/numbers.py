"""Finding every number of a text: digits in any language, number words in those that have a grammar here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from claimpack.audit.digits import DIGITS_ONLY
from claimpack.audit.english import ENGLISH

GRAMMARS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH}
"""Patterns of number words by primary language subtag."""

NO_GRAMMAR = "digits"
NO_NUMBERS = {"quantified", "nobody"}
"""Kinds that are recognised only so that no part of them is taken for a number: several hours after; no one."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """One number: its place in the text (code points from 0, end-exclusive), its characters, and its kind."""

    start: int
    end: int
    text: str
    kind: str


def grammar_of(language: str) -> str:
    """Return the grammar for a BCP 47 tag: its primary subtag, or `digits` where only digits can be found."""
    primary = language.partition("-")[0].lower()
    return primary if primary in GRAMMARS else NO_GRAMMAR


def find_numbers(text: str, language: str) -> Iterator[FoundNumber]:
    """Yield the numbers of a text in order, disjoint; a range is two numbers, a date or a clock time is one."""
    last = 0
    for match in _pattern(grammar_of(language)).finditer(text):
        kind = match.lastgroup or ""
        if kind not in NO_NUMBERS and not (kind == "distance" and _is_counted(match, last)):
            last = match.end()
            yield FoundNumber(match.start(), match.end(), match.group(), kind)


def _is_counted(match: re.Match[str], last: int) -> bool:
    """Tell whether a unit of time follows its number, as in “two hours after”: that is no number of its own."""
    return last > 0 and match.string[last : match.start()].isspace()


@cache
def _pattern(grammar: str) -> re.Pattern[str]:
    kinds = GRAMMARS.get(grammar, DIGITS_ONLY)
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()), re.IGNORECASE)
