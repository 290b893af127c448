from dataclasses import dataclass

import polars as pl
from frictionless import Schema


@dataclass(frozen=True)
class ReleasedTable:
    """A table as it is released: its rows by key, its schema, and what the descriptor says it holds ("" if nothing)."""

    name: str
    description: str
    schema: Schema
    rows: pl.LazyFrame
