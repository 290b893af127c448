"""The canonical form of authored tables: one order, one line end, one quoting, one spelling of each value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from frictionless import Schema

from claimpack.authored.cell_spelling import canonical_cell
from claimpack.authored.csv_text import CsvDamagedError, Record, read_csv_text, spell_record
from claimpack.authored.tables import AuthoredTable, authored_tables, read_authored_package
from claimpack.authored.writing import write_together
from claimpack.fixes import fix_for
from claimpack.issue import Issue, sort_issues

ORDERED_AS_NUMBERS = {"integer", "year"}

Readers: TypeAlias = Sequence[Callable[[Any], Any]]


@dataclass(frozen=True)
class Formatted:
    """The files that are not canonical (or were not, if they were rewritten), what was left alone, and all issues."""

    changed: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def format_package(package: str | Path, *, write: bool = True) -> Formatted:
    """Bring the authored tables of a package into canonical form: all of them, or none if there is any issue.

    Raises CannotRunError where there is no such package or a file cannot be written, PackageUnreadableError where
    its descriptor is broken.
    """
    tables, left_alone = authored_tables(read_authored_package(package))
    issues: list[Issue] = []
    changed: dict[AuthoredTable, str] = {}
    for table in tables:
        try:
            text, is_canonical = canonical_text(table)
        except CsvDamagedError as error:
            issues += error.issues
        else:
            if not is_canonical:
                changed[table] = text
    if write and not issues:
        write_together({table.path: text for table, text in changed.items()})
    return Formatted([table.file for table in changed], left_alone, sort_issues(issues))


def canonical_text(table: AuthoredTable) -> tuple[str, bool]:
    """Return a table's text in canonical form, and whether its file has that form already.

    Rows are sorted by primary key (integers by value, all else by code points, missing values first), blank rows
    left out. Raises CsvDamagedError where the file does not parse, has other columns than the schema, or has a
    cell that is no value of its field's type.
    """
    content = read_csv_text(table)
    names = table.schema.field_names
    if content.header.cells != names:
        fix = fix_for("incorrect-label")
        message = f"the columns are not: {', '.join(names)}"
        raise CsvDamagedError([Issue(table.file, 1, None, "incorrect-label", None, message, fix, table.name)])
    readers = [field.create_cell_reader() for field in table.schema.fields]
    issues: list[Issue] = []
    rows = [_respelled(table, record, readers, issues) for record in content.records if not record.is_blank]
    if issues:
        raise CsvDamagedError(issues)
    rows.sort(key=_key_of(table.schema, readers))
    text = "".join(spell_record(cells, table.delimiter) + "\n" for cells in [names, *rows])
    return text, text == content.spell()


def _respelled(table: AuthoredTable, record: Record, readers: Readers, issues: list[Issue]) -> list[str]:
    """Return a record's cells in canonical spelling; add an issue for each that has no value of its type."""
    cells = []
    for column, reader, cell in zip(table.schema.fields, readers, record.cells, strict=True):
        value, notes = reader(cell)
        if "type" in (notes or {}):
            fix = fix_for("type-error")
            message = notes["type"]
            issues.append(Issue(table.file, record.number, column.name, "type-error", cell, message, fix, table.name))
        cells.append(canonical_cell(column, cell, value))
    return cells


def _key_of(schema: Schema, readers: Readers) -> Callable[[list[str]], list[tuple[Any, ...]]]:
    """Return what rows are sorted by: nothing where a table has no primary key, so that they keep their order."""
    places = [schema.field_names.index(name) for name in schema.primary_key]

    def key(cells: list[str]) -> list[tuple[Any, ...]]:
        parts: list[tuple[Any, ...]] = []
        for place in places:
            value, _ = readers[place](cells[place])
            ordered = value if schema.fields[place].type in ORDERED_AS_NUMBERS else cells[place]
            parts.append(() if value is None else (ordered,))
        return parts

    return key
