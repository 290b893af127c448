"""`claimpack format`: one canonical form, and never another value."""

import json
import tempfile
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.cli import main

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ROOT = Path(__file__).parent.parent

SPELLINGS: list[tuple[str, dict[str, Any], list[str], list[str]]] = [
    ("integer", {}, ["+5", "05", "5", " 5", "5_0"], ["5", "5", "5", "5", "50"]),
    ("integer", {}, ["-0", "-07", "12345678901234567890123"], ["0", "-7", "12345678901234567890123"]),
    ("number", {}, ["539.0", "539", "5.390e2", "+539.", "1E-3", ".5"], ["539", "539", "539", "539", "0.001", "0.5"]),
    ("number", {}, ["-0.0", "0.00", "1e400", "NaN", "INF", "-1.50"], ["-0", "0", "1e400", "NaN", "INF", "-1.5"]),
    ("number", {}, ["1.0000000000000000000000000000000010"], ["1.000000000000000000000000000000001"]),
    ("number", {"decimalChar": ","}, ["1,50"], ['"1,50"']),
    ("boolean", {}, ["True", "1", "FALSE", "0", "true"], ["true", "true", "false", "false", "true"]),
    ("boolean", {"trueValues": ["yes", "y"], "falseValues": ["no"]}, ["y", "no"], ["yes", "no"]),
    ("date", {}, ["2025-7-4", "2025-07-04", ""], ["2025-07-04", "2025-07-04", ""]),
    ("date", {"format": "%d.%m.%Y"}, ["4.7.2025"], ["4.7.2025"]),
    (
        "datetime",
        {},
        ["2025-07-04 02:20:00", "2025-07-04T02:20:00+00:00"],
        ["2025-07-04T02:20:00", "2025-07-04T02:20:00Z"],
    ),
    ("datetime", {}, ["2025-07-04T02:20:00.500+0200"], ["2025-07-04T02:20:00.5+02:00"]),
    ("year", {}, ["2025", "0025"], ["2025", "0025"]),
    ("integer", {"missingValues": ["", "5"]}, ["5", "05"], ["5", "05"]),
    ("string", {}, ["05", "a;b", '"a,b"', '"say ""so"""', '"c"'], ["05", "a;b", '"a,b"', '"say ""so"""', "c"]),
    ("time", {}, ["02:20:00"], ["02:20:00"]),
]


def write_package(
    folder: Path, content: bytes, fields: list[dict[str, Any]], key: list[str] | None = None, **options: object
) -> Path:
    schema = {"fields": fields, "primaryKey": key or []}
    resource = {"name": "table", "path": "table.csv", "schema": schema, **options}
    package = {"$schema": PROFILE, "name": "small", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "table.csv").write_bytes(content)
    return folder


def run(folder: Path, *options: str) -> Result:
    before = sorted(path.name for path in folder.iterdir())
    result = CliRunner().invoke(main, ["format", str(folder), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert sorted(path.name for path in folder.iterdir()) == before
    return result


def texts(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "type": "string"} for name in names]


@pytest.mark.parametrize(("kind", "options", "cells", "expected"), SPELLINGS)
def test_each_value_has_one_spelling(
    tmp_path: Path, kind: str, options: dict[str, Any], cells: list[str], expected: list[str]
) -> None:
    fields = [*texts("n"), {"name": "a", "type": kind, **options}]
    rows = "".join(f"{place},{cell}\n" for place, cell in enumerate(cells))
    if "decimalChar" in options:
        rows = rows.replace("1,50", '"1,50"')
    write_package(tmp_path, f"n,a\n{rows}".encode(), fields)
    assert run(tmp_path).exit_code == 0
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()
    assert [line.partition(",")[2] for line in lines[1:]] == expected


def test_rows_are_sorted_by_key_integers_by_value_and_text_by_code_points(tmp_path: Path) -> None:
    fields = [{"name": "n", "type": "integer"}, *texts("a")]
    content = b"n,a\n10,x\n9,\xc3\xa9\n9,z\n9,Z\n,b\n+8,x\n"
    write_package(tmp_path, content, fields, ["n", "a"])
    run(tmp_path)
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == "n,a\n,b\n8,x\n9,Z\n9,z\n9,é\n10,x\n"


def test_rows_without_a_key_keep_their_order(tmp_path: Path) -> None:
    write_package(tmp_path, b"a\nb\na\n", texts("a"))
    assert run(tmp_path).output.endswith("in canonical form\n")
    assert (tmp_path / "table.csv").read_bytes() == b"a\nb\na\n"


def test_line_ends_byte_order_mark_blank_rows_and_quotes(tmp_path: Path) -> None:
    content = '\ufeff"a",b\r\n\r\n"x","1\r\n2"\r\n,\r\ny,"carriage\rreturn"'.encode()
    write_package(tmp_path, content, texts("a", "b"))
    assert run(tmp_path).exit_code == 0
    assert (tmp_path / "table.csv").read_bytes() == b'a,b\nx,"1\r\n2"\ny,"carriage\rreturn"\n'


def test_declared_delimiter_is_kept(tmp_path: Path) -> None:
    write_package(tmp_path, b'a;b\n"x";1,5\n"y;z";\n', texts("a", "b"), dialect={"delimiter": ";"})
    run(tmp_path)
    assert (tmp_path / "table.csv").read_bytes() == b'a;b\nx;1,5\n"y;z";\n'


def test_check_changes_nothing_and_lists_what_is_not_canonical(tmp_path: Path) -> None:
    write_package(tmp_path, b"a\r\nx\r\n", texts("a"))
    result = run(tmp_path, "--check")
    assert (result.exit_code, result.output) == (1, "table.csv: not in canonical form\n")
    assert (tmp_path / "table.csv").read_bytes() == b"a\r\nx\r\n"
    assert run(tmp_path).output == "table.csv: now in canonical form\n"
    assert run(tmp_path, "--check").exit_code == 0


@pytest.mark.parametrize(
    ("content", "rule", "place"),
    [
        (b"", "source-error", "table.csv:"),
        (b"\xff\xfea", "encoding-error", "table.csv:"),
        (b'a,b\n"x,1\n', "source-error", "table.csv:"),
        (b'a,b\n"x"y,1\n', "source-error", "table.csv:"),
        (b"a,c\nx,1\n", "incorrect-label", "table.csv:1:"),
        (b"b,a\n1,x\n", "incorrect-label", "table.csv:1:"),
        (b"a,b\nx\n", "missing-cell", "table.csv:2:"),
        (b"a,b\n\nx,1,2\n", "extra-cell", "table.csv:3:"),
        (b"a,b\nx,1\ny,1.5\nz,two\n", "type-error", "table.csv:3:b"),
    ],
)
def test_damaged_file_is_told_and_no_file_is_written(tmp_path: Path, content: bytes, rule: str, place: str) -> None:
    write_package(tmp_path, content, [*texts("a"), {"name": "b", "type": "integer"}])
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    sound = {"name": "sound", "path": "sound.csv", "schema": {"fields": texts("a")}}
    (tmp_path / "datapackage.json").write_text(json.dumps(package | {"resources": [sound, *package["resources"]]}))
    (tmp_path / "sound.csv").write_bytes(b"a\r\n")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert f"{place}" in result.output
    assert f" {rule}: " in result.output
    assert (tmp_path / "table.csv").read_bytes() == content
    assert (tmp_path / "sound.csv").read_bytes() == b"a\r\n"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"encoding": "latin-1"}, "encoding"),
        ({"dialect": {"header": False}}, "dialect"),
        ({"dialect": {"csv": {"quoteChar": "'"}}}, "dialect"),
        ({"dialect": {"delimiter": "::"}}, "dialect"),
        ({"hash": "sha256:00"}, "fixes its bytes"),
        ({"path": "table.json", "format": "json"}, "left alone"),
    ],
)
def test_tables_that_are_no_plain_csv_are_left_alone(tmp_path: Path, options: dict[str, Any], reason: str) -> None:
    write_package(tmp_path, b"a\r\n", texts("a"), **options)
    result = run(tmp_path)
    assert (result.exit_code, reason in result.output) == (0, True)
    assert (tmp_path / "table.csv").read_bytes() == b"a\r\n"


def test_nothing_outside_the_folder_is_touched(tmp_path: Path) -> None:
    inside = tmp_path / "package"
    inside.mkdir()
    write_package(inside, b"a\r\n", texts("a"))
    (inside / "table.csv").rename(tmp_path / "outside.csv")
    (inside / "table.csv").symlink_to(tmp_path / "outside.csv")
    run(inside)
    assert (tmp_path / "outside.csv").read_bytes() == b"a\r\n"
    assert (inside / "table.csv").is_symlink()


def test_missing_file_folder_or_package(tmp_path: Path) -> None:
    write_package(tmp_path, b"a\r\n", texts("a"))
    (tmp_path / "table.csv").unlink()
    assert run(tmp_path).exit_code == 1
    (tmp_path / "table.csv").mkdir()
    assert run(tmp_path).exit_code == 1
    (tmp_path / "datapackage.json").write_text("{")
    assert run(tmp_path).exit_code == 1
    (tmp_path / "datapackage.json").unlink()
    assert run(tmp_path).exit_code == 2


def test_our_own_tables_are_canonical() -> None:
    result = CliRunner().invoke(main, ["format", "--check", str(ROOT)])
    assert result.exit_code == 0, result.output


DECLARED: dict[str, Any] = {"encoding": "utf-8", "dialect": {"delimiter": ",", "skipInitialSpace": False}}
"""Else frictionless guesses from the first lines, and takes `+0E0` for UTF-7."""

FIELDS = [
    {"name": "key", "type": "integer"},
    {"name": "text", "type": "string"},
    {"name": "number", "type": "number"},
    {"name": "flag", "type": "boolean"},
    {"name": "day", "type": "date"},
    {"name": "time", "type": "datetime"},
]
CELLS = [
    st.one_of(st.integers().map(str), st.from_regex(r"[+-]?0{0,2}[0-9]{1,3}(_[0-9])?", fullmatch=True)),
    st.text(st.sampled_from("ab,;\"\r\n 'é\t"), max_size=6),
    st.one_of(
        st.decimals(allow_nan=False, allow_infinity=False).map(str),
        st.from_regex(r"[+-]?[0-9]{1,3}(\.[0-9]{0,3})?([eE]-?[0-9])?", fullmatch=True),
        st.sampled_from(["NaN", "INF", "-0.0"]),
    ),
    st.sampled_from(["true", "True", "1", "false", "FALSE", "0"]),
    st.dates().map(lambda day: f"{day.year:04}-{day.month}-{day.day:02}"),
    st.datetimes().map(str).filter(lambda text: len(text) >= 19),
]
TABLES = st.lists(st.tuples(*(st.one_of(st.just(""), cell) for cell in CELLS)), max_size=6)


@settings(max_examples=60)
@given(rows=TABLES, end=st.sampled_from(["\n", "\r\n"]), quotes_all=st.booleans())
def test_formatting_keeps_every_value_and_twice_is_once(
    rows: list[tuple[str, ...]], end: str, quotes_all: bool
) -> None:
    lines = [[field["name"] for field in FIELDS], *rows]
    text = "".join(",".join(spelled(cell, quotes_all) for cell in line) + end for line in lines)
    with tempfile.TemporaryDirectory() as name:
        folder = write_package(Path(name), text.encode(), FIELDS, ["key", "text"], **DECLARED)
        before = values(folder)
        result = run(folder)
        assert result.exit_code == 0, result.output
        once = (folder / "table.csv").read_bytes()
        assert values(folder) == before
        assert run(folder, "--check").exit_code == 0
        assert run(folder).exit_code == 0
        assert (folder / "table.csv").read_bytes() == once


def spelled(cell: str, always: bool) -> str:
    return '"' + cell.replace('"', '""') + '"' if always or set(cell) & set(',"\r\n') else cell


def values(folder: Path) -> Counter[tuple[object, ...]]:
    """Return the rows that frictionless reads and how often, but blank ones; signs and zones are told."""
    with Package(str(folder / "datapackage.json")).get_resource("table") as table:
        rows = [tuple(told(row[field["name"]]) for field in FIELDS) for row in table.row_stream]
    return Counter(row for row in rows if any(value is not None for value in row))


def told(value: object) -> object:
    if isinstance(value, Decimal):
        return (value.is_signed(), value) if value.is_finite() else str(value)
    return value.isoformat() if isinstance(value, datetime) else value
