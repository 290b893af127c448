"""The number finder on its own: what it finds, where, and what it leaves alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.audit.english import NUMBER_WORDS
from claimpack.audit.numbers import find_numbers

FOUND = {
    "three and a half years of war": ["three and a half"],
    "two and a half million": ["two and a half million"],
    "an hour and a half": ["an hour and a half"],
    "half an hour, half of them": ["half an hour", "half"],
    "two-thirds, a quarter, one third": ["two-thirds", "quarter", "one third"],
    "3½ and ½": ["3½", "½"],
    "the nearly hour-long call, a week-old truce": ["hour-long", "a week-old"],
    "the 13-hour barrage and the 100-day plan": ["13-hour", "100-day"],
    "the three-year war, a two-hour-long film": ["three-year", "two-hour-long"],
    "years-long and month-long": ["years-long", "month-long"],
    "lifted after a week": ["a week"],
    "just hours after the call": ["hours after"],
    "Days before it, weeks later": ["Days before", "weeks later"],
    "two hours after it": ["two"],
    "two hour-long calls": ["two", "hour-long"],
    "several hours after it, some days ago": [],
    "near 2:20 AM. Then": ["2:20 AM"],
    "at 14:30, 9 p.m. and two o’clock": ["14:30", "9 p.m.", "two o’clock"],
    "around midnight": ["midnight"],
    "by 38.5%, fifty per cent, 3 percentage points": ["38.5%", "fifty per cent", "3 percentage points"],
    "an F-16, COVID-19, COP30, the S-400s": ["F-16", "COVID-19", "COP30", "S-400s"],
    "mid-2025, Post-2014, the 21st-century": ["2025", "2014", "21st-century"],
    "1,000 or 13,134 or 0.5 or 1\u00a0000": ["1,000", "13,134", "0.5", "1\u00a0000"],
    "$5m, 24/7, No. 7, 550x": ["5m", "24/7", "7", "550x"],
    "twenty-three, a hundred, nineteen": ["twenty-three", "a hundred", "nineteen"],
    "two hundred and fifty thousand": ["two hundred and fifty thousand"],
    "539 million, two dozen": ["539 million", "two dozen"],
    "4–6 or 10 to 12": ["4", "6", "10", "12"],
    "between two and three": ["two", "three"],
    "dozens, thousands, tens of thousands, scores of": ["dozens", "thousands", "tens of thousands", "scores of"],
    "once, twice, both, double, a pair, a single": ["once", "twice", "both", "double", "pair", "single"],
    "tenfold and two-fold": ["tenfold", "two-fold"],
    "the first, the second and the 30th": ["first", "second", "30th"],
    "twenty-first, one hundredth": ["twenty-first", "one", "hundredth"],
    "one of the worst, At one point": ["one", "one"],
    "in the 1990s, the '90s, the nineties": ["1990s", "90s", "nineties"],
    "on 2025-07-04, 2025-07-04T02:20": ["2025-07-04", "2025-07-04T02:20"],
    "on July 4, 2025, the": ["July 4, 2025"],
    "3-4 July 2025, the 4th of July": ["3-4 July 2025", "4th of July"],
    "Sept. 5, JULY 4, July 2025, since 2022": ["Sept. 5", "JULY 4", "July 2025", "2022"],
    "in June. 23 were hurt": ["June", "23"],
    "In May he may march in March.": ["May", "March"],
    "Berlin May come, March 2,000 miles": ["2,000"],
    "twenty\nthree and a\r\nweek": ["twenty\nthree", "a\r\nweek"],
    "in 2025\n\nTwo": ["2025", "Two"],
    "U.S.-led talks, a U.S.-supplied system": [],
    "someone, none, stone, tonight, weighted, often, no one": [],
    "Friday, overnight, this week, in recent weeks": [],
    "no, many, multiple, numerous, a man": [],
    "headquarters, secondary, multi-story, thirdly": [],
    "": [],
}


@pytest.mark.parametrize("text", FOUND)
def test_english_numbers_are_found_where_they_stand(text: str) -> None:
    found = list(find_numbers(text, "en-GB"))
    assert [number.text for number in found] == FOUND[text]
    assert all(text[number.start : number.end] == number.text for number in found)


def test_other_languages_get_digits_only() -> None:
    text = "Twenty-one, two, 23 травня, о 2:20, F-16, 38,5 %, 2025-07-04, 550架"
    assert [n.text for n in find_numbers(text, "uk")] == ["23", "2:20", "16", "38,5 %", "2025-07-04", "550"]


OTHERS = """
a an of and the no after before ago long old per cent percent half-hour F-16 Su-34 COVID-19 people In May July March
2025 4 13,134 2:20 AM p.m. 38.5 % ½ – - , . ' ’ two-thirds hour-long twenty-first 30th one's
"""
WORDS = [*sorted(NUMBER_WORDS), *OTHERS.split(), "\n"]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.lists(st.sampled_from([*WORDS, " "]), max_size=12).map("".join),
)
LANGUAGES = st.sampled_from(["en", "de"])


@given(TEXTS, LANGUAGES)
def test_numbers_are_sorted_disjoint_and_within_the_text(text: str, language: str) -> None:
    found = list(find_numbers(text, language))
    places = [place for number in found for place in (number.start, number.end)]
    assert places == sorted(places)
    assert all(number.start < number.end <= len(text) for number in found)
    assert all(text[number.start : number.end] == number.text for number in found)


@given(TEXTS, LANGUAGES)
def test_every_digit_is_found(text: str, language: str) -> None:
    found = {place for number in find_numbers(text, language) for place in range(number.start, number.end)}
    assert all(place in found for place, character in enumerate(text) if character.isdecimal())


@given(TEXTS)
def test_what_is_found_has_a_digit_or_a_number_word(text: str) -> None:
    for number in find_numbers(text, "en"):
        words = re.split(r"[\W\d_]+", number.text.lower())
        has_word = any(re.fullmatch(rf"(?:{'|'.join(NUMBER_WORDS)})(?:long|old|fold)?", word) for word in words)
        assert has_word or re.search(r"[\d¼-¾⅐-⅞↉]", number.text), number


@given(TEXTS, TEXTS, LANGUAGES)
def test_two_texts_have_the_numbers_of_both(one: str, other: str, language: str) -> None:
    shift = len(one) + 3
    apart = [(n.start, n.end, n.kind) for n in find_numbers(one, language)]
    apart += [(n.start + shift, n.end + shift, n.kind) for n in find_numbers(other, language)]
    assert [(n.start, n.end, n.kind) for n in find_numbers(f"{one} . {other}", language)] == apart
