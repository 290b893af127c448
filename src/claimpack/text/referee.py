"""Gate 1, the referee: frictionless' own field readers judge what the screen does not pass."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from frictionless import Field, Schema

from claimpack.column_types import column_type, stored_value
from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.meaning.constraints import is_seen_in_column
from claimpack.text.screen import PARQUET, DamagedFileError
from claimpack.text.spelling import identifier, literal
from claimpack.text.typed import FIRST_ROW, RAW

BATCH_ROWS = 10_000

Patches = dict[str, dict[int, Any]]
"""For each field, the values that the referee found valid, by the row's place in the file (from 0)."""


def judge(connection: duckdb.DuckDBPyConnection, parquet: Path, schema: Schema, file: str, table: str) -> list[Issue]:
    """Judge every doubtful row of a screened table, fill in the values found valid, and return the issues.

    Raises DamagedFileError on a row without any value, and on an integer beyond 64 bits: frictionless judges
    those whole, and with integers of any size.
    """
    issues: list[Issue] = []
    patches: Patches = defaultdict(dict)
    readers = [(field, field.create_cell_reader()) for field in schema.fields]
    for place, texts in _doubtful_rows(connection, parquet):
        cells = [(field, text, reader(text or "")) for (field, reader), text in zip(readers, texts, strict=True)]
        if all(value is None and "type" not in (notes or {}) for _, _, (value, notes) in cells):
            raise DamagedFileError("a row without any value")
        for field, text, (value, notes) in cells:
            for name, note in _notes_for_this_gate(field, notes or {}):
                rule = "type-error" if name == "type" else "constraint-error"
                fix = fix_for(rule if name == "type" else name)
                issues.append(Issue(file, place + FIRST_ROW, field.name, rule, text, note, fix, table))
            if value is not None:
                stored = stored_value(field, value, text)
                if stored is None:
                    raise DamagedFileError("an integer beyond 64 bits")
                patches[field.name][place] = stored
    _fill_in(connection, parquet, schema, patches)
    return issues


def _doubtful_rows(connection: duckdb.DuckDBPyConnection, parquet: Path) -> Iterator[tuple[int, list[str | None]]]:
    query = (
        f"select file_row_number, {RAW} from read_parquet({literal(parquet)}, file_row_number = true) "
        f"where {RAW} is not null order by 1"
    )
    cursor = connection.cursor().execute(query)
    while rows := cursor.fetchmany(BATCH_ROWS):
        yield from rows


def _notes_for_this_gate(field: Field, notes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, note in notes.items():
        if name == "type" or not is_seen_in_column(field, name):
            yield name, note


def _fill_in(connection: duckdb.DuckDBPyConnection, parquet: Path, schema: Schema, patches: Patches) -> None:
    fields = [field for field in schema.fields if patches.get(field.name)]
    if not fields:
        return
    columns = {field.name: f"typed.{identifier(field.name)}" for field in schema.fields}
    joins = []
    for index, field in enumerate(fields):
        name = f"patch_{index}"
        connection.register(f"{name}_arrow", _patch(field, patches[field.name]))
        connection.execute(
            f"create or replace temp table {name} as "
            f"select place, value::{column_type(field).duckdb} as value from {name}_arrow"
        )
        joins.append(f"left join {name} on {name}.place = typed.file_row_number")
        columns[field.name] = f"coalesce({columns[field.name]}, {name}.value) as {identifier(field.name)}"
    filled = parquet.with_suffix(".filled")
    connection.execute(
        f"copy (select {', '.join(columns.values())} "
        f"from read_parquet({literal(parquet)}, file_row_number = true) typed {' '.join(joins)} "
        f"order by typed.file_row_number) to {literal(filled)} {PARQUET}"
    )
    filled.replace(parquet)


def _patch(field: Field, values: dict[int, Any]) -> pl.DataFrame:
    types = {"place": pl.Int64(), "value": column_type(field).polars}
    return pl.DataFrame({"place": list(values), "value": list(values.values())}, types)
