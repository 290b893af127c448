"""A CSV release loads into R as it loads into pandas, whatever the locale and the time zone."""

import json
import math
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import claimpack
from claimpack.checking import checked
from claimpack.loading.frames import enum_terms
from claimpack.package import read_package
from conftest import PackageWriter
from serving import served

from .conftest import release_of

if TYPE_CHECKING:
    import pandas as pd

LOCALES = ["C", "C.UTF-8"]
ZONES = ["America/New_York", "Asia/Tokyo"]

TELL = """
arguments <- commandArgs(TRUE)
source(file.path(arguments[1], "load_claims.R"))
spelled <- function(column) {
  if (inherits(column, "POSIXct")) return(sprintf("%.0f", round(as.numeric(column) * 1e6)))
  if (inherits(column, "Date")) return(sprintf("%.0f", as.numeric(column)))
  if (is.double(column)) return(sprintf("%.17g", column))
  enc2utf8(as.character(column))
}
tell <- function(column) list(
  type = class(column)[1],
  zone = attr(column, "tzone"),
  levels = if (is.factor(column)) I(levels(column)),
  sum = if (is.numeric(column) || is.logical(column)) sprintf("%.17g", sum(as.numeric(column), na.rm = TRUE)),
  values = I(ifelse(is.na(column), NA, spelled(column)))
)
told <- lapply(load_claims(), function(table) list(rows = nrow(table), columns = lapply(table, tell)))
text <- jsonlite::toJSON(told, auto_unbox = TRUE, na = "null", null = "null", digits = NA)
connection <- file(arguments[2], "wb")
writeBin(charToRaw(enc2utf8(text)), connection)
close(connection)
"""
"""R code that tells every table's types, levels, sums and values as JSON."""


def run_r(code: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    rscript = shutil.which("Rscript")
    assert rscript, "these tests need R on the PATH"
    call = [rscript, "--vanilla", "-e", code, *map(str, arguments)]
    return subprocess.run(call, env=os.environ | environment, capture_output=True, text=True, check=False)


def told_by_r(folder: Path, out: Path, locale: str, zone: str) -> Any:  # noqa: ANN401  # JSON
    done = run_r(TELL, folder, out, LC_ALL=locale, TZ=zone)
    assert done.returncode == 0, done.stderr
    return json.loads(out.read_text(encoding="utf-8"))


def told_by_pandas(folder: Path) -> dict[str, Any]:
    schemas = {resource.name: resource.schema for resource in read_package(folder).resources}
    tables: dict[str, Any] = {}
    for name, frame in claimpack.load(folder).items():
        fields = {field.name: field for field in schemas[name].fields}
        columns = {name: tell(frame[name], enum_terms(field)) for name, field in fields.items()}
        tables[name] = {"rows": len(frame), "columns": columns}
    return tables


def in_r(number: float) -> str:
    """Return a number as R's sprintf spells it."""
    return f"{number:.17g}".replace("inf", "Inf")


def tell(column: "pd.Series[Any]", terms: list[str] | None) -> dict[str, Any]:
    kind = str(column.dtype)
    values: list[Any] = [None if is_missing else value for value, is_missing in zip(column, column.isna(), strict=True)]
    numbers = [value for value in values if value is not None]
    told: dict[str, Any] = {"zone": None, "levels": terms, "sum": None, "type": "factor" if terms else "character"}
    match kind:
        case "Int64":
            largest = max((abs(int(number)) for number in numbers), default=0)
            told["type"] = "character" if largest >= 2**53 else "numeric" if largest >= 2**31 else "integer"
            values = [None if value is None else str(value) for value in values]
        case "Float64":
            told["type"] = "numeric"
            values = [None if value is None else in_r(value) for value in values]
        case "boolean":
            told["type"] = "logical"
            values = [None if value is None else str(value).upper() for value in values]
        case "date32[day][pyarrow]":
            told["type"] = "Date"
            values = [None if value is None else str(value.toordinal() - 719163) for value in values]
        case "datetime64[us, UTC]":
            told |= {"type": "POSIXct", "zone": "UTC"}
            values = [None if value is None else str(value.asm8.view("i8")) for value in values]
    if told["type"] in {"integer", "numeric", "logical"}:
        total = math.fsum(numbers)  # R too sums in more digits than it returns
        told["sum"] = in_r(total)
    return told | {"values": values}


FIELDS = [
    {"name": "größer", "type": "integer"},
    {"name": "fits", "type": "integer"},
    {"name": "double", "type": "integer"},
    {"name": "number", "type": "number"},
    {"name": "term", "type": "string", "constraints": {"enum": ["z", "NA", "ї", "a b", "TRUE"]}},
    {"name": "text", "type": "string", "missingValues": ["-"]},
    {"name": "day", "type": "date"},
    {"name": "moment", "type": "datetime"},
]
EXTREMES = [
    "größer,fits,double,number,term,text,day,moment",
    "-9223372036854775808,-2147483647,2147483648,1.7976931348623157e308,NA,,0001-01-01,1969-12-31T23:59:59.999999Z",
    "9223372036854775807,2147483647,-9007199254740991,5e-324,ї,NA,9999-12-31,9999-12-31T23:59:59Z",
    ",,,-2.2250738585072014e-308,TRUE,-,,0099-01-01T00:00:00Z",
    '0,0,0,6429437.800224273,,"""",1900-02-28,2025-03-09T02:30:00Z',
    "1,1,1,0.1,z,\x01,1970-01-01,2025-11-02T06:30:00Z",
    '1,1,1,-1e-7,a b,"\r",1582-10-10,',
    "1,1,1,INF,a b,\\n,1582-10-10,",
]


@pytest.fixture
def extremes(write_package: PackageWriter, tmp_path: Path) -> Path:
    """Return the CSV release of a package of extremes."""
    package = write_package({"extremes": ({"fields": FIELDS}, "\n".join([*EXTREMES, ""]))})
    with checked(package) as source:
        assert source.issues == []
        return release_of(source, tmp_path / "out", "csv") / "csv"


def assert_r_agrees(folder: Path, out: Path, locale: str, zone: str) -> None:
    told, expected = told_by_r(folder, out, locale, zone), told_by_pandas(folder)
    assert list(told) == list(expected)
    for name, table in expected.items():
        assert (told[name]["rows"], list(told[name]["columns"])) == (table["rows"], list(table["columns"]))
        for column, values in table["columns"].items():
            assert told[name]["columns"][column] == values, f"{name}.{column}"


@pytest.mark.r
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("locale", LOCALES)
def test_r_has_the_rows_types_levels_sums_and_values_of_pandas(
    release: Path, extremes: Path, tmp_path: Path, locale: str, zone: str
) -> None:
    for folder in (release / "csv", extremes):
        assert_r_agrees(folder, tmp_path / "told.json", locale, zone)


@pytest.mark.r
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"2147483647,2147483648", b"21474836.47,2147483648", 'row 2, column "fits": found "-21474836.47", which'),
        (b"9999-12-31,", b"9999-12-32,", 'row 3, column "day": found "9999-12-32", which should be of type date'),
        (b"23:59:59.999999Z", b"23:59:59.999999", 'row 2, column "moment": found'),
        (b"TRUE,-,,", b"true,-,,", 'row 4, column "term": found "true", which should be one of z, NA'),
        (b",0.1,", b",0x1,", 'row 6, column "number": found "0x1"'),
        (b",0.1,", b",\xff,", 'row 6, column "number": the text is not UTF-8'),
        (b",0.1,", b',"0"1,', 'row 6, column "number": a quote stands where none may stand'),
        (b",0.1,", b",0.1,0,", 'row 6, column "moment": the row has 9 cells; there are 8 columns'),
        (b"1,1,1,-1e-7", b'1,1,1,"-1', "a quote is opened and never closed"),
        (b"fits", b"fit", 'row 1, column "fits": the header has "fit"'),
        (b",1582-10-10,\n", b",1582-10-10,", "the file is not whole"),
    ],
)
def test_r_names_file_row_and_column_of_what_is_unexpected(
    extremes: Path, old: bytes, new: bytes, message: str
) -> None:
    path = extremes / "extremes.csv"
    content = path.read_bytes()
    assert old in content
    path.write_bytes(new.join(content.rsplit(old, 1)))
    done = run_r('source(file.path(commandArgs(TRUE)[1], "load_claims.R")); load_claims("extremes")', extremes)
    assert done.returncode == 1
    assert "Error: extremes.csv" in done.stderr
    assert message in done.stderr


@pytest.mark.r
def test_r_says_which_tables_there_are(extremes: Path) -> None:
    done = run_r('source(file.path(commandArgs(TRUE)[1], "load_claims.R")); load_claims("claims")', extremes)
    assert 'there is no table "claims"; there are: extremes' in done.stderr


@pytest.mark.r
def test_r_loads_from_the_web(extremes: Path) -> None:
    with served(extremes) as address:
        done = run_r(f'source("{address}/load_claims.R"); cat(dim(load_claims("extremes")))', no_proxy="127.0.0.1")
    assert done.stdout == "7 8", done.stderr
