"""Holding one text against its rows: every number accounted for, every quote where it is said to stand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimpack.audit.numbers import FoundNumber, find_numbers, grammar_of
from claimpack.audit.result import MissingNumber, SourceAudit, WrongQuote
from claimpack.coding.quotes import context

CODED = "coded"


@dataclass(frozen=True, slots=True)
class Quote:
    """One row of evidence; `has_value` where its claim has a figure or a time."""

    evidence_id: str
    claim_id: str
    start: int
    end: int
    quote: str
    has_value: bool


@dataclass(frozen=True, slots=True)
class Uncoded:
    """One row of `uncoded`."""

    start: int
    end: int
    reason: str


def audit_text(
    text: str, source: SourceAudit, quotes: Sequence[Quote], uncoded: Sequence[Uncoded], language: str
) -> SourceAudit:
    """Return a source's audit, given its text, its rows and its language (a BCP 47 tag)."""
    valued = [quote for quote in quotes if quote.has_value]
    accounts = {number: _account(number, valued, uncoded) for number in find_numbers(text, language)}
    counts = Counter(account for account in accounts.values() if account)
    return source.model_copy(
        update={
            "status": "checked",
            "grammar": grammar_of(language),
            "numbers_found": len(accounts),
            "numbers_coded": counts.pop(CODED, 0),
            "numbers_uncoded": dict(sorted(counts.items())),
            "numbers_missing": [_missing(text, number) for number, account in accounts.items() if not account],
            "quotes_checked": len(quotes),
            "quotes_wrong": list(_wrong(text, quotes)),
        }
    )


def _account(number: FoundNumber, valued: Sequence[Quote], uncoded: Sequence[Uncoded]) -> str | None:
    """Return how a number is accounted for: as coded, or by the reason for which it is not; None if it is missing."""
    if any(_within(number, quote) for quote in valued):
        return CODED
    return next((row.reason for row in uncoded if _within(number, row)), None)


def _within(number: FoundNumber, span: Quote | Uncoded) -> bool:
    return span.start <= number.start and number.end <= span.end


def _missing(text: str, number: FoundNumber) -> MissingNumber:
    return MissingNumber(
        line=text.count("\n", 0, number.start) + 1,
        char_start=number.start,
        char_end=number.end,
        kind=number.kind,
        context=context(text, number.start, number.end),
    )


def _wrong(text: str, quotes: Sequence[Quote]) -> Iterator[WrongQuote]:
    for quote in quotes:
        found = text[quote.start : quote.end]
        if found != quote.quote:
            yield WrongQuote(
                evidence_id=quote.evidence_id,
                claim_id=quote.claim_id,
                char_start=quote.start,
                char_end=quote.end,
                quote=quote.quote,
                found=found,
            )
