"""A table being coded: cells by field name, empty ones filled in, filled ones never changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from claimpack.authored.csv_text import CsvDamagedError, CsvText, Record, read_csv_text
from claimpack.authored.tables import AuthoredTable
from claimpack.fixes import fix_for
from claimpack.issue import Issue


@dataclass
class Sheet:
    """A table's text, the issues met while filling it in, and how many cells were filled in."""

    content: CsvText
    issues: list[Issue] = field(default_factory=list)
    filled: int = 0

    @property
    def table(self) -> AuthoredTable:
        """Return the table that the sheet is of."""
        return self.content.table

    def rows(self) -> Iterator["SheetRow"]:
        """Yield each row that is not blank."""
        return (SheetRow(self, record) for record in self.content.records if not record.is_blank)


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet; its cells, unknown ones included, are read by the names in the header."""

    sheet: Sheet
    record: Record

    def __getitem__(self, name: str) -> str:
        return self.record.cells[self.sheet.content.header.cells.index(name)]

    def fill(self, name: str, value: str) -> None:
        """Fill a cell in if it is empty; tell an issue if it says something else."""
        if not self[name]:
            self.record.cells[self.sheet.content.header.cells.index(name)] = value
            self.sheet.filled += 1
        elif self[name] != value:
            fix = "empty the cell to have it filled in, or mend the text"
            self.tell(name, "disagrees-with-text", f"the text says {value}", fix)

    def tell(self, name: str, rule: str, message: str, fix: str) -> None:
        """Add an issue of one cell to the sheet's."""
        table = self.sheet.table
        issue = Issue(table.file, self.record.number, name, rule, self[name] or None, message, fix, table.name)
        self.sheet.issues.append(issue)


def open_sheet(table: AuthoredTable, *needed: str) -> Sheet:
    """Read a table to be filled in; raise CsvDamagedError where it has no whole rows, or not the fields needed."""
    content = read_csv_text(table)
    header = content.header.cells
    wrong = [("missing-label", name) for name in needed if name not in header]
    wrong += [("duplicate-label", name) for name in dict.fromkeys(header) if header.count(name) > 1]
    if wrong:
        messages = {"missing-label": "there is no such column", "duplicate-label": "several columns have this name"}
        raise CsvDamagedError(
            [Issue(table.file, 1, name, rule, None, messages[rule], fix_for(rule), table.name) for rule, name in wrong]
        )
    return Sheet(content)
