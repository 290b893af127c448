import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
from frictionless import Schema

from claimpack.column_types import column_type
from claimpack.release.canonical import canonical_schema

ROW_GROUP_ROWS = 100_000


def write_parquet(rows: pl.LazyFrame, schema: Schema, about: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Write a table as typed Parquet, `about` and the fields' descriptions in its metadata; return its schema.

    The metadata also names pandas' exact nullable types, by which pandas and, through it, frictionless read it.
    """
    # Twice, as Polars and DuckDB read the file's own metadata, pyarrow and pandas that of the Arrow schema in it.
    metadata = {**about, "pandas": json.dumps(_pandas_types(schema))}
    rows.sink_parquet(
        path,
        compression="zstd",
        row_group_size=ROW_GROUP_ROWS,
        metadata=metadata,
        arrow_schema=pa.schema(_arrow_fields(rows, schema), metadata=metadata),
    )
    return {"schema": _schema_for_pandas(schema)}


def _arrow_fields(rows: pl.LazyFrame, schema: Schema) -> list[pa.Field]:
    plain = rows.collect_schema().to_frame().to_arrow().schema
    return [
        plain.field(field.name).with_metadata({"description": field.description} if field.description else None)
        for field in schema.fields
    ]


def _pandas_types(schema: Schema) -> dict[str, Any]:
    columns = [
        {
            "name": field.name,
            "field_name": field.name,
            "pandas_type": field.type,
            "numpy_type": column_type(field).pandas,
            "metadata": None,
        }
        for field in schema.fields
    ]
    return {"columns": columns, "index_columns": [], "column_indexes": []}


def _schema_for_pandas(schema: Schema) -> dict[str, Any]:
    """Return the table's schema with pandas' word for a missing time, which frictionless takes for a value."""
    descriptor = canonical_schema(schema)
    for field in descriptor["fields"]:
        if field["type"] == "datetime":
            field["missingValues"] = ["", "NaT"]
    return descriptor
