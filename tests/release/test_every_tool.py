"""Every tool shows the same values in every table of a release.

`pytest -s` prints for each tool the rows of each table, and a checksum of its values.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import frictionless
import openpyxl
import pandas as pd
import polars as pl
import pytest

import claimpack
from claimpack.reconcile.results import KEYS

from .conftest import Expected
from .test_r import told_by_r

Rows: TypeAlias = Sequence[Sequence[Any]]
Read: TypeAlias = Callable[[Path, Sequence[str]], dict[str, Rows]]
"""Reads the tables named of a release."""


def in_pandas(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    frames = {name: pd.read_parquet(release / "parquet" / f"{name}.parquet") for name in names}
    return {name: frame.astype(object).where(frame.notna(), None).to_numpy().tolist() for name, frame in frames.items()}


def in_polars(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    return {name: list(pl.read_parquet(release / "parquet" / f"{name}.parquet").iter_rows()) for name in names}


def in_duckdb(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    with duckdb.connect() as connection:
        return {
            name: list(connection.read_parquet(str(release / "parquet" / f"{name}.parquet")).fetchall())
            for name in names
        }


def in_duckdb_file(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    with duckdb.connect(next(release.glob("*.duckdb")), read_only=True) as connection:
        # It has parents stored before their parts, so that the keys hold at every moment.
        return {name: list(connection.execute(f'FROM "{name}" ORDER BY ALL').fetchall()) for name in names}


def in_sqlite(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    with closing(sqlite3.connect(next(release.glob("*.sqlite")))) as connection:
        return {name: list(connection.execute(f'SELECT * FROM "{name}"')) for name in names}


def in_a_spreadsheet(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    book = openpyxl.load_workbook(next(release.glob("*.xlsx")))
    return {name: list(book[name].iter_rows(min_row=2, values_only=True)) for name in names}


def in_json(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    texts = {name: (release / "json" / f"{name}.json").read_text(encoding="utf-8") for name in names}
    return {name: [tuple(row.values()) for row in json.loads(text)] for name, text in texts.items()}


def in_frictionless(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    package = frictionless.Package(str(release / "csv" / "datapackage.json"))
    return {name: [row.to_list() for row in package.get_table_resource(name).read_rows()] for name in names}


def in_claimpack(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    frames = claimpack.load(release / "csv", engine="polars")
    assert list(frames) == list(names)
    return {name: list(frame.iter_rows()) for name, frame in frames.items()}


def in_r(release: Path, names: Sequence[str]) -> dict[str, Rows]:
    told = told_by_r(release / "csv", release.parent / "told-by-r.json", "C.UTF-8", "Asia/Tokyo")
    assert list(told) == list(names)
    columns = {name: [_from_r(column) for column in table["columns"].values()] for name, table in told.items()}
    return {name: list(zip(*cells, strict=True)) for name, cells in columns.items()}


def _from_r(column: Mapping[str, Any]) -> list[Any]:
    """Return the values of a column as R tells them: dates as days since 1970, all else as text."""
    read: Callable[[str], Any] = {
        "Date": lambda days: date.fromordinal(date(1970, 1, 1).toordinal() + int(days)),
        "logical": lambda text: text == "TRUE",
        "numeric": float,
    }.get(column["type"], str)
    return [None if value is None else read(value) for value in column["values"]]


TOOLS: dict[str, Read] = {
    "pandas, Parquet": in_pandas,
    "Polars, Parquet": in_polars,
    "DuckDB, Parquet": in_duckdb,
    "DuckDB, its file": in_duckdb_file,
    "SQLite": in_sqlite,
    "openpyxl, xlsx": in_a_spreadsheet,
    "json, JSON": in_json,
    "frictionless, CSV": in_frictionless,
    "claimpack, CSV": in_claimpack,
    "R, CSV": in_r,
}


def spelled(value: object, kind: str) -> str:
    """Return a cell in the one spelling of its field's type, whatever a tool takes it for; no value is a blank."""
    if value is None:
        return " "
    if kind == "boolean":
        return str(bool(value)).lower()
    if kind == "number":
        return repr(float(str(value)))
    return str(value)[:10] if kind == "date" else str(value)


def checksum(rows: Rows, kinds: Sequence[str]) -> str:
    lines = ["\x1f".join(spelled(value, kind) for value, kind in zip(row, kinds, strict=True)) for row in rows]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def told(tables: Mapping[str, Rows], expected: Mapping[str, Expected]) -> dict[str, str]:
    """Return for each table its number of rows and the checksum of its values."""
    kinds = {name: [field.type for field in table.schema.fields] for name, table in expected.items()}
    return {name: f"{len(rows)} {checksum(rows, kinds[name])}" for name, rows in tables.items()}


@pytest.mark.parametrize(
    "tool", [pytest.param(tool, marks=[pytest.mark.r] if tool[0] == "R" else []) for tool in TOOLS]
)
def test_a_tool_has_the_rows_and_values_of_each_table(
    tool: str, real_expected: dict[str, Expected], real_release: Path
) -> None:
    sums = told(TOOLS[tool](real_release, list(real_expected)), real_expected)
    print(f"\n| {tool} |", " | ".join(f"{name} {told}" for name, told in sums.items()), "|")  # noqa: T201
    assert sums == told({name: list(table.rows.iter_rows()) for name, table in real_expected.items()}, real_expected)
    assert sums.keys() >= KEYS.keys()
