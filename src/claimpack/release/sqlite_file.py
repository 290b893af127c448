import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import polars as pl
from frictionless import Field

from claimpack.issue import CannotRunError
from claimpack.release.canonical import spelled
from claimpack.release.released_table import ReleasedTable
from claimpack.release.sql_schema import (
    READABLE,
    create_table,
    foreign_keys,
    identifier,
    in_order_of_references,
    readable_view,
)

BATCH_ROWS = 50_000

TYPES = {"integer": "INTEGER", "year": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
"""SQLite has four types; dates, times and all else are text in their ISO spelling."""


def write_sqlite(tables: Mapping[str, ReleasedTable], path: Path) -> None:
    """Write the tables as one SQLite file: strict types, keys declared, what columns mean in the schema's comments.

    SQLite enforces foreign keys once a connection says `PRAGMA foreign_keys = ON`; here all of them are checked. It
    has no NaN: such a number becomes NULL. Raises CannotRunError where SQLite refuses a name or a key.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("BEGIN")
            for table in in_order_of_references(tables):
                keys = foreign_keys(table, tables)
                connection.execute(f"{create_table(table, keys, _column, with_comments=True)} STRICT")
                _insert(connection, table)
            for name in READABLE:
                if name in tables:
                    connection.execute(readable_view(tables[name], tables))
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise CannotRunError(f"cannot be written as SQLite: {error}") from error
    if broken:
        raise CannotRunError(f"cannot be written as SQLite: a key of {broken[0]} points to no row of {broken[2]}")


def _column(field: Field) -> str:
    kind = TYPES.get(field.type, "TEXT")
    return f"{kind} CHECK ({identifier(field.name)} IN (0, 1))" if field.type == "boolean" else kind


def _insert(connection: sqlite3.Connection, table: ReleasedTable) -> None:
    marks = ", ".join("?" for _ in table.schema.fields)
    values = [_value(field) for field in table.schema.fields]
    for batch in table.rows.select(values).collect_batches(chunk_size=BATCH_ROWS, maintain_order=True):
        connection.executemany(f"INSERT INTO {identifier(table.name)} VALUES ({marks})", batch.iter_rows())


def _value(field: Field) -> pl.Expr:
    return spelled(field) if field.type in {"date", "datetime"} else pl.col(field.name)
