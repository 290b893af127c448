"""Dates in words, no more exact than they are."""

from datetime import date

import pytest

from claimpack.account.words import when, yes_or_no

FIRST, FOURTH, LAST = date(2025, 7, 1), date(2025, 7, 4), date(2025, 7, 31)


@pytest.mark.parametrize(
    ("start", "end", "precision", "told"),
    [
        (FOURTH, FOURTH, "day", "4 July 2025"),
        (FIRST, FOURTH, "day", "1–4 July 2025"),
        (date(2025, 6, 30), FOURTH, "day", "30 June 2025 – 4 July 2025"),
        (FIRST, LAST, "month", "July 2025"),
        (date(2025, 1, 1), date(2025, 12, 31), "year", "2025"),
        (FIRST, None, "month", "since July 2025"),
        (None, FOURTH, "day", "until 4 July 2025"),
        (None, None, "not_stated", ""),
    ],
)
def test_when(start: date | None, end: date | None, precision: str, told: str) -> None:
    assert when({"start_date": start, "end_date": end, "time_precision": precision}) == told


def test_propositions_are_told_in_words() -> None:
    assert [yes_or_no(value) for value in (1.0, 0.0, None)] == ["yes", "no", "yes or no"]
