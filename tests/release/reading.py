"""How a release is read back, each value as the typed columns hold it."""

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
from frictionless import Field, Package, Schema

from claimpack.column_types import COLUMN_TYPES, stored_value
from claimpack.text.spelling import missing_values


def read_tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Read every table of a release folder back as records."""
    package = Package(str(folder / "datapackage.json"))
    read = {"csv": read_csv, "parquet": read_parquet, "json": read_json, "ndjson": read_ndjson}[folder.name]
    tables = {}
    for resource in package.resources:
        if resource.type == "table":
            stem = (resource.name or "").replace("/", "-")
            tables[resource.name or ""] = read(folder / f"{stem}.{folder.name}", resource.schema)
    return tables


def read_csv(path: Path, schema: Schema) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [typed(row, schema) for row in csv.DictReader(file)]


def read_parquet(path: Path, _schema: Schema) -> list[dict[str, Any]]:
    return pl.read_parquet(path).to_dicts()


def read_json(path: Path, schema: Schema) -> list[dict[str, Any]]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    assert all(list(row) == schema.field_names for row in rows)
    return [typed(row, schema) for row in rows]


def read_ndjson(path: Path, schema: Schema) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    assert all(list(row) == schema.field_names for row in rows)
    return [typed(row, schema) for row in rows]


def typed(row: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """Read a row's cells as the schema says, by frictionless' readers."""
    return {field.name: _value(field, row[field.name]) for field in schema.fields}


def _value(field: Field, cell: object) -> object:
    if cell is None or cell in missing_values(field):
        return None
    value, notes = field.read_cell(cell)
    assert not notes, f"{field.name}: {cell!r}: {notes}"
    return stored_value(field, value) if field.type in COLUMN_TYPES else cell
