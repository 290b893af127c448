"""A release as a workbook: every cell is what it is, and nothing that a spreadsheet could make of it."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from claimpack.checking import checked
from claimpack.issue import CannotRunError
from claimpack.release import workbook
from conftest import PackageWriter

from .conftest import Expected, release_of

TRAPS = [
    *("=1+1", "+380441234567", "-1", "00123", "1e5", "2-3", "@x", "TRUE", "1/2", "#N/A", "12:30", "3%", "NA", "{=1}"),
    *("http://example.org", "mailto:a@b.c", "internal:Sheet1!A1", "=HYPERLINK(1)", "\t=1", "'quoted", " blank ", "🚀"),
    *("line\nbreak", "carriage\rreturn", "_x000D_", "bell\x07", "2025-07-04", "9007199254740993", "0", "é", "é"),
]


@pytest.fixture
def traps(write_package: PackageWriter, tmp_path: Path) -> Path:
    """Return the workbook of a package with every text that a spreadsheet takes for something else."""
    cells = "".join('"{}"\n'.format(trap.replace('"', '""')) for trap in TRAPS)
    package = write_package({"traps": ({"fields": [{"name": "=trap", "type": "string"}]}, f"=trap\n{cells}")})
    return workbook_of(package, tmp_path / "out")


def workbook_of(package: Path, folder: Path) -> Path:
    with checked(package) as source:
        assert [issue for issue in source.issues if issue.severity == "error"] == []
        return next(release_of(source, folder, "xlsx").glob("*.xlsx"))


def sheets(path: Path) -> dict[str, Any]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: sheet for sheet in book.worksheets}


def unescaped(text: str) -> str:
    """Return a cell's text with the escapes of the format resolved, which openpyxl leaves as they are."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_text_stays_text_whatever_it_looks_like(traps: Path) -> None:
    cells = [cell for (cell,) in sheets(traps)["traps"].iter_rows(max_col=1)]
    assert [unescaped(cell.value) for cell in cells] == ["=trap", *TRAPS]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(cell.hyperlink is None for cell in cells)


def test_there_is_no_formula_link_or_macro_in_the_file(traps: Path, real_release: Path) -> None:
    for path in (traps, next(real_release.glob("*.xlsx"))):
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
            text = b"".join(parts.read(name) for name in names if "worksheets" in name)
        assert not re.search(rb"<f[ >]|<hyperlink", text)
        assert not [name for name in names if "vba" in name or "externalLink" in name or "_rels/sheet" in name]


def test_the_sheets_hold_the_values_of_the_source(real_expected: dict[str, Expected], real_release: Path) -> None:
    book = sheets(next(real_release.glob("*.xlsx")))
    assert list(book) == [*real_expected, "how to cite"]
    for name, (_, frame) in real_expected.items():
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(header) == frame.columns
        assert [tuple(map(comparable, row)) for row in rows] == frame.rows()


def comparable(value: Any) -> Any:  # noqa: ANN401  # any type of cell
    return value.date() if isinstance(value, datetime) else value


def test_numbers_dates_and_booleans_are_what_they_are(nasty_release: Path) -> None:
    sheet = sheets(next(nasty_release.glob("*.xlsx")))["things"]
    cells = {header.value: last for header, last in zip(sheet[1], sheet[sheet.max_row], strict=True)}
    assert (cells["id"].value, cells["id"].data_type) == ("9007199254740993", "s")
    assert (cells["amount"].value, cells["amount"].data_type) == (1234567.5, "n")
    assert (cells["is_open"].value, cells["is_open"].data_type) == (True, "b")
    assert (str(cells["day"].value), cells["day"].number_format) == ("2025-07-04 00:00:00", "yyyy-mm-dd")
    assert str(cells["moment"].value) == "2025-07-03 23:20:00"
    assert cells["moment"].number_format == r"yyyy-mm-dd\Thh:mm:ss\Z"
    assert cells["since"].value == 2025
    second = {header.value: cell.value for header, cell in zip(sheet[1], sheet[3], strict=True)}
    assert (second["id"], second["day"], second["moment"]) == (7, "0099-12-31", "2025-07-04T02:20:00.250000Z")


def test_all_digits_of_a_number_are_kept(write_package: PackageWriter, tmp_path: Path) -> None:
    numbers = ["0.30000000000000004", "5e-324", "1.7976931348623157e308", "-0.1", "INF"]
    package = write_package(
        {"n": ({"fields": [{"name": "n", "type": "number"}]}, "n\n" + "".join(f"{n}\n" for n in numbers))}
    )
    cells = [cell.value for (cell,) in sheets(workbook_of(package, tmp_path / "out"))["n"].iter_rows(min_row=2)]
    assert cells == [*map(float, numbers[:-1]), "INF"]


def test_a_sheet_has_a_frozen_header_filters_and_widths(real_release: Path) -> None:
    for name, sheet in sheets(next(real_release.glob("*.xlsx"))).items():
        if name != "how to cite":
            assert sheet.freeze_panes == "A2"
            assert sheet.auto_filter.ref == sheet.dimensions
            assert all(8 <= column.width <= 61 for column in sheet.column_dimensions.values())


def test_the_last_sheet_says_how_to_cite(real_release: Path) -> None:
    told = dict(sheets(next(real_release.glob("*.xlsx")))["how to cite"].iter_rows(values_only=True, max_col=2))
    assert told["Citation"].startswith("claimpack maintainers (2026). What five articles claim")
    assert told["Version"] == "0.1.0"
    assert told["actors"] == "Everybody who makes, passes on or publishes a claim."


def test_sheets_have_names_of_their_own(write_package: PackageWriter, tmp_path: Path) -> None:
    fields = {"fields": [{"name": "id", "type": "string"}]}
    names = ["a" * 40, "a" * 41, "History", "what[is]it"]
    package = write_package({f"t{place}": (fields, "id\nx\n") for place in range(4)})
    descriptor = package / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    for place, name in enumerate(names):
        text = text.replace(f'"name": "t{place}"', f'"name": "{name}"')
    descriptor.write_text(text, encoding="utf-8")
    found = list(sheets(workbook_of(package, tmp_path / "out")))
    assert found == ["a" * 31, "a" * 27 + "-2", "History-2", "what-is-it", "how to cite"]


def test_what_a_sheet_cannot_hold_is_told(
    write_package: PackageWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"fields": [{"name": "id", "type": "string"}]}
    long = write_package({"long": (fields, f"id\n{'🚀' * 16_384}\n")})
    with pytest.raises(CannotRunError, match=r'a cell holds 32767 characters; sheet "long", row 2'):
        workbook_of(long, tmp_path / "out")
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(CannotRunError, match=r'a sheet holds 1 rows; the table "many" has 2'):
        workbook_of(write_package({"many": (fields, "id\nx\ny\n")}), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_its_date_is_that_of_the_package(real_release: Path) -> None:
    book = openpyxl.load_workbook(next(real_release.glob("*.xlsx")))
    assert book.properties.created is not None
    assert book.properties.created.date() == date(2026, 11, 22)
