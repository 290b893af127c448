"""Gate 1, fast: Polars reads a CSV once as text, and passes what is certainly well spelled."""

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from claimpack.text.dialect import DamagedFileError, PlainCsv
from claimpack.text.spelling import Spelling, missing_values, spelling
from claimpack.text.structure import count_delimiters
from claimpack.text.typed import DOUBTFUL, ROW, Stored, scan

ROWS_AT_ONCE = 100_000
"""How many rows of a file whoever reads it must hold at least."""


def screen_csv(table: PlainCsv, parquet: Path | None) -> tuple[Stored, bool]:
    """Type the rows of a CSV file whose structure is not odd, and tell whether any is doubtful.

    Surely valid cells are typed, all others null, and DOUBTFUL is true where a row is to be judged. The rows are stored
    in `parquet`, or in memory where there is none. Raises DamagedFileError where a row is not whole.
    """
    fields = table.schema.fields
    if len(fields) == 1 and "" not in missing_values(fields[0]):
        raise DamagedFileError("a blank line would be a cell without text")
    try:
        stored = store(_typed(table), parquet)
    except pl.exceptions.PolarsError as error:
        raise DamagedFileError(str(error)) from error
    return stored, _has_doubtful_rows(table, scan(stored))


def doubtful_rows(table: PlainCsv) -> Iterator[tuple[int, list[str | None]]]:
    """Yield the rows that are to be judged: each row's place (from 0), and the texts of its doubtful cells."""
    spellings = {field.name: spelling(field) for field in table.schema.fields}
    texts = [
        (pl.lit(None) if rule.is_any else pl.when(rule.is_doubtful).then(pl.col(name).fill_null(""))).alias(name)
        for name, rule in spellings.items()
    ]
    rows = _scan_texts(table).with_row_index(ROW).filter(_is_doubtful(spellings.values())).select(ROW, *texts)
    for place, *cells in rows.collect(engine="streaming").iter_rows():
        yield place, cells


def store(rows: pl.LazyFrame, parquet: Path | None) -> Stored:
    """Store rows in a Parquet file that is soon thrown away, or in memory."""
    if parquet is None:
        return rows.collect(engine="streaming")
    rows.sink_parquet(parquet, compression="lz4", statistics=False, row_group_size=ROWS_AT_ONCE, engine="streaming")
    return parquet


def _typed(table: PlainCsv) -> pl.LazyFrame:
    spellings = {field.name: spelling(field) for field in table.schema.fields}
    typed = [rule.value.alias(name) for name, rule in spellings.items()]
    return _scan_texts(table).select(*typed, _is_doubtful(spellings.values()).alias(DOUBTFUL))


def _is_doubtful(spellings: Collection[Spelling]) -> pl.Expr:
    doubts = [rule.is_doubtful for rule in spellings if not rule.is_any]
    return pl.any_horizontal(*doubts, pl.all_horizontal(rule.text.is_null() for rule in spellings))


def _scan_texts(table: PlainCsv) -> pl.LazyFrame:
    return pl.scan_csv(
        table.path.absolute(),
        separator=table.delimiter,
        schema=dict.fromkeys(table.schema.field_names, pl.String()),
        glob=False,
    )


def _has_doubtful_rows(table: PlainCsv, rows: pl.LazyFrame) -> bool:
    """Tell whether a row is to be judged. Raises DamagedFileError where one has too few cells.

    Polars refuses rows with too many, and fills up others, the last of whose cells is empty: delimiters are missing.
    """
    *others, last = table.schema.fields
    gaps = pl.col(last.name).null_count() if "" in missing_values(last) else pl.len()
    counted = rows.select(pl.col(DOUBTFUL).any(), gaps.alias("gaps"), pl.len().alias("rows"))
    is_doubtful, most_short, count = counted.collect(engine="streaming").row(0)
    if most_short and count_delimiters(table) != (count + 1) * len(others):
        raise DamagedFileError("rows are not whole")
    return bool(is_doubtful)
