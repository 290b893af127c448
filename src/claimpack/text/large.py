"""Gate 1, large: the screen passes what is certainly valid, and the referee judges the rows that are left."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any

import duckdb
import polars as pl
from frictionless import Field, Schema

from claimpack.column_types import column_type
from claimpack.stopping import PATIENCE
from claimpack.text.dialect import DamagedFileError, PlainCsv
from claimpack.text.referee import Values, judge
from claimpack.text.screen import PARQUET, connect, screen_csv
from claimpack.text.spelling import identifier, literal
from claimpack.text.typed import RAW, TypedTable

BATCH_ROWS = 10_000

AT_ONCE = 2
"""While the lines of one file are counted, or its last rows written, another keeps the processor busy."""


def read_large(tables: Sequence[tuple[PlainCsv, Path]]) -> Iterator[TypedTable]:
    """Screen CSV files, let the referee judge their doubtful rows, and yield them as typed tables in Parquet files.

    There is at least one. Several are read at once, the largest first. Left out are those that frictionless must judge
    whole.
    """
    in_order = sorted(tables, key=lambda table: -table[0].path.stat().st_size)
    stop, free = Event(), SimpleQueue[duckdb.DuckDBPyConnection]()
    with ExitStack() as stack:
        connections = [stack.enter_context(connect()) for _ in in_order[:AT_ONCE]]
        for connection in connections:
            free.put(connection)
        workers = stack.enter_context(ThreadPoolExecutor(len(connections)))
        try:
            yield from _read_tables({workers.submit(_read, free, stop, *table) for table in in_order})
        except BaseException:
            # Whoever stops the command does not wait for what is being read.
            stop.set()
            # A reader that is between two queries feels no interruption.
            while free.qsize() < len(connections):
                for connection in connections:
                    connection.interrupt()
                time.sleep(PATIENCE)
            raise


def _read_tables(reading: set[Future[TypedTable | None]]) -> Iterator[TypedTable]:
    while reading:
        done, reading = wait(reading, PATIENCE, FIRST_COMPLETED)
        yield from filter(None, (table.result() for table in done))


def _read(
    free: SimpleQueue[duckdb.DuckDBPyConnection], stop: Event, table: PlainCsv, parquet: Path
) -> TypedTable | None:
    connection = free.get()
    try:
        screen_csv(connection, table, parquet, stop)
        return _judged(connection, table, parquet)
    except DamagedFileError:
        return None
    finally:
        free.put(connection)


def _judged(connection: duckdb.DuckDBPyConnection, table: PlainCsv, parquet: Path) -> TypedTable:
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
