"""Parquet in: files whose columns hold the values that the schema wants need no judging of their text."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from frictionless import Field, Resource
from frictionless.resources import TableResource

from claimpack.column_types import COLUMN_TYPES, column_type
from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.text.conforming import conformed
from claimpack.text.dialect import file_of
from claimpack.text.placeless import has_unknown_times, unknown_times
from claimpack.text.spelling import missing_values
from claimpack.text.typed import FIRST_ROW, ROW, TypedTable, can_be_typed

TEXT_TYPES = {"any", "string"}
TIME_TYPES = {"date", "datetime"}


def typed_parquet(resource: Resource, folder: Path) -> TypedTable | None:
    """Return a table that gate 2 can read; None where its Parquet, a file or a folder of parts, is for frictionless.

    Its columns have the schema's names and order, each text is of its field's format, and Python knows all times. Where
    they have the schema's types, too, the files are read as they are; columns that hold the values in another type are
    written anew, into `folder`.
    """
    path = _parquet(resource)
    if path is None or not isinstance(resource, TableResource):
        return None
    if resource.extrapaths or resource.remote or not can_be_typed(resource.schema.field_names):
        return None
    parts = sorted(path.iterdir()) if path.is_dir() else [path]
    if not parts or any(part.suffix != ".parquet" for part in parts if part != path):
        return None
    try:
        stored = _stored(path, parts, resource, folder)
        if stored is None or not _has_valid_values(stored, resource.schema.fields):
            return None
        name, file = resource.name or "", file_of(resource)
        return TypedTable(name, file, resource.schema, stored, _blank_rows(stored, file, name))
    except (OSError, pl.exceptions.PolarsError):
        return None


def issues_of_times(resource: Resource) -> list[Issue]:
    """Return an issue for each time in a table's Parquet that Python does not know."""
    path = _parquet(resource)
    try:
        return list(unknown_times(path, file_of(resource), resource.name or "")) if path else []
    except (OSError, pl.exceptions.PolarsError):
        return []


def _parquet(resource: Resource) -> Path | None:
    path = Path(resource.normpath or "")
    return path if resource.format == "parquet" and path.exists() else None


def _stored(path: Path, parts: Sequence[Path], resource: Resource, folder: Path) -> Path | None:
    """Return where rows with the schema's types are stored: in the path, or in a folder of new parts."""
    schema = resource.schema
    # Other types' columns stay text, which frictionless judges cell by cell.
    if not schema.fields or any(field.type not in COLUMN_TYPES.keys() | TEXT_TYPES for field in schema.fields):
        return None
    wanted = [(field.name, column_type(field).polars) for field in schema.fields]
    found = [list(pl.read_parquet_schema(part).items()) for part in parts]
    if any([name for name, _ in types] != schema.field_names for types in found):
        return None
    if all(types == wanted for types in found) and not _has_texts_for_none(path, schema.fields):
        return path
    folder.mkdir()
    for place, part in enumerate(parts):
        rows = conformed(pl.scan_parquet(part, glob=False), schema)
        if list(rows.collect_schema().items()) != wanted:
            return None
        rows.sink_parquet(folder / f"{place:09}.parquet", compression="lz4")
    return folder


def _has_texts_for_none(path: Path, fields: Sequence[Field]) -> bool:
    texts = [field for field in fields if field.type in TEXT_TYPES]
    means_none = [pl.col(field.name).is_in(missing_values(field)).any() for field in texts]
    rows = pl.scan_parquet(path).select(pl.any_horizontal(pl.lit(value=False), *means_none))
    return bool(rows.collect(engine="streaming").item())


def _has_valid_values(stored: Path, fields: Sequence[Field]) -> bool:
    """Tell whether each text is of its field's format, if any, and Python knows all times."""
    rows = pl.scan_parquet(stored)
    if has_unknown_times(rows, [field.name for field in fields if field.type in TIME_TYPES]):
        return False
    texts = [field for field in fields if field.type in TEXT_TYPES]
    return all(_is_of_format(rows, field) for field in texts if field.format != "default")


def _is_of_format(rows: pl.LazyFrame, field: Field) -> bool:
    read = field.create_value_reader()
    texts = rows.select(field.name).unique().collect()[field.name].drop_nulls()
    return all(read(text) is not None for text in texts)


def _blank_rows(stored: Path, file: str, table: str) -> list[Issue]:
    """Tell the rows without any value, as frictionless does."""
    rows = pl.scan_parquet(stored)
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
