"""Gate 1, large: the screen passes what is certainly valid, and the referee judges the rows that are left."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from frictionless import Field, Schema

from claimpack.column_types import column_type
from claimpack.text.dialect import PlainCsv
from claimpack.text.referee import Values, judge
from claimpack.text.screen import PARQUET, screen_csv
from claimpack.text.spelling import identifier, literal
from claimpack.text.typed import RAW, TypedTable

BATCH_ROWS = 10_000


def read_large(connection: duckdb.DuckDBPyConnection, table: PlainCsv, parquet: Path) -> TypedTable:
    """Screen a CSV file, let the referee judge its doubtful rows, and return it as a typed table in a Parquet file.

    Raises DamagedFileError where frictionless must judge the file whole.
    """
    screen_csv(connection, table, parquet)
    issues, patches = judge(_doubtful_rows(connection, parquet), table)
    _fill_in(connection, parquet, table.schema, patches)
    return TypedTable(table.table, table.file, table.schema, parquet, issues)


def _doubtful_rows(connection: duckdb.DuckDBPyConnection, parquet: Path) -> Iterator[tuple[int, list[str | None]]]:
    query = (
        f"select file_row_number, {RAW} from read_parquet({literal(parquet)}, file_row_number = true) "
        f"where {RAW} is not null order by 1"
    )
    cursor = connection.cursor().execute(query)
    while rows := cursor.fetchmany(BATCH_ROWS):
        yield from rows


def _fill_in(connection: duckdb.DuckDBPyConnection, parquet: Path, schema: Schema, patches: Values) -> None:
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
