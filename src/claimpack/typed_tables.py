"""The typed tables of a checked package, for commands that need certain of them."""

from collections.abc import Mapping

import polars as pl

from claimpack.checking import CheckedPackage
from claimpack.issue import CannotRunError


def typed_tables(package: CheckedPackage, needed: Mapping[str, tuple[str, ...]]) -> dict[str, pl.LazyFrame]:
    """Return the tables named, each with the columns named for it, as lazy frames in the files' order.

    Raises CannotRunError where the package lacks one.
    """
    for name, columns in needed.items():
        if name not in package.tables:
            raise CannotRunError(f'the package has no table "{name}"; this works on packages of events and claims')
        if missing := [column for column in columns if not package.tables[name].schema.has_field(column)]:
            raise CannotRunError(f'the table "{name}" has no column {", ".join(missing)}')
    return {name: package.tables[name].scan().select(columns) for name, columns in needed.items()}
