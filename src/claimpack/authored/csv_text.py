"""CSV files as text: each cell as it is spelled, each record with its own characters, so that it can be kept."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimpack.authored.tables import AuthoredTable
from claimpack.fixes import fix_for
from claimpack.issue import Issue

BYTE_ORDER_MARK = "\ufeff"


class CsvDamagedError(Exception):
    """A file's text is not that of whole rows under the fields that its schema names."""

    def __init__(self, issues: list[Issue]) -> None:
        super().__init__("; ".join(issue.message for issue in issues))
        self.issues = issues


@dataclass
class Record:
    """One record: its number (the header is 1), its cells, and the characters that it was read from."""

    number: int
    cells: list[str]
    raw: str = ""
    read_cells: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Tell whether no cell has any text."""
        return not any(self.cells)

    def spell(self, delimiter: str) -> str:
        """Return the record as it was read, or spelled anew where a cell has changed."""
        if self.cells == self.read_cells:
            return self.raw
        end = self.raw[len(self.raw.rstrip("\r\n")) :]
        return spell_record(self.cells, delimiter) + end


@dataclass
class CsvText:
    """The text of one table: its header and its records, blank ones included."""

    table: AuthoredTable
    header: Record
    records: list[Record]
    is_marked: bool = False

    def spell(self) -> str:
        """Return the file's text, in which only changed records are spelled anew."""
        mark = BYTE_ORDER_MARK if self.is_marked else ""
        return mark + "".join(record.spell(self.table.delimiter) for record in [self.header, *self.records])


def read_csv_text(table: AuthoredTable) -> CsvText:
    """Read a table's file whole.

    Raises CsvDamagedError with every issue where it is not UTF-8, is not well quoted, has rows of another length than
    its header, or has no header.
    """
    try:
        text = table.path.read_bytes().decode()
    except OSError as error:
        raise _damaged(table, "source-error", f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _damaged(table, "encoding-error", f"not UTF-8 at byte {error.start}") from error
    try:
        records = list(_records(text.removeprefix(BYTE_ORDER_MARK), table.delimiter))
    except csv.Error as error:
        raise _damaged(table, "source-error", f"cannot be read as CSV: {error}") from error
    if not records:
        raise _damaged(table, "source-error", "the file is empty")
    header, *rows = records
    if issues := [issue for row in rows for issue in _length_issues(table, row, len(header.cells))]:
        raise CsvDamagedError(issues)
    return CsvText(table, header, rows, text.startswith(BYTE_ORDER_MARK))


def spell_record(cells: list[str], delimiter: str) -> str:
    """Return cells as one CSV record without line end, quoted only where they must be."""
    if cells == [""]:
        return '""'  # else the line would be blank
    return delimiter.join(_quoted(cell) if set(cell) & {delimiter, '"', "\r", "\n"} else cell for cell in cells)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _records(text: str, delimiter: str) -> Iterator[Record]:
    consumed: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            consumed.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield Record(number, cells, "".join(consumed), list(cells))
            consumed.clear()
    except csv.Error as error:
        raise csv.Error(f"line {reader.line_num}: {error}") from error


def _length_issues(table: AuthoredTable, row: Record, length: int) -> Iterator[Issue]:
    found = len(row.cells)
    if row.cells and found != length:
        rule = "missing-cell" if found < length else "extra-cell"
        message = f"the row has {found} cells, the header {length}"
        yield Issue(table.file, row.number, None, rule, None, message, fix_for(rule), table.name)


def _damaged(table: AuthoredTable, rule: str, message: str) -> CsvDamagedError:
    return CsvDamagedError([Issue(table.file, None, None, rule, None, message, fix_for(rule), table.name)])
