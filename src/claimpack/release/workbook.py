"""A release as one workbook: a sheet for each table, in which every cell is what it is, whatever it looks like."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import xlsxwriter
from frictionless import Field, Package
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from claimpack.issue import CannotRunError
from claimpack.release.canonical import spelled
from claimpack.release.citation import as_text, citation_of
from claimpack.release.descriptor import plain_name
from claimpack.release.released_table import ReleasedTable

MOST_ROWS, MOST_CHARACTERS, MOST_NAME = 1_048_576, 32_767, 31
"""What a sheet can hold: rows with the header, characters of a cell, characters of its name."""

LARGEST = 10**15
"""A spreadsheet shows 15 digits of an integer; longer ones are written as text."""

FIRST_YEAR = 1901
"""Days before 1900 have no number in a spreadsheet, and early ones of 1900 a wrong one; they are written as text."""

NARROWEST, WIDEST, SAMPLE_ROWS, BATCH_ROWS = 8, 60, 200, 20_000
CITATION = "how to cite"
OPTIONS = {"constant_memory": True, "remove_timezone": True}
NUMBER_FORMATS = {"text": "@", "date": "yyyy-mm-dd", "datetime": r"yyyy-mm-dd\Thh:mm:ss\Z"}
"""`@` keeps a cell text when somebody edits it."""

Formats: TypeAlias = Mapping[str, Format]
WriteCell: TypeAlias = Callable[[Worksheet, int, int, Any, Formats], object]


class ExactNumber(float):
    """A number that is written with all its digits, of which xlsxwriter would write 16."""

    def __format__(self, _: str) -> str:
        """Return the shortest text that is this very number."""
        return repr(float(self))


def write_workbook(package: Package, tables: Mapping[str, ReleasedTable], path: Path) -> None:
    """Write the tables as an Excel workbook, with a last sheet on how to cite them.

    Text stays text, whatever it looks like. Dates and times (in UTC) are dates; those before 1901, times that are
    more exact than a second, integers of more than 15 digits and numbers that are not finite are text. Raises
    CannotRunError where a table has more rows, or a cell more characters, than a sheet can hold.
    """
    citation = citation_of(package.to_descriptor())
    created = date.fromisoformat(citation.date or "1980-01-01")
    with xlsxwriter.Workbook(path, OPTIONS) as workbook:
        workbook.set_properties({"title": citation.title, "created": datetime.combine(created, datetime.min.time())})
        formats = {name: workbook.add_format({"num_format": form}) for name, form in NUMBER_FORMATS.items()}
        formats["header"] = workbook.add_format({"num_format": "@", "bold": True})
        formats["wrapped"] = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for name, sheet_name in _sheet_names(tables).items():
            _write_table(workbook.add_worksheet(sheet_name), tables[name], formats)
        facts = [
            ("Citation", as_text(citation)),
            *((name.capitalize(), getattr(citation, name)) for name in ("title", "version", "description")),
            *(("Licence", licence.get("title") or licence["name"]) for licence in package.licenses),
            ("Empty cells", "Nothing was stated: neither zero nor unknown."),
            *((table.name, table.description) for table in tables.values()),
        ]
        _write_facts(workbook.add_worksheet(CITATION), facts, formats)


def _sheet_names(tables: Mapping[str, ReleasedTable]) -> dict[str, str]:
    names: dict[str, str] = {}
    for name in tables:
        sheet = plain = plain_name(name)[:MOST_NAME]
        number = 1
        while sheet.lower() in {CITATION, "history", *(used.lower() for used in names.values())}:
            number += 1
            sheet = f"{plain[: MOST_NAME - 4]}-{number}"
        names[name] = sheet
    return names


def _write_table(sheet: Worksheet, table: ReleasedTable, formats: Formats) -> None:
    height = table.rows.select(pl.len()).collect().item()
    if height >= MOST_ROWS:
        raise CannotRunError(f'xlsx: a sheet holds {MOST_ROWS - 1} rows; the table "{table.name}" has {height}')
    fields = table.schema.fields
    for place, (field, width) in enumerate(zip(fields, _widths(table), strict=True)):
        sheet.set_column(place, place, width, formats.get(field.type, formats["text"] if _is_text(field) else None))
        sheet.write_string(0, place, field.name, formats["header"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, height, len(fields) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
    writers: list[WriteCell] = [WRITERS.get(field.type, _write_text) for field in fields]
    row = 0
    for batch in table.rows.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True):
        for record in batch.iter_rows():
            row += 1
            for place, value in enumerate(record):
                if value is not None:
                    writers[place](sheet, row, place, value, formats)


def _is_text(field: Field) -> bool:
    return field.type not in WRITERS


def _widths(table: ReleasedTable) -> list[int]:
    """Return the width of each column in characters: that of its header and first values, within limits."""
    sample = table.rows.head(SAMPLE_ROWS).select(spelled(field) for field in table.schema.fields).collect()
    longest = [max((len(text) for text in column if text), default=0) for column in sample]
    names = table.schema.field_names
    return [min(max(NARROWEST, len(name) + 3, most + 2), WIDEST) for name, most in zip(names, longest, strict=True)]


def _write_facts(sheet: Worksheet, facts: list[tuple[str, str]], formats: Formats) -> None:
    sheet.set_column(0, 0, 20, formats["header"])
    sheet.set_column(1, 1, 100, formats["wrapped"])
    for row, (name, text) in enumerate(fact for fact in facts if fact[1]):
        sheet.write_string(row, 0, name, formats["header"])
        sheet.write_string(row, 1, text, formats["wrapped"])


def _write_text(sheet: Worksheet, row: int, place: int, value: str, formats: Formats) -> None:
    if len(value.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        raise CannotRunError(f'xlsx: a cell holds {MOST_CHARACTERS} characters; sheet "{sheet.name}", row {row + 1}')
    sheet.write_string(row, place, value, formats["text"])


def _write_boolean(sheet: Worksheet, row: int, place: int, value: bool, _: Formats) -> None:  # a cell
    sheet.write_boolean(row, place, value)


def _write_number(sheet: Worksheet, row: int, place: int, value: float, formats: Formats) -> None:
    is_shown = abs(value) < LARGEST if isinstance(value, int) else math.isfinite(value)
    if is_shown:
        sheet.write_number(row, place, value if isinstance(value, int) else ExactNumber(value))
    else:
        _write_text(sheet, row, place, str(value).upper(), formats)


def _write_date(sheet: Worksheet, row: int, place: int, value: date, formats: Formats) -> None:
    if value.year < FIRST_YEAR:
        _write_text(sheet, row, place, value.isoformat(), formats)
    else:
        sheet.write_datetime(row, place, value, formats["date"])


def _write_datetime(sheet: Worksheet, row: int, place: int, value: datetime, formats: Formats) -> None:
    if value.year < FIRST_YEAR or value.microsecond:
        _write_text(sheet, row, place, value.isoformat().replace("+00:00", "Z"), formats)
    else:
        sheet.write_datetime(row, place, value, formats["datetime"])


WRITERS: dict[str, WriteCell] = {
    "boolean": _write_boolean,
    "date": _write_date,
    "datetime": _write_datetime,
    "integer": _write_number,
    "number": _write_number,
    "year": _write_number,
}
"""By type; what is not named here is text."""
