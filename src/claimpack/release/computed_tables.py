"""The computed tables of a release, beside those that are authored."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polars as pl
from frictionless import Schema

from claimpack.checking import CheckedPackage, OnProgress
from claimpack.column_types import column_type
from claimpack.issue import CannotRunError
from claimpack.package import follows_profile
from claimpack.profile import profile_schema
from claimpack.reconcile import write_computed_tables
from claimpack.reconcile.results import KEYS
from claimpack.reconcile.tables import lacking
from claimpack.release.released_table import ReleasedTable
from claimpack.text.typed import TypedTable

FROM_ITS_TARGET = {"claim_id", "event_id"}
"""Columns whose values reconciling takes from the table that they point to; to look for each would take gigabytes."""


def are_computed(source: CheckedPackage) -> bool:
    """Tell whether a package's release has computed tables: it follows our profile, and nothing needed is missing."""
    return follows_profile(source.package) and not lacking(source.tables)


def computed_release(
    source: CheckedPackage, on_progress: OnProgress = lambda _done, _all: None
) -> dict[str, ReleasedTable]:
    """Return the computed tables of a valid package by name; none where its release has none.

    They last as long as the package's typed tables. A table that the package has under such a name, with the columns
    of our profile, was computed for an earlier release and is computed anew. Raises CannotRunError where it has other
    columns.
    """
    if not are_computed(source):
        return {}
    for name in KEYS:
        _refuse_other_contents(source, name)
    folder = Path(mkdtemp(prefix="computed-", dir=source.folder))
    computed = write_computed_tables(source.tables, folder, on_progress=on_progress)
    return {name: _released(name, rows, source.tables) for name, rows in computed.items()}


def _refuse_other_contents(source: CheckedPackage, name: str) -> None:
    if source.package.has_resource(name):
        table = source.tables.get(name)
        if table is None or table.schema.field_names != profile_schema(name).field_names:
            raise CannotRunError(
                f'the package has a "{name}" of its own; releases have a computed table of that name: rename yours'
            )


def _released(name: str, rows: pl.LazyFrame, authored: Mapping[str, TypedTable]) -> ReleasedTable:
    schema = profile_schema(name)
    typed = rows.select(pl.col(field.name).cast(column_type(field).polars) for field in schema.fields)
    schema.foreign_keys = [key for key in schema.foreign_keys if _holds(key, schema, typed, authored)]
    about = {"name": name, "title": schema.title, "description": schema.description}
    return ReleasedTable(name, about, schema, typed)


def _holds(key: Mapping[str, Any], schema: Schema, rows: pl.LazyFrame, authored: Mapping[str, TypedTable]) -> bool:
    """Tell whether a foreign key holds. To computed tables all do; to authored ones only as far as their keys do."""
    (field,), target = key["fields"], key["reference"]["resource"]
    if target in KEYS:
        return True
    (target_field,) = key["reference"]["fields"]
    if target not in authored or not authored[target].schema.has_field(target_field):
        return False
    if authored[target].schema.get_field(target_field).type != schema.get_field(field).type:
        return False
    if field in FROM_ITS_TARGET:
        return True
    pointing = rows.select(field).drop_nulls().unique()
    known = authored[target].scan().select(target_field)
    dangling = pointing.join(known, left_on=field, right_on=target_field, how="anti")
    return dangling.limit(1).collect(engine="streaming").is_empty()
