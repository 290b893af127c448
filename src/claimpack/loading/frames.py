"""A table's rows as a pandas or Polars frame, with the types of its schema."""

from collections.abc import Callable

import pandas as pd
import polars as pl
import pyarrow as pa
from frictionless import Field, Schema

PANDAS_TYPES: dict[pa.DataType, pd.api.extensions.ExtensionDtype] = {
    pa.bool_(): pd.BooleanDtype(),
    pa.date32(): pd.ArrowDtype(pa.date32()),
    pa.float64(): pd.Float64Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.large_string(): pd.StringDtype(),
}
"""By Arrow type; what is not named here (a time in UTC) has one type in pandas already."""


def enum_terms(field: Field) -> list[str] | None:
    """Return the terms of a text field that has an enum, in the schema's order; None for any other field."""
    terms = field.constraints.get("enum")
    return list(terms) if terms and field.type == "string" else None


def to_polars(rows: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Return typed rows with an Enum in place of text where the schema has one."""
    terms = {field.name: enum_terms(field) for field in schema.fields}
    return rows.with_columns(pl.col(name).cast(pl.Enum(known)) for name, known in terms.items() if known)


def to_pandas(rows: pl.DataFrame, schema: Schema) -> pd.DataFrame:
    """Return typed rows as a pandas frame: Int64, Float64, boolean, string, date32, UTC, ordered categories."""
    frame: pd.DataFrame = rows.to_arrow().to_pandas(types_mapper=PANDAS_TYPES.get)
    for field in schema.fields:
        if terms := enum_terms(field):
            frame[field.name] = frame[field.name].astype(pd.CategoricalDtype(terms, ordered=True))
    return frame


FRAMES: dict[str, Callable[[pl.DataFrame, Schema], pd.DataFrame] | Callable[[pl.DataFrame, Schema], pl.DataFrame]] = {
    "pandas": to_pandas,
    "polars": to_polars,
}
