"""Gate 1, small: Python reads tables of few rows, and the referee judges every cell; an engine's start takes longer."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path

import polars as pl

from claimpack.column_types import column_type
from claimpack.text.dialect import DamagedFileError, PlainCsv, refuse_odd_bytes
from claimpack.text.referee import judge
from claimpack.text.typed import TypedTable


def read_small(tables: Sequence[tuple[PlainCsv, Path]]) -> Iterator[TypedTable]:
    """Let the referee judge every cell of CSV files, and yield them as typed tables in memory.

    Left out are those that frictionless must judge whole.
    """
    for table, _ in tables:
        with suppress(DamagedFileError):
            yield _typed(table)


def _typed(table: PlainCsv) -> TypedTable:
    rows = _rows(table)
    issues, values = judge(enumerate(rows), table)
    names = table.schema.field_names
    columns = {name: [values[name].get(place) for place in range(len(rows))] for name in names}
    types = {field.name: column_type(field).polars for field in table.schema.fields}
    return TypedTable(table.table, table.file, table.schema, pl.DataFrame(columns, types), issues)


def _rows(table: PlainCsv) -> list[list[str]]:
    """Return the cells of the rows below the header; refuse rows that are not whole."""
    content = table.path.read_bytes()
    refuse_odd_bytes(content, is_first=True)
    try:
        rows = list(csv.reader(StringIO(content.decode(), newline=""), delimiter=table.delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DamagedFileError(str(error)) from error
    if any(len(row) != len(table.schema.fields) for row in rows):
        raise DamagedFileError("rows are not whole")
    return rows[1:]
