"""Gate 1: every table of a package becomes typed Parquet; what is wrong with its text comes back as issues."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb
from frictionless import Package, Resource
from frictionless.resources import TableResource

from claimpack.issue import Issue
from claimpack.text.dialect import plain_csv
from claimpack.text.exact import read_exactly
from claimpack.text.parquet import typed_parquet
from claimpack.text.referee import judge
from claimpack.text.screen import DamagedFileError, connect, screen_csv
from claimpack.text.typed import TypedTable

CHUNK_BYTES = 4 << 20


def type_tables(
    package: Package, folder: Path, on_table: Callable[[], object] = lambda: None
) -> tuple[list[TypedTable], list[Issue]]:
    """Write each table of a package as typed Parquet into a folder, and say what is wrong with their text.

    A table goes through the screen where its file is plain and the tables it points to are screened too;
    frictionless judges every other resource whole. Resources that are no tables give issues only. Calls
    `on_table` after each table.
    """
    screened = {}
    with connect() as connection:
        for place, resource in enumerate(package.resources):
            if table := _screen(connection, resource, folder / f"{place}.parquet"):
                screened[table.name] = table
                on_table()
    while loose := [name for name in screened if not targets_of(package, name) <= screened.keys()]:
        for name in loose:
            del screened[name]
    tables: list[TypedTable] = []
    issues: list[Issue] = []
    for place, resource in enumerate(package.resources):
        table = screened.get(resource.name or "")
        if table is None:
            table, found = _read_exactly(resource, folder / f"{place}.parquet")
            on_table()
        else:
            found = table.issues
        tables += [table] if table else []
        issues += found
    return tables, issues


def file_of(resource: Resource) -> str:
    """Return the name by which an issue tells a resource's file: its path in the package."""
    return resource.path or resource.name or ""


def _screen(connection: duckdb.DuckDBPyConnection, resource: Resource, parquet: Path) -> TypedTable | None:
    name, file = resource.name or "", file_of(resource)
    if typed := typed_parquet(resource):
        return TypedTable(name, file, resource.schema, typed)
    dialect = plain_csv(resource)
    path = Path(resource.normpath or "")
    if not isinstance(resource, TableResource) or dialect is None or not _is_as_described(path, resource):
        return None
    try:
        screen_csv(connection, path, resource, dialect, parquet)
        issues = judge(connection, parquet, resource.schema, file, name)
    except DamagedFileError:
        return None
    return TypedTable(name, file, resource.schema, parquet, issues)


def _read_exactly(resource: Resource, parquet: Path) -> tuple[TypedTable | None, list[Issue]]:
    name, file = resource.name or "", file_of(resource)
    parquet.unlink(missing_ok=True)
    issues = read_exactly(resource, file, parquet)
    if not isinstance(resource, TableResource) or not parquet.exists():
        return None, issues
    table = TypedTable(name, file, resource.schema, parquet, issues, is_screened=False, has_row_numbers=True)
    return table, issues


def targets_of(package: Package, name: str) -> set[str]:
    """Return the tables that a table's foreign keys point to; "" where a key could never match."""
    resource = package.get_resource(name)
    targets = set()
    for key in resource.schema.foreign_keys:
        target = key["reference"]["resource"] or name
        known = package.has_resource(target)
        fits = known and _key_types(resource, key["fields"]) == _key_types(
            package.get_resource(target), key["reference"]["fields"]
        )
        targets.add(target if fits else "")
    return targets


def _key_types(resource: Resource, fields: list[str]) -> list[str | None]:
    schema = resource.schema
    return [schema.get_field(name).type if schema.has_field(name) else None for name in fields]


def _is_as_described(path: Path, resource: Resource) -> bool:
    """Tell whether a file has the hash and size its description gives, if it gives them."""
    if resource.bytes and path.stat().st_size != resource.bytes:
        return False
    if not resource.hash:
        return True
    algorithm, _, expected = resource.hash.rpartition(":")
    try:
        digest = hashlib.new(algorithm or "md5", usedforsecurity=False)
    except ValueError:
        return True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest() == expected
