"""Ids of computed rows: made from their content, so that the same row has the same id in every release."""

import hashlib

import polars as pl

BYTES = 10
"""Among ten million rows, two of different content share an id with a probability below one in ten thousand million."""

SEPARATOR, MISSING = "\x1f", "\x00"


def content_id(kind: str, *content: str) -> str:
    """Return an id such as figure-0f3a…, from texts."""
    return _hashed(kind, SEPARATOR.join(content))


def content_ids(kind: str, rows: pl.DataFrame) -> pl.Series:
    """Return an id for each row, from all its cells, as the series figure_id or the like."""
    cells = [_spelled(name, type_).fill_null(MISSING) for name, type_ in rows.schema.items()]
    texts = rows.select(pl.concat_str(cells, separator=SEPARATOR)).to_series()
    return pl.Series(f"{kind}_id", [_hashed(kind, text) for text in texts.to_list()], dtype=pl.String)


def starts_with_digit(id_: str, digit: str) -> pl.Expr:
    """Tell whether the first hexadecimal digit of ids in the column figure_id or the like is this one.

    It is a range, which the statistics in a Parquet file can rule out for many rows at once.
    """
    start = f"{id_.removesuffix('_id')}-{digit}"
    return pl.col(id_).is_between(pl.lit(start), pl.lit(f"{start}g"), closed="left")


def _hashed(kind: str, text: str) -> str:
    return f"{kind}-{hashlib.blake2b(text.encode(), digest_size=BYTES).hexdigest()}"


def _spelled(name: str, type_: pl.DataType) -> pl.Expr:
    """Return a column as text; whole numbers have no fraction."""
    column = pl.col(name)
    if type_ != pl.Float64:
        return column.cast(pl.String)
    whole = column.cast(pl.Int64, strict=False)
    return pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String))
