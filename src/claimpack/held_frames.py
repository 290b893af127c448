"""Frames that a pipeline already holds, in place of a package's files."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import narwhals as nw
import polars as pl
from frictionless import Field, Package, Schema
from frictionless.resources import TableResource

from claimpack.column_types import column_type
from claimpack.issue import CannotRunError
from claimpack.text.spelling import missing_values


def stand_in(package: Package, frames: Mapping[str, object], folder: Path) -> None:
    """Let frames stand in place of a package's tables of their names, as Parquet files in a folder.

    A frame is of Polars (lazy or not), DuckDB (a relation), pandas or PyArrow. Columns that hold the schema's values
    in another type (a narrower integer, whole numbers as floats, a category) get the schema's; a text that means "no
    value" becomes none. Raises CannotRunError where there is no such table, or what is given is no frame.
    """
    names = [resource.name for resource in package.resources if isinstance(resource, TableResource)]
    for place, (name, frame) in enumerate(frames.items()):
        if name not in names:
            raise CannotRunError(f'there is no table "{name}"; there are: {", ".join(map(str, names)) or "none"}')
        # The file is named like its table, as issues name the file.
        path = folder / str(place) / (name.replace("/", "-") or "table")
        path.parent.mkdir()
        schema = package.get_resource(name).schema
        rows = _rows(name, frame, path.with_name("as-given.parquet"))
        rows.select(_columns(rows.collect_schema(), rows, schema)).sink_parquet(path, compression="lz4")
        package.set_resource(
            TableResource(name=name, path=path.name, basepath=str(path.parent), format="parquet", schema=schema)
        )


def _rows(name: str, frame: object, parquet: Path) -> pl.LazyFrame:
    try:
        known = nw.from_native(frame)  # type: ignore[call-overload]  # whatever the caller holds
    except TypeError as error:
        kind = f"{type(frame).__module__}.{type(frame).__qualname__}"
        raise CannotRunError(f'"{name}" is a {kind}; give a frame of Polars, DuckDB, pandas or PyArrow') from error
    if isinstance(known, nw.DataFrame):
        return known.to_polars().lazy()
    native = known.to_native()
    if isinstance(native, pl.LazyFrame):
        return native
    known.sink_parquet(parquet)
    return pl.scan_parquet(parquet)


def _columns(types: pl.Schema, rows: pl.LazyFrame, schema: Schema) -> Iterator[pl.Expr]:
    """Yield the columns in the schema's order, those that it does not name after them."""
    fields = [field for field in schema.fields if field.name in types]
    texts = [field for field in fields if types[field.name] in (pl.String, pl.Categorical, pl.Enum)]
    for field in fields:
        yield _text(field) if field in texts else _value(field, types[field.name], rows)
    yield from (pl.col(name) for name in types if not schema.has_field(name))


def _text(field: Field) -> pl.Expr:
    text = pl.col(field.name).cast(pl.String)
    return pl.when(~text.is_in(missing_values(field))).then(text).alias(field.name)


def _value(field: Field, found: pl.DataType, rows: pl.LazyFrame) -> pl.Expr:
    """Return a column with its field's type where each value is the same in it; as it is otherwise."""
    column, wanted = pl.col(field.name), column_type(field).polars
    if found == wanted:
        return column
    if isinstance(found, pl.Datetime) and field.type == "datetime":
        zoned = column.dt.replace_time_zone("UTC") if found.time_zone is None else column.dt.convert_time_zone("UTC")
        return zoned.cast(wanted)
    if not (found.is_numeric() and wanted.is_numeric()) and not (found.is_temporal() and wanted.is_temporal()):
        return column
    cast = column.cast(wanted, strict=False)
    is_same = (cast.cast(found, strict=False) == column).all() & (cast.is_null() == column.is_null()).all()
    return cast if rows.select(is_same).collect(engine="streaming").item() else column
