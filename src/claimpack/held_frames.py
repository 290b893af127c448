"""Frames that a pipeline already holds, in place of a package's files."""

from collections.abc import Mapping
from pathlib import Path

import narwhals as nw
import polars as pl
from frictionless import Package
from frictionless.resources import TableResource

from claimpack.issue import CannotRunError
from claimpack.text.conforming import conformed
from claimpack.text.parquet import UNREADABLE


def stand_in(package: Package, frames: Mapping[str, object], folder: Path) -> None:
    """Let frames stand in place of a package's tables of their names, as Parquet files in a folder.

    A frame is of Polars (lazy or not), DuckDB (a relation), pandas or PyArrow. Raises CannotRunError where there is no
    such table, or what is given is no frame.
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
        try:
            conformed(rows, schema).sink_parquet(path, compression="lz4")
        except UNREADABLE as error:
            raise CannotRunError(f'"{name}" has a column that cannot be read: {error}') from error
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
