"""Gate 1, large: the screen passes what is certainly valid, and the referee judges the rows that are left."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import polars as pl
from frictionless import Schema

from claimpack.column_types import column_type
from claimpack.stopping import awaited
from claimpack.text.dialect import DamagedFileError, PlainCsv
from claimpack.text.referee import Values, judge
from claimpack.text.screen import doubtful_rows, scan, screen_csv, store
from claimpack.text.structure import refuse_odd_structure
from claimpack.text.typed import DOUBTFUL, ROW, TypedTable

MOST_BYTES_HELD = 384 << 20
"""A package of no more CSV is held in memory, where it takes about twice as much; a larger one lies in files."""


def read_large(tables: Sequence[tuple[PlainCsv, Path]]) -> Iterator[TypedTable]:
    """Screen CSV files, let the referee judge their doubtful rows, and yield them as typed tables.

    Left out are those that frictionless must judge whole.
    """
    sizes = {table.path: table.path.stat().st_size for table, _ in tables}
    is_held = sum(sizes.values()) <= MOST_BYTES_HELD
    in_order = sorted(tables, key=lambda table: -sizes[table[0].path])
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


def _read(table: PlainCsv, parquet: Path | None, structure: Future[None]) -> TypedTable:
    stored, is_doubtful = screen_csv(table, parquet)
    awaited(structure)
    issues, values = judge(doubtful_rows(table) if is_doubtful else (), table)
    if values:
        filled = parquet.with_suffix(".filled") if parquet else None
        stored = store(_filled_in(scan(stored), table.schema, values), filled)
        if parquet:
            parquet.unlink()
    return TypedTable(table.table, table.file, table.schema, stored, issues)


def _filled_in(rows: pl.LazyFrame, schema: Schema, values: Values) -> pl.LazyFrame:
    """Return the rows with the values that the referee found."""
    fields = [field for field in schema.fields if field.name in values]
    places = pl.Series(ROW, sorted({place for field in fields for place in values[field.name]}), pl.get_index_type())
    found = pl.DataFrame(
        [
            pl.Series(field.name, [values[field.name].get(place) for place in places], column_type(field).polars)
            for field in fields
        ]
    )
    judged = pl.LazyFrame([places, found.to_struct(DOUBTFUL)])
    joined = rows.drop(DOUBTFUL).with_row_index(ROW).join(judged, on=ROW, how="left", maintain_order="left")
    coalesced = [pl.coalesce(field.name, pl.col(DOUBTFUL).struct.field(field.name)) for field in fields]
    return joined.with_columns(coalesced).drop(ROW, DOUBTFUL)
