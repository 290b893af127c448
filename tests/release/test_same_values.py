"""Every format of a release holds the values that the typed tables of the source hold."""

import json
import math
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from frictionless import Schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimpack.column_types import column_type
from claimpack.release.build import FORMATS
from claimpack.release.canonical import canonical_schema

from .conftest import Expected
from .reading import read_csv, read_json, read_ndjson, read_parquet, read_tables


def test_the_formats_hold_the_same_values(expected: dict[str, Expected], release: Path) -> None:
    rows = {name: table.rows.to_dicts() for name, table in expected.items()}
    for form in FORMATS:
        assert read_tables(release / form) == rows


def test_json_keeps_integers_booleans_and_whole_numbers_as_such(nasty_release: Path) -> None:
    rows = json.loads((nasty_release / "json" / "things.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in rows] == [-3, 7, 8, 9, 10, 11, 12, 9007199254740993]
    assert rows[-1]["is_open"] is True
    assert [repr(row["amount"]) for row in rows[:3]] == ["539", "0", "38.5"]


SCHEMA = Schema.from_descriptor(
    {
        "fields": [
            {"name": "key", "type": "integer"},
            {"name": 'a "text", {0}', "type": "string"},
            {"name": "code", "type": "string", "missingValues": ["-"]},
            {"name": "number", "type": "number"},
            {"name": "boolean", "type": "boolean"},
            {"name": "date", "type": "date"},
            {"name": "datetime", "type": "datetime"},
            {"name": "year", "type": "year"},
        ]
    }
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
VALUES = [
    st.integers(-(2**63), 2**63 - 1),
    st.none() | TEXT.filter(bool),
    st.none() | TEXT.filter(lambda text: text != "-"),
    st.none() | st.floats(),
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.none() | st.datetimes(min_value=datetime(1, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis wants it
    st.none() | st.integers(0, 9999),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*VALUES), max_size=4))
def test_any_values_come_back_from_every_format(rows: list[tuple[Any, ...]], tmp_path: Path) -> None:
    types = {field.name: column_type(field).polars for field in SCHEMA.fields}
    frame = pl.DataFrame(rows, types, orient="row")
    released = Schema.from_descriptor(canonical_schema(SCHEMA))
    readers = {"csv": read_csv, "parquet": read_parquet, "json": read_json, "ndjson": read_ndjson}
    for form, read in readers.items():
        path = tmp_path / f"table.{form}"
        FORMATS[form].write(frame.lazy(), SCHEMA, {}, path)
        assert _comparable(read(path, released)) == _comparable(frame.to_dicts())


def _comparable(rows: list[dict[str, Any]]) -> list[list[Any]]:
    """Return rows such that a number that is none equals itself, and True does not equal 1."""
    return [
        ["NaN" if isinstance(value, float) and math.isnan(value) else (type(value), value) for value in row.values()]
        for row in rows
    ]


def test_a_value_has_one_spelling_in_a_released_csv(tmp_path: Path) -> None:
    moment = datetime(2025, 7, 4, 2, 20, 0, 250000, tzinfo=UTC)
    rows = [
        (1, "NA", "", 539.0, True, date(99, 12, 31), moment, 44),
        (2, " ", None, 38.5, False, None, moment.replace(microsecond=0), 2025),
        (3, None, "x", 1e15, None, None, None, None),
        (4, None, "x", -0.0, None, None, None, None),
        (5, None, "x", 0.00001, None, None, None, None),
    ]
    types = {field.name: column_type(field).polars for field in SCHEMA.fields}
    path = tmp_path / "table.csv"
    FORMATS["csv"].write(pl.DataFrame(rows, types, orient="row").lazy(), SCHEMA, {}, path)
    assert path.read_bytes().decode() == (
        'key,"a ""text"", {0}",code,number,boolean,date,datetime,year\n'
        '1,NA,"",539,true,0099-12-31,2025-07-04T02:20:00.250Z,0044\n'
        "2, ,-,38.5,false,,2025-07-04T02:20:00Z,2025\n"
        "3,,x,1000000000000000,,,,\n"
        "4,,x,0,,,,\n"
        "5,,x,0.00001,,,,\n"
    )
