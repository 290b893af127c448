"""The screen never accepts what the referee rejects, and then has the referee's value."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from frictionless import Field
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.column_types import stored_value
from claimpack.text.screen import connect
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

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PIECES = [
    *("2025", "2025-07-04", "2025-07-04T02:20:00", "2025-07-04 02:20:00.5", "T02:20:00", "Z", "+02:00", "+84:60"),
    *("0000", "12:60:61", "1e5", "0x1F", "true", "http://a.b/c"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(ALPHABET, min_size=1, max_size=6)), min_size=1, max_size=4)


def check_screen(descriptor: dict[str, Any], texts: list[str]) -> int:
    """Compare the screen with the referee; return how many texts the screen accepted."""
    field = Field.from_descriptor(descriptor)
    rule = spelling(field)
    with connect() as connection:
        connection.register("t", pl.DataFrame({"place": range(len(texts)), "x": texts}))
        # As a number of microseconds, since DuckDB hands out zoned times only with a library that we do without.
        typed = f"epoch_us({rule.value})" if field.type == "datetime" else rule.value
        accepted = connection.execute(f"select place, {typed} from t where {rule.accept} order by place").fetchall()
    for place, value in accepted:
        read, notes = field.read_cell(texts[place])
        assert not (notes or {}).get("type"), texts[place]
        expected = stored_value(field, read, texts[place])
        if isinstance(expected, datetime):
            expected = (expected - EPOCH) // timedelta(microseconds=1)
        assert value == expected, texts[place]
    return len(accepted)


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
    assert accepted > 100 or spelling(Field.from_descriptor(descriptor)).accept == "false"


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
    with connect() as connection:
        assert connection.execute(f"select {rule.accept} from (select ? as x)", [text]).fetchone() == (True,)
