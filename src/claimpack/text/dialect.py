"""Which tables the screen may read: plain CSV files that frictionless would read the same way."""

from dataclasses import dataclass
from pathlib import Path

from frictionless import FrictionlessException, Resource, formats, system
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

    frictionless itself reads a sample of the file, so that what it sniffs, and what it takes for the header, is known.
    """
    if not isinstance(resource, TableResource) or not _is_plain_file(resource):
        return None
    probe = resource.to_copy()  # reading a sample leaves traces in the resource
    if not probe.encoding and _starts_in_ascii(Path(resource.normpath or ""), probe.detector.buffer_size):
        probe.encoding = "utf-8"  # what frictionless would guess, with the help of a library that is slow to import
    try:
        with system.create_parser(probe) as parser:
            dialect = probe.detector.detect_dialect(parser.sample, dialect=probe.dialect)
            is_plain = _is_header(dialect.read_labels(parser.sample), resource.schema.field_names)
            control = formats.CsvControl.from_dialect(dialect)
            encoding = (probe.encoding or "").lower().replace("_", "-")
    except FrictionlessException:
        return None
    if not is_plain or encoding not in {"utf-8", "ascii"}:
        return None
    return _plain_dialect(control)


def _starts_in_ascii(path: Path, size: int) -> bool:
    """Tell whether a file starts in plain ASCII, without the bytes by which 7-bit encodings shift to other scripts."""
    with path.open("rb") as file:
        start = file.read(size)
    return start.isascii() and not any(shift in start for shift in (b"\0", b"\x1b", b"~"))


def _is_header(labels: list[str], names: list[str]) -> bool:
    """Tell whether frictionless finds nothing wrong with a header."""
    return labels == names and all(label.strip() for label in labels) and len(set(labels)) == len(labels)


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
