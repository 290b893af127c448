"""Gate 1: every table of a package becomes typed Parquet; what is wrong with its text comes back as issues."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from frictionless import Field, Package, Resource, Schema
from frictionless.resources import TableResource

from claimpack.issue import Issue
from claimpack.text.dialect import PlainCsv, file_of, plain_csv
from claimpack.text.doubles import is_decimal, is_in_key
from claimpack.text.exact import read_exactly
from claimpack.text.large import read_large
from claimpack.text.parquet import typed_parquet, unreadable_times
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
    if issue := unreadable_times(resource):
        return None, [issue]
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
        fits = known and _fit(resource.schema, key["fields"], package.get_resource(target).schema, key["reference"])
        targets.add(target if fits else "")
    return targets


def _fit(schema: Schema, key: list[str], target: Schema, reference: Mapping[str, Any]) -> bool:
    """Tell whether the values of a foreign key are such as what it points to has, and compare as typed columns do.

    A decimal number that is in no key of its own table may be one that no double tells from another, and a time without
    a zone is none with one.
    """
    fields, others = _fields(schema, key), _fields(target, reference["fields"])
    return all(map(_compares, others)) and [_kind(field) for field in fields] == [_kind(field) for field in others]


def _fields(schema: Schema, names: list[str]) -> list[Field | None]:
    return [schema.get_field(name) if schema.has_field(name) else None for name in names]


def _compares(field: Field | None) -> bool:
    return field is None or (field.type != "datetime" and (not is_decimal(field) or is_in_key(field)))


def _kind(field: Field | None) -> tuple[str, bool] | None:
    return (field.type, is_decimal(field)) if field else None


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
