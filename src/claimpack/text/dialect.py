"""Which tables may be read fast: plain CSV files that frictionless would read the same way."""

import re
from dataclasses import dataclass
from pathlib import Path

from frictionless import FrictionlessException, Resource, Schema, formats, system
from frictionless.resources import TableResource

from claimpack.text.typed import can_be_typed

MOST_COLUMNS = 500
"""What Polars plans takes a megabyte for each column of datetimes."""

SHIFT = re.compile(rb"[\0\x1b~]|\+[A-Za-z0-9+/]{3}")
"""How texts in ISO 2022, HZ and UTF-7 shift from ASCII to another script."""

ZLIB = {b"x\x01", b"x^"}
"""Beginnings of compressed files that a header may have too."""


class DamagedFileError(Exception):
    """The file's structure is not plain enough to be read fast; the exact path must read it."""


@dataclass(frozen=True)
class PlainCsv:
    """A plain CSV file with cells quoted by `"`: how they are told apart, what they should be, how issues name it."""

    path: Path
    delimiter: str
    schema: Schema
    file: str
    table: str


def refuse_odd_bytes(chunk: bytes, *, is_first: bool) -> None:
    """Raise DamagedFileError on what ends rows otherwise than a line feed, or is no text: CR, zero byte, BOM."""
    if is_first and chunk.startswith(b"\xef\xbb\xbf"):
        raise DamagedFileError("a byte order mark")
    if b"\r" in chunk or b"\0" in chunk:
        raise DamagedFileError("a carriage return or a zero byte")


def plain_csv(resource: Resource) -> PlainCsv | None:
    """Return a table's file if it can be read fast, None where only frictionless can read it.

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
    if not is_plain or encoding != "utf-8" or not _has_plain_cells(control):
        return None
    file = file_of(resource)
    return PlainCsv(Path(resource.normpath or ""), control.delimiter, resource.schema, file, resource.name or "")


def file_of(resource: Resource) -> str:
    """Return the name by which an issue tells a resource's file: its path in the package."""
    return resource.path or resource.name or ""


def _starts_in_ascii(path: Path, size: int) -> bool:
    """Tell whether a file starts in plain ASCII, without the bytes by which 7-bit encodings shift to other scripts."""
    with path.open("rb") as file:
        lines = file.read(size).splitlines()
    # frictionless looks for the encoding in lines without their ends.
    start = b"".join(lines)
    return start.isascii() and not SHIFT.search(start)


def _is_header(labels: list[str], names: list[str]) -> bool:
    """Tell whether frictionless finds nothing wrong with a header."""
    return labels == names and all(label.strip() for label in labels) and len(set(labels)) == len(labels)


def _is_plain_file(resource: TableResource) -> bool:
    unusual = (resource.compression, resource.innerpath, resource.fields, resource.rows)
    return (
        resource.memory is False
        and resource.remote is False
        and resource.format == "csv"
        and resource.path is not None
        and not resource.extrapaths
        and all(option is None for option in unusual)
        and "detector" not in resource.custom
        and 0 < len(resource.schema.fields) <= MOST_COLUMNS
        and can_be_typed(resource.schema.field_names)
        and not resource.schema.has_defined("fields_match")
        and _is_plain_layout(resource)
        and _is_plain_path(Path(resource.normpath or ""))
    )


def _is_plain_path(path: Path) -> bool:
    """Tell whether Polars finds a file by its name, and does not take it for a compressed one by its first bytes."""
    if not path.is_file() or not str(path).isprintable():
        return False
    with path.open("rb") as file:
        return file.read(2) not in ZLIB


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


def _has_plain_cells(control: formats.CsvControl) -> bool:
    return (
        len(control.delimiter.encode()) == 1
        and control.quote_char == '"'
        and control.double_quote
        and not control.escape_char
        and not control.skip_initial_space
        and control.null_sequence is None
    )
