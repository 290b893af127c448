"""Gate 1, fast: DuckDB reads a CSV once as text, and passes what is certainly well spelled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import duckdb
from frictionless import Field

from claimpack.column_types import column_type
from claimpack.text.dialect import DamagedFileError, PlainCsv, refuse_odd_bytes
from claimpack.text.spelling import cell, identifier, literal, spelling
from claimpack.text.typed import RAW

CHUNK_BYTES = 256 << 10
"""So much stays in the processor's cache while it is looked through three times."""

WORTH_ARROW_BYTES = 64 << 20
"""From such a file on, what Arrow saves on each row is more than its import costs."""

PARQUET = "(format parquet, compression lz4_raw, dictionary_size_limit 10000, write_bloom_filter false)"
"""How DuckDB writes what is soon thrown away: a dictionary of texts that hardly repeat costs more than it saves."""


def screen_csv(connection: duckdb.DuckDBPyConnection, table: PlainCsv, parquet: Path, stop: Event) -> None:
    """Write the typed Parquet of a CSV file: surely valid cells typed, all else NULL with its text kept.

    Raises DamagedFileError where a row is not whole, or rows cannot be counted by their place; or once `stop` is set.
    """
    lines = _count_lines(table.path, stop)
    write = _writer(table.path.stat().st_size)
    query = f"select {_columns(table.schema.fields)} from {_source(table)}"
    try:
        written = write(connection, query, parquet)
        rejects = connection.execute("select count(*) from reject_errors").fetchone()
    except duckdb.Error as error:
        raise DamagedFileError(str(error)) from error
    finally:
        connection.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    if rejects and rejects[0]:
        raise DamagedFileError(f"{rejects[0]} rows are not whole")
    # The header is a line too. More lines than rows are line breaks in cells, or blank lines, which DuckDB drops.
    if lines > written + 1:
        _refuse_blank_lines(table.path)


def _writer(size: int) -> Callable[[duckdb.DuckDBPyConnection, str, Path], int]:
    if size < WORTH_ARROW_BYTES:
        return _copy
    from claimpack.text.arrow_parquet import write_parquet  # noqa: PLC0415  # slow to import

    return write_parquet


def _copy(connection: duckdb.DuckDBPyConnection, query: str, parquet: Path) -> int:
    written = connection.execute(f"copy ({query}) to {literal(parquet)} {PARQUET}").fetchone()
    return int(written[0]) if written else 0


@contextmanager
def connect() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that keeps rows in order and reads times as UTC."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set produce_arrow_string_view = true")
        # With it, DuckDB 2.0 turns long IN lists into joins that lose the rows' order.
        connection.execute("set disabled_optimizers = 'in_clause'")
        yield connection


def _columns(fields: list[Field]) -> str:
    spellings = [(field, spelling(field)) for field in fields]
    typed = [
        f"(case when {rule.accept} then {rule.value} end)::{column_type(field).duckdb} as {identifier(field.name)}"
        for field, rule in spellings
    ]
    doubts = {
        field.name: f"({cell(field)} is not null and not coalesce({rule.accept}, false))"
        for field, rule in spellings
        if rule.accept != "true"
    }
    is_blank = f"coalesce({', '.join(cell(field) for field in fields)}, null) is null"
    # A list, not a struct: one column of next to nothing to write, in place of as many as the table has.
    texts = ", ".join(
        f"case when {doubts[name]} then coalesce({identifier(name)}, '') end" if name in doubts else "null"
        for name in (field.name for field in fields)
    )
    raw = f"case when {' or '.join([*doubts.values(), is_blank])} then [{texts}]::varchar[] end"
    return ", ".join([*typed, f"{raw} as {identifier(RAW)}"])


def _source(table: PlainCsv) -> str:
    names = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in table.schema.field_names)
    return (
        f"read_csv({literal(table.path)}, auto_detect = false, header = true, delim = {literal(table.delimiter)}, "
        f"quote = '\"', escape = '\"', nullstr = '', "
        f"columns = {{{names}}}, store_rejects = true, rejects_limit = 0)"
    )


def _count_lines(path: Path, stop: Event) -> int:
    """Return the number of lines; refuse a file whose rows DuckDB would tell apart otherwise."""
    lines, last = 0, b"\n"
    for chunk in _chunks(path):
        if stop.is_set():
            raise DamagedFileError("reading was stopped")
        refuse_odd_bytes(chunk, is_first=lines == 0)
        lines, last = lines + chunk.count(b"\n"), chunk[-1:]
    return lines + (last != b"\n")


def _refuse_blank_lines(path: Path) -> None:
    last = b"\n"
    for chunk in _chunks(path):
        if b"\n\n" in chunk or last + chunk[:1] == b"\n\n":
            raise DamagedFileError("a blank line")
        last = chunk[-1:]


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
