"""The verdict on any data package is frictionless'."""

from pathlib import Path
from typing import Any

import pytest

from claimpack.checking import check
from conftest import PackageWriter, corpus
from verdicts import ours, theirs

DIFFERENCES = {"camtrap-dp__example": "its schemas are named by URL, and a package is read from its own folder"}

# frictionless leaves the files that it unzips to the garbage collector to close.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

PACKAGES = sorted((corpus() / "packages").iterdir()) if corpus() else []  # type: ignore[operator]


@pytest.mark.skipif(not PACKAGES, reason="CLAIMPACK_CORPUS does not name the folder of other people's packages")
@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_verdict_on_other_peoples_packages_is_that_of_frictionless(package: Path) -> None:
    found, expected = ours(package), theirs(package)
    assert (set(found) != set(expected)) == (package.name in DIFFERENCES)
    assert {key: count for key, count in found.items() if key[0]} == {key: n for key, n in expected.items() if key[0]}


FIELDS: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "integer", "constraints": {"required": True, "maximum": 99}},
        {"name": "parent", "type": "integer"},
        {
            "name": "name",
            "type": "string",
            "constraints": {"minLength": 2, "maxLength": 5, "pattern": "[a-z]+(-[a-z]+)*"},
        },
        {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
        {"name": "share", "type": "number", "constraints": {"minimum": 0, "exclusiveMaximum": 1}},
        {"name": "day", "type": "date", "constraints": {"minimum": "2020-01-01"}},
        {"name": "seen", "type": "datetime"},
        {"name": "flag", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
        {"name": "code", "type": "string", "constraints": {"unique": True}},
        {"name": "year", "type": "year"},
        {"name": "place", "type": "geopoint"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
    "missingValues": ["", "-", "n/a"],
}
HEADER = ",".join(str(field["name"]) for field in FIELDS["fields"])
GOOD = '1,,ab,a,0.5,2025-07-04,2025-07-04T02:20:00Z,yes,x,2025,"30.5,50.4"'

TABLES = {
    "valid": GOOD,
    "nothing": "",
    "odd spellings that are valid": "٣,,ab,a,1e-2,2025-7-4,2025-07-04 02:20:00,no,x,2025,-",
    "unpatched column of a patched row": "٣,,ab,a,0.5,,,yes,x,2025,",
    "missing values": "2,-,n/a,,-,n/a,,,,,",
    "not of their types": '1.5,x,ab,a,1/2,2025-02-30,2025-07-04,true,x,20255,"500,1"',
    "out of bounds": '100,,a,c,1,2019-12-31,2025-07-04T02:20:00Z,yes,x,2025,"30.5,50.4"',
    "pattern and length": '1,,toolong-,a,0,2025-07-04,2025-07-04T02:20:00Z,yes,x,2025,"30.5,50.4"',
    "not a number": '1,,ab,a,NaN,2025-07-04,2025-07-04T02:20:00Z,yes,x,2025,"30.5,50.4"',
    "keys twice": f"{GOOD}\n{GOOD}\n{GOOD}",
    "no key": f'{GOOD}\n,1,ab,a,0,,,yes,y,2025,"30.5,50.4"',
    "a parent that is not there": f"{GOOD.replace('1,,', '1,1,', 1)}\n{GOOD.replace('1,,', '2,7,', 1)}",
    "blank row": f"{GOOD}\n\n{GOOD.replace('1,,', '2,,', 1)}",
    "empty row": f"{GOOD}\n,,,,,,,,,,\n-,-,-,-,-,-,-,-,-,-,-",
    "row too short": f"{GOOD}\n2,,ab",
    "row too long": f"{GOOD},more",
    "line break in a cell": f'{GOOD}\n2,,"a\nb",a,0,,,,y,,',
    "an unclosed quote": f'{GOOD}\n2,,"ab,a,0,,,,y,,',
    "outer blanks": '" 1 ",, ab,a, 0.5 ,2025-07-04,2025-07-04T02:20:00Z,yes,x,2025,"30.5,50.4"',
    "beyond 64 bits": '1180591620717411303424,,ab,a,0.5,,,yes,x,2025,"30.5,50.4"',
}


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES.keys())
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_verdict_on_small_tables_is_that_of_frictionless(
    rows: str, line_end: str, write_package: PackageWriter
) -> None:
    text = f"{HEADER}\n{rows}\n".replace("\n", line_end)
    package = write_package({"table": (FIELDS, text)})
    assert ours(package) == theirs(package)


HEADERS = {
    "another name": HEADER.replace("kind", "sort"),
    "another order": HEADER.replace("kind,share", "share,kind"),
    "one missing": HEADER.removesuffix(",place"),
    "one more": f"{HEADER},more",
    "one twice": HEADER.replace("kind", "name"),
    "one without a name": HEADER.replace("kind", ""),
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_verdict_on_headers_is_that_of_frictionless(header: str, write_package: PackageWriter) -> None:
    package = write_package({"table": (FIELDS, f"{header}\n{GOOD}\n")})
    assert ours(package) == theirs(package)


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xef\xbb\xbfa,b\n1,2\n", b"a,b\n\xff,2\n", b"a;b\n1;2\n", b"a,b\n1,2"]
)
def test_verdict_on_odd_files_is_that_of_frictionless(content: bytes, write_package: PackageWriter) -> None:
    schema = {"fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]}
    package = write_package({"table": (schema, content)})
    assert ours(package) == theirs(package)


def test_composite_keys_with_missing_parts_are_compared_as_frictionless_does(write_package: PackageWriter) -> None:
    fields = [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}]
    target = {"fields": fields, "primaryKey": ["a", "b"]}
    source = {
        "fields": fields,
        "foreignKeys": [{"fields": ["a", "b"], "reference": {"resource": "t", "fields": ["a", "b"]}}],
    }
    tables = {"t": (target, "a,b\nx,1\nx,\nx,\ny,2\n"), "s": (source, "a,b\nx,\ny,\n,1\nx,1\n")}
    package = write_package(tables)
    assert ours(package) == theirs(package)


def test_file_that_is_not_the_one_described_is_told(write_package: PackageWriter) -> None:
    schema = {"fields": [{"name": "a", "type": "string"}]}
    described = [{"name": "t", "path": "t.csv", "schema": schema, "bytes": 3, "hash": "sha256:" + "0" * 64}]
    package = write_package({"t": (schema, "a\nx\n")}, resources=described)
    assert ours(package) == theirs(package)
    assert {issue.rule for issue in check(package)} == {"hash-count", "byte-count"}
