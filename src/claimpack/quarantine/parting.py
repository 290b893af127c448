"""Which rows are good: those that, without all others, make a package with no error."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from frictionless.resources import TableResource

from claimpack.checking import CheckedPackage
from claimpack.column_types import column_type
from claimpack.issue import Issue
from claimpack.meaning.gate import check_meaning
from claimpack.text.dialect import file_of
from claimpack.text.gate import targets_of
from claimpack.text.typed import ROW, ROW_TYPE, TypedTable


@dataclass(frozen=True)
class PartedPackage:
    """The tables with their good rows alone, and every error that has kept a row out, in the order of finding."""

    good: dict[str, TypedTable]
    errors: list[Issue]


def part(source: CheckedPackage, folder: Path) -> PartedPackage:
    """Part the rows of a checked package, whose good rows are written as typed Parquet into a folder.

    A row is bad that has an error, or whose table has one that names no row. Without bad rows others may break a key
    or rule, as a row that points to a bad one does, so what is left is checked until it is good.
    """
    good = source.tables | dict(_unread(source, folder))
    errors = new = [issue for issue in source.issues if issue.severity == "error"]
    while new:
        for name in {issue.table for issue in new} & good.keys():
            rows = [issue.row for issue in new if issue.table == name]
            good[name] = _without(source, good[name], rows, folder)
        new = [issue for issue in check_meaning(good, scopes=source.scopes) if issue.severity == "error"]
        errors = errors + new
    return PartedPackage(good, errors)


def _unread(source: CheckedPackage, folder: Path) -> Iterator[tuple[str, TypedTable]]:
    """Yield the tables that could not be read at all, as tables without rows."""
    for place, resource in enumerate(source.package.resources):
        name = resource.name or ""
        if isinstance(resource, TableResource) and name not in source.tables:
            types = {ROW: ROW_TYPE, **{field.name: column_type(field).polars for field in resource.schema.fields}}
            parquet = folder / f"unread-{place}.parquet"
            pl.DataFrame(schema=types).write_parquet(parquet)
            yield name, TypedTable(name, file_of(resource), resource.schema, parquet, has_row_numbers=True)


def _without(source: CheckedPackage, table: TypedTable, rows: Iterable[int | None], folder: Path) -> TypedTable:
    """Return a table without some rows; without any where one of the rows is None, as the table as a whole is bad."""
    bad = pl.Series(list(rows), dtype=ROW_TYPE)
    kept = pl.lit(False) if bad.has_nulls() else ~pl.col(ROW).is_in(bad.implode())
    parquet = folder / f"{len(list(folder.iterdir()))}.parquet"
    table.scan().filter(kept).sink_parquet(parquet, compression="lz4")
    # frictionless judged the whole table's keys; those of the rest are for gate 2, if they can be compared at all.
    can_be_checked = table.is_screened or targets_of(source.package, table.name) <= source.tables.keys()
    return replace(table, stored=parquet, issues=[], is_screened=can_be_checked, has_row_numbers=True)
