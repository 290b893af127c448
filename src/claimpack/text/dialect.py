"""Which tables the screen may read: plain CSV files that frictionless would read the same way."""

from dataclasses import dataclass
from pathlib import Path

from frictionless import FrictionlessException, Resource, formats
from frictionless.resources import TableResource

from claimpack.text.typed import RESERVED

MOST_COLUMNS = 500
"""DuckDB's planner slows down with the square of the columns; wider tables are quicker the exact way."""


@dataclass(frozen=True)
class CsvDialect:
    """How the cells of a plain CSV file are told apart."""

    delimiter: str
    quote: str


def plain_csv(resource: Resource) -> CsvDialect | None:
    """Return the dialect of a table that the screen can read, None where only frictionless can.

    frictionless itself opens the file, so that what it sniffs, and what it finds wrong with the header, is known.
    """
    if not isinstance(resource, TableResource) or not _is_plain_file(resource):
        return None
    # A copy without keys: opening would otherwise read every table that a foreign key points to.
    probe = resource.to_copy()
    probe.package = resource.package
    probe.schema.foreign_keys = []
    try:
        with probe:
            is_plain = probe.header.valid and list(probe.labels) == resource.schema.field_names
            control = formats.CsvControl.from_dialect(probe.dialect)
            encoding = (probe.encoding or "").lower().replace("_", "-")
    except FrictionlessException:
        return None
    if not is_plain or encoding not in {"utf-8", "ascii"}:
        return None
    return _plain_dialect(control)


def _is_plain_file(resource: TableResource) -> bool:
    descriptor = resource.to_descriptor()
    unusual = {"compression", "innerpath", "extrapaths", "fields", "rows", "detector"}
    return (
        resource.memory is False
        and resource.remote is False
        and resource.format == "csv"
        and resource.path is not None
        and not resource.extrapaths
        and not unusual.intersection(descriptor)
        and 0 < len(resource.schema.fields) <= MOST_COLUMNS
        and not RESERVED.intersection(resource.schema.field_names)
        and not resource.schema.has_defined("fields_match")
        and _is_plain_layout(resource)
        and Path(resource.normpath or "").is_file()
    )


def _is_plain_layout(resource: TableResource) -> bool:
    dialect = resource.dialect
    options = (
        "header",
        "header_rows",
        "header_join",
        "header_case",
        "comment_char",
        "comment_rows",
        "skip_blank_rows",
    )
    return not any(dialect.has_defined(option) for option in options)


def _plain_dialect(control: formats.CsvControl) -> CsvDialect | None:
    is_plain = (
        len(control.delimiter) == 1
        and control.quote_char == '"'
        and not control.escape_char
        and not control.skip_initial_space
        and control.null_sequence is None
    )
    return CsvDialect(control.delimiter, control.quote_char) if is_plain else None
