"""A table as it is released, whether somebody authored it or it is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from frictionless import Schema

from claimpack.checking import CheckedPackage
from claimpack.release.descriptor import about_table
from claimpack.release.key_order import in_key_order


@dataclass(frozen=True)
class ReleasedTable:
    """A table's rows by key, its schema, and what the descriptor says of it beside its file: title and the like."""

    name: str
    about: Mapping[str, Any]
    schema: Schema
    rows: pl.LazyFrame

    @property
    def description(self) -> str:
        """Return what the table holds, "" where nothing is said of it."""
        return self.about.get("description") or self.about.get("title") or ""


def authored_tables(source: CheckedPackage) -> dict[str, ReleasedTable]:
    """Return the tables of a valid package as they are released, by name; they last as long as its typed tables."""
    return {
        name: ReleasedTable(
            name, about_table(source.package.get_resource(name)), table.schema, in_key_order(table, source.folder)
        )
        for name, table in source.tables.items()
    }
