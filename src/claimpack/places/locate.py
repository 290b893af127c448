"""Filling in coordinates and GeoNames ids of places: empty cells only, and only where the gazetteer is sure."""

import dataclasses
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from claimpack.authored.canonical import canonical_text
from claimpack.authored.csv_text import CsvDamagedError
from claimpack.authored.tables import AuthoredTable, authored_tables, read_authored_package
from claimpack.authored.writing import write_together
from claimpack.coding.sheet import Sheet, SheetRow, open_sheet
from claimpack.issue import CannotRunError, Issue
from claimpack.places.gazetteer import Gazetteer, Spot
from claimpack.places.matching import Matcher, NoMatchError, Place
from claimpack.stopping import scratch_folder

TABLE = "places"
KEYS = ("place_id", "name", "place_type", "part_of_place_id")
COLUMNS = ("latitude", "longitude", "geonames_id")


@dataclass(frozen=True)
class Located:
    """The places filled in, those left as they are and why, and what is wrong with the file, if anything."""

    file: str = ""
    filled: dict[str, Spot] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def locate(package: str | Path, gazetteer: Gazetteer, *, write: bool = True) -> Located:
    """Fill in the empty cells of `places` that the gazetteer knows, and write the table in canonical form.

    No filled cell is changed, and no other table is touched. Raises CannotRunError where there is no such package or
    no such table in it, PackageUnreadableError where its descriptor is broken.
    """
    tables = [table for table in authored_tables(read_authored_package(package))[0] if table.name == TABLE]
    if not tables:
        raise CannotRunError(f"{package}: no plain CSV file in this package for: {TABLE}")
    try:
        sheet = open_sheet(tables[0], *KEYS, *COLUMNS)
        located = _fill(sheet, gazetteer)
        text = _canonical(tables[0], sheet.content.spell())
    except CsvDamagedError as error:
        return Located(tables[0].file, issues=error.issues)
    if write and located.filled:
        write_together({tables[0].path: text})
    return located


def _fill(sheet: Sheet, gazetteer: Gazetteer) -> Located:
    places = {row["place_id"]: Place(*(row[key] for key in KEYS)) for row in sheet.rows()}
    matcher = Matcher(gazetteer, places)
    located = Located(sheet.table.file)
    for row in sheet.rows():
        if not all(row[column] for column in COLUMNS):
            try:
                spot = matcher.find(places[row["place_id"]])
                if _fill_row(row, spot):
                    located.filled[row["place_id"]] = spot
            except NoMatchError as reason:
                located.left[row["place_id"]] = str(reason)
    return located


def _fill_row(row: SheetRow, spot: Spot) -> bool:
    """Fill a row's empty cells in; tell whether there was anything to fill.

    Raises NoMatchError where a filled cell says something else: half of one place and half of another are none.
    """
    known = {column: value for column in COLUMNS if (value := getattr(spot, column)) is not None}
    if any(row[column] and not _is_same(row[column], value) for column, value in known.items()):
        raise NoMatchError(f"it holds other values than GeoNames {spot.geonames_id}")
    empty = {column: value for column, value in known.items() if not row[column]}
    for column, value in empty.items():
        row.fill(column, str(value))
    return bool(empty)


def _is_same(cell: str, value: str | float) -> bool:
    if isinstance(value, str):
        return cell == value
    with suppress(ValueError):
        return float(cell) == value
    return False


def _canonical(table: AuthoredTable, text: str) -> str:
    """Return a table's new text in canonical form; raise CsvDamagedError where it has none."""
    with scratch_folder() as folder:
        draft = folder / table.path.name
        draft.write_text(text, encoding="utf-8", newline="")
        return canonical_text(dataclasses.replace(table, path=draft))[0]
