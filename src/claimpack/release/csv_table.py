from collections.abc import Collection, Mapping
from pathlib import Path
from typing import IO, Any

import polars as pl
from frictionless import Field, Schema

from claimpack.release.canonical import missing_word, spelled, whole_columns

DIALECT = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
"""Declared with each table, because frictionless otherwise guesses it from the first lines."""

ROWS_AT_ONCE = 20_000
"""As many rows as Polars likes to hold take twice the memory, and no less time."""


def write_csv(rows: pl.LazyFrame, schema: Schema, _about: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Write a table as UTF-8 CSV with LF line ends and quotes only where needed; return what its description adds."""
    whole = whole_columns(rows, schema)
    sink_csv(rows.select(_cell(field, whole) for field in schema.fields), path, quote_style="necessary")
    return {"dialect": DIALECT}


def sink_csv(rows: pl.LazyFrame, target: Path | IO[bytes], **options: Any) -> None:  # noqa: ANN401  # what Polars takes
    """Write rows as CSV, fewer at a time than Polars would: text takes several times what it is made of."""
    with pl.Config(streaming_chunk_size=ROWS_AT_ONCE):
        rows.sink_csv(target, maintain_order=True, **options)


def _cell(field: Field, whole: Collection[str]) -> pl.Expr:
    if field.name in whole:
        return pl.col(field.name).cast(pl.Int64)
    if field.type in {"integer", "boolean"}:
        return pl.col(field.name)
    # No value stays null, which is written as an empty cell; filled with "" it would be written as a quoted one.
    word = missing_word(field)
    return spelled(field).fill_null(word) if word else spelled(field)
