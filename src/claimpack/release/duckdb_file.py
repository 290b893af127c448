import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb
import polars as pl
from frictionless import Field

from claimpack.column_types import column_type
from claimpack.issue import CannotRunError
from claimpack.release.released_table import ReleasedTable
from claimpack.release.sql_schema import (
    READABLE,
    ForeignKey,
    create_table,
    foreign_keys,
    identifier,
    in_order_of_references,
    readable_view,
)

BLOCK_BYTES = 16_384
"""DuckDB's least, as each key takes at least a block."""


def write_duckdb(tables: Mapping[str, ReleasedTable], path: Path) -> None:
    """Write the tables as one DuckDB file: keys declared and enforced, what tables and columns mean as comments.

    DuckDB cannot declare a foreign key to a table that comes later, nor one by which rows of a table point to each
    other in a circle; such keys are left out. Raises CannotRunError where DuckDB refuses a name or a row.
    """
    try:
        with duckdb.connect(path, config={"default_block_size": BLOCK_BYTES, "threads": 1}) as connection:
            # DuckDB 2.0 leaves in compressed columns what happened to be in memory: no two files would be the same.
            connection.execute("PRAGMA force_compression = 'uncompressed'")
            connection.execute("SET TimeZone = 'UTC'")
            written: set[str] = set()
            for table in in_order_of_references(tables):
                written.add(table.name)
                _write_table(connection, table, [k for k in foreign_keys(table, tables) if k.table in written])
            for name in READABLE:
                if name in tables:
                    connection.execute(readable_view(tables[name], tables))
    except duckdb.Error as error:
        raise CannotRunError(f"cannot be written as DuckDB: {str(error).splitlines()[0]}") from error
    _make_reproducible(path)


def _write_table(connection: duckdb.DuckDBPyConnection, table: ReleasedTable, keys: list[ForeignKey]) -> None:
    frame = table.rows.collect()
    own = [key for key in keys if key.table == table.name]
    try:
        layers = list(_layers(frame, own))
    except CycleError:
        keys, layers = [key for key in keys if key not in own], [frame]
    connection.execute(create_table(table, keys, _column, with_comments=False))
    for layer in layers:
        connection.register("layer", layer)
        connection.execute(f"INSERT INTO {identifier(table.name)} SELECT * FROM layer")
        connection.unregister("layer")
    _comment(connection, f"TABLE {identifier(table.name)}", table.description)
    for field in table.schema.fields:
        _comment(connection, f"COLUMN {identifier(table.name)}.{identifier(field.name)}", field.description)


def _column(field: Field) -> str:
    return column_type(field).duckdb


def _comment(connection: duckdb.DuckDBPyConnection, thing: str, text: str | None) -> None:
    if text:
        literal = "'" + text.replace("'", "''") + "'"
        connection.execute(f"COMMENT ON {thing} IS {literal}")


def _layers(frame: pl.DataFrame, keys: Sequence[ForeignKey]) -> Iterator[pl.DataFrame]:
    """Yield the rows such that none points to a row of its own layer or a later one: DuckDB looks only at those before.

    Raises CycleError where rows point to each other in a circle, or one to itself.
    """
    if not keys:
        yield frame
        return
    graph: TopologicalSorter[int] = TopologicalSorter(dict.fromkeys(range(frame.height), ()))
    for key in keys:
        places = {target: place for place, target in enumerate(frame.select(key.targets).iter_rows())}
        for place, pointing in enumerate(frame.select(key.fields).iter_rows()):
            if None not in pointing:
                graph.add(place, places[pointing])
    graph.prepare()
    while graph.is_active():
        layer = graph.get_ready()
        yield frame[sorted(layer)]
        graph.done(*layer)


HEADER_BYTES = 4096
HEADERS = (0, HEADER_BYTES, 2 * HEADER_BYTES)
"""Where the headers begin that hold the identifier: that of the file, and the two of the database."""
IDENTIFIER = slice(124, 140)
MULTIPLIER, SEED, MASK = 0xBF58476D1CE4E5B9, 5381, 2**64 - 1


def _make_reproducible(path: Path) -> None:
    """Replace the random identifier that DuckDB gives each file with zeros, and renew the checksums over it."""
    with path.open("r+b") as file:
        for start in HEADERS:
            file.seek(start)
            block = bytearray(file.read(HEADER_BYTES))
            block[IDENTIFIER] = bytes(16)
            words = struct.unpack(f"<{HEADER_BYTES // 8 - 1}Q", block[8:])
            checksum = reduce(lambda total, word: total ^ (word * MULTIPLIER & MASK), words, SEED)
            file.seek(start)
            file.write(struct.pack("<Q", checksum) + block[8:])
