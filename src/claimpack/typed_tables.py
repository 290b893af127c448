"""The typed tables of a checked package, for commands that need certain of them."""

from collections.abc import Mapping

import polars as pl

from claimpack.checking import CheckedPackage
from claimpack.issue import CannotRunError


def typed_tables(package: CheckedPackage, needed: Mapping[str, tuple[str, ...]]) -> dict[str, pl.LazyFrame]:
    """Return the tables named, each with the columns named for it, as lazy frames in the files' order.

    Raises CannotRunError where the package lacks one.
    """
    return needed_tables({name: table.scan() for name, table in package.tables.items()}, needed)


def needed_tables(tables: Mapping[str, pl.LazyFrame], needed: Mapping[str, tuple[str, ...]]) -> dict[str, pl.LazyFrame]:
    """Return those named, each with the columns named for it; raise CannotRunError where one is missing."""
    for name, columns in needed.items():
        if name not in tables:
            raise CannotRunError(f'the package has no table "{name}"; this works on packages of events and claims')
        present = tables[name].collect_schema().names()
        if missing := [column for column in columns if column not in present]:
            raise CannotRunError(f'the table "{name}" has no column {", ".join(missing)}')
    return {name: tables[name].select(columns) for name, columns in needed.items()}
