"""The screen never accepts what the referee rejects, and then has the referee's value."""

import random
from typing import Any

import polars as pl
import pytest
from frictionless import Field
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.column_types import stored_value
from claimpack.text.spelling import spelling

ALPHABET = "0123456789+-.,:/TZeEX _x%\t\n\u00a0٣२¾²½∞’\"'NaInfinitytruefalsyo"
"""Digits of several scripts, signs, exponents, separators, zones, blanks, and the letters of words that count."""

FIELDS = [
    {"name": "x", "type": "integer"},
    {"name": "x", "type": "number"},
    {"name": "x", "type": "date"},
    {"name": "x", "type": "datetime"},
    {"name": "x", "type": "boolean"},
    {"name": "x", "type": "boolean", "trueValues": ["yes", "1"], "falseValues": ["no", "1"]},
    {"name": "x", "type": "year"},
    {"name": "x", "type": "string", "format": "uri"},
    {"name": "x", "type": "string", "format": "email"},
    {"name": "x", "type": "geopoint"},
    {"name": "x", "type": "any"},
]

JUDGED = {"email", "geopoint"}
"""Types and formats of which every text is for the referee."""

PIECES = [
    *("2025", "2025-07-04", "2025-07-04T02:20:00", "2025-07-04 02:20:00.5", "T02:20:00", "Z", "+02:00", "+84:60"),
    *("0000", "12:60:61", "1e5", "0x1F", "true", "http://a.b/c"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(ALPHABET, min_size=1, max_size=6)), min_size=1, max_size=4)


def check_screen(descriptor: dict[str, Any], texts: list[str]) -> int:
    """Compare the screen with the referee; return how many texts the screen accepted."""
    field = Field.from_descriptor(descriptor)
    rule = spelling(field)
    table = pl.DataFrame({"x": texts})
    judged = table.select(text="x", value=rule.value, is_doubtful=rule.is_doubtful).filter(~pl.col("is_doubtful"))
    for text, value, _ in judged.iter_rows():
        read, notes = field.read_cell(text)
        assert not (notes or {}).get("type"), text
        assert value == stored_value(field, read, text), text
    return judged.height


@pytest.mark.parametrize("descriptor", FIELDS, ids=lambda field: f"{field['type']}/{field.get('format', 'default')}")
@settings(max_examples=25)
@given(texts=st.lists(TEXTS.map("".join), min_size=20, max_size=60))
def test_screen_never_accepts_what_the_referee_rejects(descriptor: dict[str, Any], texts: list[str]) -> None:
    check_screen(descriptor, texts)


@pytest.mark.slow
@pytest.mark.parametrize("descriptor", FIELDS, ids=lambda field: f"{field['type']}/{field.get('format', 'default')}")
def test_screen_never_accepts_what_the_referee_rejects_in_100000_cases(descriptor: dict[str, Any]) -> None:
    # Drawn without hypothesis, which would take an hour over so many.
    draw = random.Random(descriptor["type"])  # noqa: S311  # no secret
    texts = []
    for _ in range(100_000):
        pieces = (
            draw.choice(PIECES) if draw.random() < 0.4 else draw.choice(ALPHABET) for _ in range(draw.randint(1, 7))
        )
        texts.append("".join(pieces))
    accepted = check_screen(descriptor, texts)
    assert accepted > 100 or descriptor.get("format", descriptor["type"]) in JUDGED


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "-12"),
        ("number", "38.5"),
        ("date", "2024-02-29"),
        ("datetime", "2025-07-04T02:20:00Z"),
        ("year", "2025"),
    ],
)
def test_screen_accepts_the_usual_spellings(kind: str, text: str) -> None:
    rule = spelling(Field.from_descriptor({"name": "x", "type": kind}))
    assert not pl.select(x=pl.lit(text)).select(rule.is_doubtful).item()
