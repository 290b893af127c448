"""Parquet in: files whose columns hold the values that the schema wants need no judging of their text."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from frictionless import Field, Resource, Schema
from frictionless.resources import TableResource
from polars.exceptions import PanicException

from claimpack.column_types import COLUMN_TYPES, column_type
from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.meaning.constraints import constraints_on_text
from claimpack.text.conforming import conformed, means_none
from claimpack.text.dialect import file_of
from claimpack.text.placeless import PLACELESS, unknown_times
from claimpack.text.typed import FIRST_ROW, ROW, TypedTable, can_be_typed, scan

TEXT_TYPES = {"any", "string"}
TIME_TYPES = {"date", "datetime"}
YEARS = (1000, 9999)
"""Of four digits, as frictionless wants them."""

UNREADABLE = (OSError, PanicException, pl.exceptions.PolarsError)
"""What Polars raises on files, or types of columns, that it cannot read."""


def typed_parquet(resource: Resource, folder: Path) -> TypedTable | None:
    """Return a table that gate 2 can read; None where its Parquet, a file or a folder of parts, is for frictionless.

    Its columns have the schema's names and order, and no value is for frictionless' own readers to judge. Where they
    have the schema's types, too, the files are read as they are; columns that hold the values in another type are
    written anew, into `folder`.
    """
    path = _parquet(resource)
    if path is None or not _is_plain(resource):
        return None
    name, file, schema = resource.name or "", file_of(resource), resource.schema
    try:
        stored = _stored(path, _parts(path), schema, folder)
        if stored is not None and _is_sound(scan(stored), schema):
            return TypedTable(name, file, schema, stored, _blank_rows(scan(stored), file, name))
    except UNREADABLE:
        pass
    return None


def unreadable_times(resource: Resource) -> Issue | None:
    """Return an issue where a table's Parquet holds times at which frictionless fails, or which pandas misreads."""
    path = _parquet(resource)
    if path is None or not isinstance(resource, TableResource):
        return None
    try:
        found = list(unknown_times(scan(path), _times(resource.schema)))
    except UNREADABLE:
        return None
    if not found:
        return None
    where = "; ".join(f'"{name}" has {count}, the first in row {row}' for name, count, row in found)
    note, fix = f"{PLACELESS['datetime'][1]}: {where}", "mend the times, or leave them empty"
    return Issue(file_of(resource), None, None, "source-error", None, note, fix, resource.name or "")


def _parquet(resource: Resource) -> Path | None:
    path = Path(resource.normpath or "")
    return path if resource.format == "parquet" and path.exists() else None


def _parts(path: Path) -> list[Path]:
    """Return a file, or the files in a folder; nothing where anything else lies in it."""
    if not path.is_dir():
        return [path]
    parts = sorted(path.iterdir())
    return parts if all(part.suffix == ".parquet" and part.name[0] not in "._" for part in parts) else []


def _is_plain(resource: Resource) -> bool:
    """Tell whether a resource has no options by which frictionless reads other rows, or finds a wrong size."""
    sizes = (resource.bytes, resource.rows, resource.fields)
    return (
        isinstance(resource, TableResource)
        and not (resource.extrapaths or resource.remote or any(sizes) or resource.dialect.to_descriptor())
        and can_be_typed(resource.schema.field_names)
    )


def _times(schema: Schema) -> list[str]:
    return [field.name for field in schema.fields if field.type in TIME_TYPES]


def _stored(path: Path, parts: Sequence[Path], schema: Schema, folder: Path) -> Path | None:
    """Return where rows with the schema's types are stored: in the path, or in a folder of new parts."""
    if not _have_columns(parts, schema):
        return None
    wanted = [column_type(field).polars for field in schema.fields]
    is_typed = all(list(pl.read_parquet_schema(part).values()) == wanted for part in parts)
    if is_typed and not _has_values_for_none(scan(path), schema.fields):
        return path
    folder.mkdir()
    for place, part in enumerate(parts):
        rows = conformed(scan(part), schema)
        if rows.collect_schema().dtypes() != wanted:
            return None
        rows.sink_parquet(folder / f"{place:09}.parquet", compression="lz4")
    return folder


def _have_columns(parts: Sequence[Path], schema: Schema) -> bool:
    """Tell whether all parts have columns of the schema's names, and each type of field has a type of column."""
    is_typable = all(field.type in COLUMN_TYPES.keys() | TEXT_TYPES for field in schema.fields)
    if not parts or not schema.fields or not is_typable:
        return False
    return all(list(pl.read_parquet_schema(part)) == schema.field_names for part in parts)


def _has_values_for_none(rows: pl.LazyFrame, fields: Sequence[Field]) -> bool:
    means = [means_none(field, column_type(field).polars).any() for field in fields]
    return bool(rows.select(pl.any_horizontal(means)).collect(engine="streaming").item())


def _is_sound(rows: pl.LazyFrame, schema: Schema) -> bool:
    """Tell whether Python knows all times, and no value is for frictionless' own readers to judge."""
    return not any(unknown_times(rows, _times(schema))) and all(
        _needs_no_reader(rows, field) for field in schema.fields
    )


def _needs_no_reader(rows: pl.LazyFrame, field: Field) -> bool:
    """Tell whether frictionless' reader would find nothing wrong with a column's values but what gate 2 finds."""
    if field.type == "year":
        strange = rows.select((~pl.col(field.name).is_between(*YEARS)).any())
        return not strange.collect(engine="streaming").item()
    has_format = field.type in TEXT_TYPES and field.format != "default"
    told = {*constraints_on_text(field), *(["type"] if has_format else [])}
    if not told:
        return True
    if field.type not in TEXT_TYPES:
        return False
    read = field.create_cell_reader()
    texts = rows.select(field.name).unique().collect()[field.name].drop_nulls()
    return all(told.isdisjoint(read(text)[1] or ()) for text in texts)


def _blank_rows(rows: pl.LazyFrame, file: str, table: str) -> list[Issue]:
    """Tell the rows without any value, as frictionless does."""
    for name in rows.collect_schema().names():
        # Most tables have a column that is never empty, and it mostly is the first.
        if rows.select(pl.col(name).null_count()).collect(engine="streaming").item() == 0:
            return []
    blank = rows.with_row_index(ROW, FIRST_ROW).filter(pl.all_horizontal(pl.exclude(ROW).is_null()))
    rule, fix = "blank-row", fix_for("blank-row")
    return [
        Issue(file, row, None, rule, None, f'Row at position "{row}" is completely blank', fix, table)
        for row in blank.select(ROW).collect(engine="streaming")[ROW]
    ]
