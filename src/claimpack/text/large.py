"""Gate 1, large: the screen passes what is certainly valid, and the referee judges the rows that are left."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import polars as pl
from frictionless import Schema

from claimpack.column_types import column_type
from claimpack.stopping import awaited
from claimpack.text.dialect import DamagedFileError, PlainCsv
from claimpack.text.referee import judge
from claimpack.text.screen import doubtful_rows, screen_csv, store
from claimpack.text.structure import refuse_odd_structure
from claimpack.text.typed import DOUBTFUL, ROW, ROW_TYPE, Stored, TypedTable, scan

MOST_BYTES_HELD = 768 << 20
"""Tables that take no more memory together are held there; others lie in files."""

SAMPLE_BYTES = 64 << 10
"""So much of a file tells how long its rows are."""

CELL_BYTES = 16
"""What a column of texts takes for each cell beside the text itself; other columns take half."""


def read_large(tables: Sequence[tuple[PlainCsv, Path]]) -> Iterator[TypedTable]:
    """Screen CSV files, let the referee judge their doubtful rows, and yield them as typed tables.

    Left out are those that frictionless must judge whole.
    """
    is_held = sum(_bytes_held(table) for table, _ in tables) <= MOST_BYTES_HELD
    in_order = sorted(tables, key=lambda table: -table[0].path.stat().st_size)
    stop = Event()
    with ThreadPoolExecutor(1) as looker:
        # It looks at the next files while the cells of the first are read.
        structures = [looker.submit(refuse_odd_structure, table, stop) for table, _ in in_order]
        try:
            for (table, parquet), structure in zip(in_order, structures, strict=True):
                with suppress(DamagedFileError):
                    yield _read(table, None if is_held else parquet, structure)
        finally:
            stop.set()


def _bytes_held(table: PlainCsv) -> int:
    """Estimate what a table takes in memory: its text, and a place for each cell."""
    with table.path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    size = table.path.stat().st_size
    rows = sample.count(b"\n") * size // max(len(sample), 1)
    return size + rows * len(table.schema.fields) * CELL_BYTES


def _read(table: PlainCsv, parquet: Path | None, structure: Future[None]) -> TypedTable:
    stored, is_doubtful = screen_csv(table, parquet)
    awaited(structure)
    issues, values = judge(doubtful_rows(table) if is_doubtful else (), table)
    if values:
        stored = _filled_in(stored, {name: _found(table.schema, name, values[name]) for name in values})
    return TypedTable(table.table, table.file, table.schema, stored, issues)


def _found(schema: Schema, name: str, values: Mapping[int, Any]) -> pl.DataFrame:
    """Return the values that the referee found in a column, each with its place."""
    types = {ROW: ROW_TYPE, name: column_type(schema.get_field(name)).polars}
    return pl.DataFrame({ROW: list(values), name: list(values.values())}, types)


def _filled_in(stored: Stored, found: Mapping[str, pl.DataFrame]) -> Stored:
    """Return the rows with values in some columns."""
    if isinstance(stored, pl.DataFrame):
        return stored.with_columns(stored[name].scatter(part[ROW], part[name]) for name, part in found.items())
    parts = [part.lazy() for part in found.values()]
    judged = pl.concat(parts, how="diagonal").group_by(ROW).agg(pl.col(name).drop_nulls().first() for name in found)
    packed = judged.select(ROW, pl.struct(*found).alias(DOUBTFUL))
    rows = scan(stored).drop(DOUBTFUL).with_row_index(ROW).join(packed, on=ROW, how="left", maintain_order="left")
    columns = [pl.coalesce(name, pl.col(DOUBTFUL).struct.field(name)) for name in found]
    filled = store(rows.with_columns(columns).drop(ROW, DOUBTFUL), stored.with_suffix(".filled"))
    stored.unlink()
    return filled
