from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

import click
import polars as pl
from frictionless import Package, Resource
from frictionless.resources import TableResource

from claimpack.column_types import column_type
from claimpack.explain.text import explain_text
from claimpack.issue import CannotRunError, sort_issues
from claimpack.loading.fetching import fetch_package, is_url
from claimpack.loading.frames import FRAMES
from claimpack.meaning.gate import check_meaning
from claimpack.package import PackageUnreadableError, read_package
from claimpack.release.archive import sha256
from claimpack.stopping import scratch_folder
from claimpack.text.dialect import file_of
from claimpack.text.gate import type_tables
from claimpack.text.typed import TypedTable

if TYPE_CHECKING:
    import pandas as pd

MOST_TOLD = 20


class TablesUnreadableError(PackageUnreadableError):
    """A table's cells are not what its schema says, so that they have no place in a typed frame."""

    def __str__(self) -> str:
        """Return what is wrong, by file, row and field: the first 20 of it."""
        return "\n".join(click.unstyle(line) for line in explain_text(self.issues, limit=MOST_TOLD))


@overload
def load(package: str | Path, table: str, *, engine: Literal["pandas"] = "pandas") -> "pd.DataFrame": ...


@overload
def load(
    package: str | Path, table: None = None, *, engine: Literal["pandas"] = "pandas"
) -> "dict[str, pd.DataFrame]": ...


@overload
def load(package: str | Path, table: str, *, engine: Literal["polars"]) -> pl.DataFrame: ...


@overload
def load(package: str | Path, table: None = None, *, engine: Literal["polars"]) -> dict[str, pl.DataFrame]: ...


def load(package: str | Path, table: str | None = None, *, engine: Literal["pandas", "polars"] = "pandas") -> object:
    """Return a table of a data package as a typed frame, or every table as a dictionary of frames by name.

    `package` is a folder, a descriptor or a zip, here or on the web (http or https; also the address of a folder that
    holds a datapackage.json); what is authored loads as well as what is released. Each frame has the schema's
    columns, in its order and with its types, and the rows in the file's order:

    | type | pandas | Polars |
    |---|---|---|
    | integer, year | Int64 | Int64 |
    | number | Float64 | Float64 |
    | boolean | boolean | Boolean |
    | date | date32[pyarrow] | Date |
    | datetime | datetime64[us, UTC] | Datetime (us, UTC) |
    | string with an enum | category, ordered as the enum | Enum |
    | any other | string | String |

    Nothing is guessed: "NA" is text, 9007199254740993 stays odd, and an empty cell is a missing value unless the
    schema says otherwise (pandas itself takes a number that is NaN for missing too). Types and enums must hold; all
    other constraints and keys are for `claimpack.check`.

    Raises CannotRunError where there is no such package or table, PackageUnreadableError where the descriptor is
    broken, TablesUnreadableError where a cell does not fit its type or enum, ValueError for any other engine.
    """
    if engine not in FRAMES:
        raise ValueError(f'engine "{engine}": use "pandas" or "polars"')
    with scratch_folder() as folder:
        place, work = folder / "fetched", folder / "typed"
        work.mkdir()
        local = fetch_package(str(package), place, table) if is_url(str(package)) else package
        loaded = _with_tables(read_package(local), table)
        frames = {
            typed.name: FRAMES[engine](typed.scan().select(typed.schema.field_names).collect(), typed.schema)
            for typed in _typed_tables(loaded, work)
        }
    return frames if table is None else frames[table]


def _with_tables(package: Package, table: str | None) -> Package:
    """Return a package with the tables asked for, and of their schemas only what loading needs."""
    names = [resource.name or "" for resource in package.resources if isinstance(resource, TableResource)]
    if table is not None and table not in names:
        raise CannotRunError(f'there is no table "{table}"; there are: {", ".join(names) or "none"}')
    for name in [resource.name or "" for resource in package.resources]:
        if name not in names or table not in {None, name}:
            package.remove_resource(name)
    for resource in package.resources:
        resource.schema.primary_key, resource.schema.foreign_keys = [], []
        for field in resource.schema.fields:
            field.constraints = {name: bound for name, bound in field.constraints.items() if name == "enum"}
    return package


def _typed_tables(package: Package, folder: Path) -> Iterator[TypedTable]:
    """Yield every table of a package, typed; raise TablesUnreadableError where that cannot be."""
    ready = {resource.name or "": parquet for resource in package.resources if (parquet := _typed_parquet(resource))}
    names = [resource.name or "" for resource in package.resources]
    for name in ready:
        package.remove_resource(name)
    typed, issues = type_tables(package, folder)
    tables = ready | {table.name: table for table in typed}
    issues += check_meaning(tables)
    if issues:
        raise TablesUnreadableError(sort_issues(issues))
    yield from (tables[name] for name in names)


def _typed_parquet(resource: Resource) -> TypedTable | None:
    """Return a Parquet file that has the very types of its schema as the typed table that it is."""
    path = Path(resource.normpath or "")
    if resource.format != "parquet" or not path.is_file() or resource.hash not in {"", None, f"sha256:{sha256(path)}"}:
        return None
    try:
        found = dict(pl.read_parquet_schema(path))
    except pl.exceptions.PolarsError:
        return None
    fits = list(found.items()) == [(field.name, column_type(field).polars) for field in resource.schema.fields]
    return TypedTable(resource.name or "", file_of(resource), resource.schema, path) if fits else None
