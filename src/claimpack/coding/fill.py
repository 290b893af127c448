"""Filling in what follows from the texts: hashes and lengths of sources, offsets of quotes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimpack.authored.csv_text import CsvDamagedError
from claimpack.authored.tables import AuthoredTable, authored_tables, read_authored_package
from claimpack.authored.writing import write_together
from claimpack.coding.evidence import Choices, fill_evidence
from claimpack.coding.sheet import Sheet, open_sheet
from claimpack.coding.sources import fill_sources
from claimpack.coding.texts import TextShelf
from claimpack.issue import CannotRunError, Issue, sort_issues

NEEDED = {
    "sources": ("source_id", "text_sha256", "text_characters"),
    "claims": ("claim_id", "source_id"),
    "evidence": ("evidence_id", "claim_id", "char_start", "char_end", "quote"),
}


@dataclass(frozen=True)
class Filled:
    """How many cells were filled in, by file; nothing was written if there are issues."""

    cells: dict[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def fill(package: str | Path, shelf: TextShelf, choices: Choices) -> Filled:
    """Fill in the empty cells of `sources` and `evidence` that follow from the texts; all of them or none.

    Raises CannotRunError where there is no such package, it lacks one of the tables, or a choice is for no row;
    PackageUnreadableError where its descriptor is broken.
    """
    tables = {table.name: table for table in authored_tables(read_authored_package(package))[0]}
    if missing := [name for name in NEEDED if name not in tables]:
        raise CannotRunError(f"{package}: no plain CSV file in this package for: {', '.join(missing)}")
    sheets, issues = _open(tables)
    if issues:
        return Filled(issues=sort_issues(issues))
    evidence = sheets["evidence"]
    if unknown := choices.said.keys() - {row["evidence_id"] for row in evidence.rows()}:
        raise CannotRunError(f"--occurrence: no such evidence: {', '.join(sorted(unknown))}")
    texts = fill_sources(sheets["sources"], shelf)
    source_of = {row["claim_id"]: row["source_id"] for row in sheets["claims"].rows()}
    fill_evidence(evidence, source_of, texts, choices)
    if issues := [issue for sheet in sheets.values() for issue in sheet.issues]:
        return Filled(issues=sort_issues(issues))
    filled = [sheet for sheet in sheets.values() if sheet.filled]
    write_together({sheet.table.path: sheet.content.spell() for sheet in filled})
    return Filled({sheet.table.file: sheet.filled for sheet in filled})


def _open(tables: Mapping[str, AuthoredTable]) -> tuple[dict[str, Sheet], list[Issue]]:
    sheets: dict[str, Sheet] = {}
    issues: list[Issue] = []
    for name, fields in NEEDED.items():
        try:
            sheets[name] = open_sheet(tables[name], *fields)
        except CsvDamagedError as error:
            issues += error.issues
    return sheets, issues
