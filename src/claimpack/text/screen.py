"""Gate 1, fast: DuckDB reads a CSV once as text, and passes what is certainly well spelled."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from frictionless import Field
from frictionless.resources import TableResource

from claimpack.column_types import column_type
from claimpack.text.dialect import CsvDialect
from claimpack.text.spelling import cell, identifier, literal, spelling
from claimpack.text.typed import RAW

CHUNK_BYTES = 4 << 20


class DamagedFileError(Exception):
    """The file's structure is not plain enough for the screen; the exact path must read it."""


def screen_csv(
    connection: duckdb.DuckDBPyConnection, path: Path, resource: TableResource, dialect: CsvDialect, parquet: Path
) -> None:
    """Write the typed Parquet of a CSV file: surely valid cells typed, all else NULL with the row's text kept.

    Raises DamagedFileError where a row is not whole, or rows cannot be counted by their place.
    """
    _refuse_uncountable(path)
    try:
        connection.execute(
            f"copy (select {_columns(resource.schema.fields)} from {_source(path, resource, dialect)}) "
            f"to {literal(parquet)} (format parquet, compression zstd)"
        )
        rejects = connection.execute("select count(*) from reject_errors").fetchone()
    except duckdb.Error as error:
        raise DamagedFileError(str(error)) from error
    finally:
        connection.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    if rejects and rejects[0]:
        raise DamagedFileError(f"{rejects[0]} rows are not whole")


@contextmanager
def connect() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that keeps rows in order and reads times as UTC."""
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set TimeZone = 'UTC'")
        # With it, DuckDB 2.0 turns long IN lists into joins that lose the rows' order.
        connection.execute("set disabled_optimizers = 'in_clause'")
        try:
            yield connection
        except RuntimeError as error:
            # DuckDB takes the signal of a user who stops a query, and tells of it in its own way.
            if str(error) == "Query interrupted":
                raise KeyboardInterrupt from error
            raise


def _columns(fields: list[Field]) -> str:
    spellings = [(field, spelling(field)) for field in fields]
    typed = [
        f"(case when {rule.accept} then {rule.value} end)::{column_type(field).duckdb} as {identifier(field.name)}"
        for field, rule in spellings
    ]
    doubts = [
        f"({cell(field)} is not null and not coalesce({rule.accept}, false))"
        for field, rule in spellings
        if rule.accept != "true"
    ]
    is_blank = f"coalesce({', '.join(cell(field) for field in fields)}, null) is null"
    texts = ", ".join(f"{identifier(field.name)} := {identifier(field.name)}" for field in fields)
    raw = f"case when {' or '.join([*doubts, is_blank])} then struct_pack({texts}) end"
    return ", ".join([*typed, f"{raw} as {identifier(RAW)}"])


def _source(path: Path, resource: TableResource, dialect: CsvDialect) -> str:
    names = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in resource.schema.field_names)
    return (
        f"read_csv({literal(path)}, auto_detect = false, header = true, delim = {literal(dialect.delimiter)}, "
        f"quote = {literal(dialect.quote)}, escape = {literal(dialect.quote)}, nullstr = '', "
        f"columns = {{{names}}}, store_rejects = true, rejects_limit = 0)"
    )


def _refuse_uncountable(path: Path) -> None:
    """Refuse a file whose rows DuckDB would not count as frictionless does: blank lines, CR, a BOM, no bytes."""
    last = b"\n"
    with path.open("rb", buffering=0) as file:
        if file.read(3) == b"\xef\xbb\xbf":
            raise DamagedFileError("a byte order mark")
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            if b"\r" in chunk or b"\0" in chunk:
                raise DamagedFileError("a carriage return or a zero byte")
            if b"\n\n" in chunk or last + chunk[:1] == b"\n\n":
                raise DamagedFileError("a blank line")
            last = chunk[-1:]
