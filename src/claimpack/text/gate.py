"""Gate 1: every table of a package becomes typed Parquet; what is wrong with its text comes back as issues."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from frictionless import Package, Resource
from frictionless.resources import TableResource

from claimpack.issue import Issue
from claimpack.text.dialect import PlainCsv, file_of, plain_csv
from claimpack.text.exact import read_exactly
from claimpack.text.large import read_large
from claimpack.text.parquet import issues_of_times, typed_parquet
from claimpack.text.small import read_small
from claimpack.text.typed import TypedTable

CHUNK_BYTES = 4 << 20

MOST_SMALL_BYTES = 250_000
"""Python judges the cells of so small a package within the time that Polars takes to begin with each table."""

CsvReader: TypeAlias = Callable[[Sequence[tuple[PlainCsv, Path]]], Iterator[TypedTable]]
"""Reads plain CSV files into typed tables, in any order, each of which it may write to its path as Parquet.

Left out are those that frictionless must judge whole.
"""


def type_tables(
    package: Package, folder: Path, on_table: Callable[[], object] = lambda: None
) -> tuple[list[TypedTable], list[Issue]]:
    """Write each table of a package as typed Parquet into a folder, and say what is wrong with their text.

    A table is read fast, and its constraints and keys are left to gate 2, where its file is plain and the tables it
    points to are read fast too; frictionless judges every other resource whole. Resources that are no tables give
    issues only. Calls `on_table` after each table.
    """
    screened = {}
    for typed in _screened(package, folder):
        screened[typed.name] = typed
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


def _screened(package: Package, folder: Path) -> Iterator[TypedTable]:
    """Yield the tables that can be read fast."""
    plain = []
    for place, resource in enumerate(package.resources):
        if typed := typed_parquet(resource, folder / f"{place}"):
            yield typed
        elif (csv := plain_csv(resource)) and _is_as_described(csv.path, resource):
            plain.append((csv, folder / f"{place}.parquet"))
    if plain:
        yield from _csv_reader(package)(plain)


def _csv_reader(package: Package) -> CsvReader:
    """Return what reads the plain CSV files of a package: Python where all are small, else Polars."""
    paths = [Path(resource.normpath or "") for resource in package.resources]
    if sum(path.stat().st_size for path in paths if path.is_file()) <= MOST_SMALL_BYTES:
        return read_small
    return read_large


def _read_exactly(resource: Resource, parquet: Path) -> tuple[TypedTable | None, list[Issue]]:
    name, file = resource.name or "", file_of(resource)
    parquet.unlink(missing_ok=True)
    if issues := issues_of_times(resource):
        return None, issues
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
