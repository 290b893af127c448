"""The verdict is frictionless' on every feature that a descriptor can use, one small package for each."""

import gzip
import io
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from frictionless import Schema

from conftest import corpus
from verdicts import ours, theirs

# frictionless leaves the files that it unzips to the garbage collector to close.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

V1 = {"profile": "tabular-data-package"}
V2 = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json"}

FIELDS = [
    {"name": "id", "type": "integer", "constraints": {"required": True}},
    {"name": "name", "type": "string", "constraints": {"maxLength": 5}},
    {"name": "day", "type": "date"},
]
SCHEMA: dict[str, Any] = {"fields": FIELDS, "primaryKey": "id"}
ROWS = "id,name,day\n1,Zoë,2025-07-04\n2,too long,4 July\n1,,\nx,a,2025-07-04\n"


def zipped(text: str, name: str = "t.csv") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, text)
    return packed.getvalue()


def write(folder: Path, resource: dict[str, Any], files: dict[str, str | bytes], form: str = "json") -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    described = {"name": "p", **V2, "resources": [{"name": "t", **resource}]}
    text = yaml.safe_dump(described) if form == "yaml" else json.dumps(described)
    (folder / f"datapackage.{form}").write_text(text, encoding="utf-8")
    return folder


def of_file(content: str | bytes = ROWS, path: str = "t.csv", **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ANN401
    return {"path": path, "schema": SCHEMA, **more}, {path: content}


def with_empty_cells(content: str, last: dict[str, Any], *others: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a table in which an empty cell is no missing one."""
    fields = [*({"name": name, "type": "string"} for name in others), last]
    return of_file(content, schema={"fields": fields, "missingValues": ["-"]})


B = {"name": "b", "type": "string"}
PARTS = {"a.csv": ROWS, "b.csv": "9,b,2025-01-01\n9,c,no\n"}
FEATURES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "semicolons, declared": of_file(ROWS.replace(",", ";"), dialect={"csv": {"delimiter": ";"}}),
    "semicolons, sniffed": of_file(ROWS.replace(",", ";")),
    "tabs": of_file(ROWS.replace(",", "\t"), "t.tsv"),
    "pipes": of_file(ROWS.replace(",", "|")),
    "a delimiter of two bytes": of_file(ROWS.replace(",", "é"), dialect={"csv": {"delimiter": "é"}}),
    "quotes in the midst of cells": of_file(ROWS.replace("Zoë", 'Z"o"ë').replace("too long", '5" or more')),
    "quotes that close within a cell": of_file(ROWS.replace("Zoë", '"Z"oë')),
    "an empty cell at the very end": of_file(ROWS + "5,a,"),
    "two empty cells at the very end": of_file(ROWS + "5,a,,"),
    "a row too short, and one too long at the very end": of_file(ROWS + "5,a\n6,b,,"),
    "columns named as ours": of_file(
        "_row,_doubtful\n1,2\nx,\n",
        schema={"fields": [{"name": "_row", "type": "integer"}, {"name": "_doubtful", "type": "string"}]},
    ),
    "columns named as several are in Polars": of_file(
        "*,^a.*$,ab\n1,2,x\nx,,1\n1,1,\n",
        schema={"fields": [{"name": name, "type": "integer"} for name in ("*", "^a.*$", "ab")], "primaryKey": "*"},
    ),
    "columns named as several are in Polars, all valid": of_file(
        "*,a\n1,2\n", schema={"fields": [{"name": name, "type": "integer"} for name in ("*", "a")]}
    ),
    "columns named as ours, all valid": of_file("_row\n1\n", schema={"fields": [{"name": "_row", "type": "integer"}]}),
    "empty cells": with_empty_cells("a,b\n,\ny,z\n", B, "a"),
    "a row too short among empty cells": with_empty_cells("a,b\nx\ny,z\n", B, "a"),
    "a blank line among empty cells": with_empty_cells("a,b\nx,\n\ny,z\n", B, "a"),
    "a blank line in one column of texts": with_empty_cells("b\n1\n\n2\n", B),
    "a blank line in one column of integers": with_empty_cells("b\n1\n\n2\n", {"name": "b", "type": "integer"}),
    "an empty word for false": with_empty_cells(
        "a,b\nx\ny,\nz,0\n", {"name": "b", "type": "boolean", "falseValues": ["0", ""]}, "a"
    ),
    "a header like a compressed file": with_empty_cells("x^,b\n1,2\n3,4\n", B, "x^"),
    "a name that is no text": of_file(path="t\udcff.csv"),
    "a file of ASCII only that is none": of_file(ROWS, encoding="ascii"),
    "a beginning like UTF-7": of_file("c0\n+1\n1\nFalse\nx\n", schema={"fields": [{**B, "name": "c0"}]}),
    "no missing values": of_file(schema={"missingValues": [], **SCHEMA}),
    "delimiter of version 1": of_file(ROWS.replace(",", ";"), dialect={"delimiter": ";"}),
    "single quotes": of_file(ROWS.replace("Zoë", "'Zo,ë'"), dialect={"csv": {"quoteChar": "'"}}),
    "an escape character": of_file(ROWS.replace("Zoë", r"Z\,ë"), dialect={"csv": {"escapeChar": "\\"}}),
    "blanks after delimiters": of_file(ROWS.replace(",", ", "), dialect={"csv": {"skipInitialSpace": True}}),
    "no header": of_file(ROWS.partition("\n")[2], dialect={"header": False}),
    "two header rows": of_file("a,b,c\n" + ROWS, dialect={"headerRows": [1, 2]}),
    "header in row 2": of_file("a,b,c\n" + ROWS, dialect={"headerRows": [2]}),
    "comments": of_file(ROWS.replace("x,", "# x,"), dialect={"commentChar": "#"}),
    "header case": of_file(ROWS.replace("name", "Name"), dialect={"headerCase": False}),
    "null sequence": of_file(ROWS.replace("1,,", "1,NULL,NULL"), dialect={"csv": {"nullSequence": "NULL"}}),
    "mixed line ends": of_file(ROWS.replace("\n", "\r\n", 2)),
    "lone carriage returns": of_file(ROWS.replace("\n", "\r")),
    "no last line end": of_file(ROWS.rstrip()),
    "blank last lines": of_file(ROWS + "\n\n"),
    "latin-1, declared": of_file(ROWS.encode("latin-1"), encoding="latin-1"),
    "latin-1, guessed": of_file(ROWS.encode("latin-1")),
    "latin-1, declared as UTF-8": of_file(ROWS.encode("latin-1"), encoding="utf-8"),
    "latin-1 behind ten thousand bytes": of_file(ROWS.encode("latin-1").join([b"", b"7,a,2025-07-04\n" * 1000])),
    "UTF-16": of_file(ROWS.encode("utf-16"), encoding="utf-16"),
    "Cyrillic": of_file(ROWS.replace("Zoë", "Київ").encode("cp1251"), encoding="cp1251"),
    "a byte order mark": of_file(ROWS.encode("utf-8-sig")),
    "a zero byte": of_file(ROWS.replace("a,2025", "a\0,2025")),
    "gzip": of_file(gzip.compress(ROWS.encode()), "t.csv.gz"),
    "zip": of_file(zipped(ROWS), "t.csv.zip"),
    "zip with a path": of_file(zipped(ROWS, "d/t.csv"), "t.zip", innerpath="d/t.csv", format="csv"),
    "broken gzip": of_file(b"nothing", "t.csv.gz"),
    "parts": ({"path": ["a.csv", "b.csv"], "schema": SCHEMA}, PARTS),
    "inline rows": ({"data": [["id", "name", "day"], [1, "a", "2025-07-04"], ["x", 2, "no"]], "schema": SCHEMA}, {}),
    "inline objects": ({"data": [{"id": 1, "name": "a", "day": None}, {"id": 1}], "schema": SCHEMA}, {}),
    "JSON": of_file('[{"id": 1, "name": "a", "day": "x"}, {"id": 1, "name": "b", "day": null}]', "t.json"),
    "no schema": ({"path": "t.csv"}, {"t.csv": ROWS}),
    "no schema, a ragged file": ({"path": "t.csv"}, {"t.csv": ROWS + "1,2\n1,2,3,4\n\n"}),
    "no schema, a label twice": ({"path": "t.csv"}, {"t.csv": "a,a,\n1,2,3\n"}),
    "no such file": ({"path": "t.csv", "schema": SCHEMA}, {}),
    "an empty file": of_file(b""),
    "a header alone": of_file("id,name,day\n"),
    "no table": ({"path": "t.txt"}, {"t.txt": "some text"}),
    "hash of another file": of_file(hash="d41d8cd98f00b204e9800998ecf8427e"),
}


@pytest.mark.parametrize(("resource", "files"), FEATURES.values(), ids=FEATURES.keys())
@pytest.mark.parametrize("form", ["json", "yaml"])
def test_verdict_on_files_is_that_of_frictionless(
    resource: dict[str, Any], files: dict[str, Any], form: str, tmp_path: Path
) -> None:
    package = write(tmp_path, resource, files, form)
    assert ours(package) == theirs(package)


def of_field(cells: str, kind: str, **options: Any) -> tuple[dict[str, Any], list[str]]:  # noqa: ANN401
    return {"name": "x", "type": kind, **options}, cells.split("|")


def write_cells(folder: Path, field: dict[str, Any], cells: list[str]) -> Path:
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    rows = "n,x\n" + "".join(f"{number},{cell}\n" for number, cell in enumerate(quoted))
    schema = {"fields": [{"name": "n", "type": "integer"}, field]}
    return write(folder, {"path": "t.csv", "schema": schema}, {"t.csv": rows})


CELLS = {
    "integers in words of other scripts": of_field(
        "1|01|+1|-0|٣|¾| 1|1_000|1e3|1.0|0x1F|9223372036854775808||", "integer"
    ),
    "group characters": of_field("1,234|1 234|1234|12,34,5", "integer", groupChar=","),
    "bare numbers": of_field("€ 5|5 %|5|a5b|-5", "integer", bareNumber=False),
    "decimal characters": of_field("1,5|1.5|1.000,5|,5", "number", decimalChar=",", groupChar="."),
    "bare decimals": of_field("€5.5|5.5%|x", "number", bareNumber=False),
    "numbers that are none": of_field("NaN|nan|INF|-inf|Infinity|1e400|1e-400|.5|5.|.", "number"),
    "true and false": of_field("true|True|TRUE|1|false|0|yes|t", "boolean"),
    "words for true": of_field("ja|nein|true|1|", "boolean", trueValues=["ja"], falseValues=["nein"]),
    "dates": of_field("2025-07-04|2025-7-4|2025-02-29|0000-01-01|20250704|2025-07-04T00:00:00", "date"),
    "dates of a format": of_field("04.07.2025|4.7.2025|2025-07-04", "date", format="%d.%m.%Y"),
    "any date": of_field("4 July 2025|2025-07-04|07/04/2025|x", "date", format="any"),
    "times": of_field("02:20:00|02:20|25:00:00|02:20:00Z", "time"),
    "date-times": of_field("2025-07-04T02:20:00Z|2025-07-04T02:20:00+03:00|2025-07-04|2025-07-04 02:20:00", "datetime"),
    "years": of_field("2025|25|-44|12025|0", "year"),
    "months of years": of_field("2025-07|2025-13|2025", "yearmonth"),
    "durations": of_field("P1D|PT5H|1 day|P", "duration"),
    "addresses": of_field("http://a.b/c|a.b|ftp://x", "string", format="uri"),
    "mail": of_field("a@b.c|a@|@b", "string", format="email"),
    "uuids": of_field("123e4567-e89b-12d3-a456-426614174000|x", "string", format="uuid"),
    "binary": of_field("YQ==|?", "string", format="binary"),
    "lists": of_field("a,b|1,2|", "list"),
    "lists of integers": of_field("1;2|1;x|3", "list", delimiter=";", itemType="integer"),
    "arrays": of_field('[1]|{"a": 1}|x', "array"),
    "objects": of_field('{"a": 1}|[1]|x', "object"),
    "points": of_field("1; 2|3|x", "geopoint"),
    "point objects": of_field('{"lon": 1, "lat": 2}|[1]', "geopoint", format="object"),
    "GeoJSON": of_field('{"type": "Point", "coordinates": [1, 2]}|{}', "geojson"),
    "anything": of_field("a||-", "any"),
    "lengths": of_field("a|ab|abc|é̂|🜁🜂", "string", constraints={"minLength": 2, "maxLength": 2}),
    "patterns": of_field("a|ab|aab|b", "string", constraints={"pattern": "a+b?"}),
    "ungrouped patterns": of_field("a|bc|apple|xbc", "string", constraints={"pattern": "a|bc"}),
    "patterns of other engines": of_field("ab|ba|٣", "string", constraints={"pattern": r"(?=a)\w+|\d"}),
    "terms": of_field("a|b|", "string", constraints={"enum": ["a"]}),
    "integer terms": of_field("1|01|2", "integer", constraints={"enum": [1]}),
    "terms as text": of_field("1|01|2", "integer", constraints={"enum": ["1"]}),
    "bounds": of_field("0|1|5|6", "integer", constraints={"minimum": 1, "exclusiveMaximum": 6}),
    "bounds of dates": of_field("2025-07-03|2025-07-05", "date", constraints={"minimum": "2025-07-04"}),
    "bounds of durations": of_field("P1D|P3D", "duration", constraints={"maximum": "P2D"}),
    "each once": of_field("a|b|a||", "string", constraints={"unique": True}),
    "bounds closer than a double": of_field(
        "0.1|0.10000000000000001|0.09999999999999999999|0.1000000000000000000|1e400|0.2",
        "number",
        constraints={"minimum": 0.1, "exclusiveMaximum": "1e399"},
    ),
    "a bound that no double is": of_field("0.1|0.2|0.1", "number", constraints={"minimum": "0.10000000000000001"}),
    "large bounds": of_field("1e16|2e16|1", "number", constraints={"maximum": 10**16 + 1, "minimum": 10**16 + 1}),
    "bounds beyond a double": of_field("1e400|1|-1e400", "number", constraints={"maximum": 10**400}),
    "a bound near nothing": of_field("1e-400|0|1", "number", constraints={"exclusiveMinimum": 0}),
    "a bound of doubles": of_field(
        "9007199254740993|1", "number", floatNumber=True, constraints={"minimum": 2**53 + 1}
    ),
    "terms that are no number": of_field("NaN|1|2", "number", constraints={"enum": ["NaN", 1]}),
    "large and small numbers once": of_field(
        "1e400|1e401|1e-400|0|4.9e-324|5e-324|0.30000000000000004", "number", constraints={"unique": True}
    ),
    "terms closer than a double": of_field("0.1|0.10|0.10000000000000001", "number", constraints={"enum": [0.1]}),
    "bounds beyond 64 bits": of_field("5|-5", "integer", constraints={"minimum": 10**30}),
    "terms beyond 64 bits": of_field("5|-5", "integer", constraints={"enum": [10**30, 5]}),
    "times without a zone beside terms with one": of_field(
        "2025-01-01T00:00:00|2025-01-01T00:00:00Z", "datetime", constraints={"enum": ["2025-01-01T00:00:00Z"]}
    ),
    "times beyond years 1 to 9999 of UTC": of_field(
        "0001-01-01T00:00:00+05:00|0001-01-01T00:00:00Z|9999-12-31T23:59:59-05:00|9999-12-31T23:59:59Z|2025-01-01T00:00:00Z",
        "datetime",
        constraints={"minimum": "2020-01-01T00:00:00Z", "unique": True},
    ),
    "bounds beyond years 1 to 9999 of UTC": of_field(
        "2025-01-01T00:00:00Z", "datetime", constraints={"minimum": "9999-12-31T23:59:59-05:00"}
    ),
    "signalling numbers that are none": of_field("sNaN|1", "number"),
    "each number once": of_field("1|1.0|0.1|0.10000000000000001|NaN|NaN", "number", constraints={"unique": True}),
    "each integer once": of_field("1|01|2|+2", "integer", constraints={"unique": True}),
    "required": of_field("a||-", "string", constraints={"required": True}),
    "missing values of a field": of_field("a||-", "string", missingValues=["-"], constraints={"required": True}),
    "categories": of_field("a|c", "string", categories=["a", "b"]),
}


@pytest.mark.parametrize(("field", "cells"), CELLS.values(), ids=CELLS.keys())
def test_verdict_on_cells_is_that_of_frictionless(field: dict[str, Any], cells: list[str], tmp_path: Path) -> None:
    package = write_cells(tmp_path, field, cells)
    assert ours(package) == theirs(package)


@pytest.mark.parametrize(
    ("field", "cells", "wrong"),
    [
        (*of_field("2019|2020-01-01T00:00:00|", "datetime", constraints={"minimum": "2020-01-01T00:00:01Z"}), 2),
        (*of_field("sNaN|1|-1", "number", constraints={"minimum": 0}), 2),
    ],
    ids=["times without a zone", "signalling numbers that are none"],
)
def test_values_at_which_frictionless_fails_have_a_verdict(
    field: dict[str, Any], cells: list[str], wrong: int, tmp_path: Path
) -> None:
    package = write_cells(tmp_path, field, cells)
    with pytest.raises((ArithmeticError, TypeError)):
        theirs(package)
    assert ours(package).total() == wrong


INTEGERS = [{"name": "a", "type": "integer"}, {"name": "b", "type": "integer"}]
SELF = {"fields": ["b"], "reference": {"resource": "", "fields": ["a"]}}
NUMBERS = [{"name": "a", "type": "number"}, {"name": "b", "type": "number"}]
SCHEMAS: dict[str, dict[str, Any]] = {
    "integer keys": {"primaryKey": ["a"]},
    "a key as text": {"primaryKey": "a"},
    "composite keys": {"primaryKey": ["a", "b"]},
    "unique keys of version 2": {"uniqueKeys": [["a"], ["a", "b"]]},
    "a key to itself": {"foreignKeys": [SELF]},
    "a key to itself, named": {"foreignKeys": [{**SELF, "reference": {"resource": "t", "fields": ["a"]}}]},
    "a key as text to itself": {"foreignKeys": [{"fields": "b", "reference": {"resource": "", "fields": "a"}}]},
    "composite keys to itself": {
        "foreignKeys": [{"fields": ["b", "a"], "reference": {"resource": "", "fields": ["a", "b"]}}]
    },
    "keys of numbers": {"fields": NUMBERS, "primaryKey": ["a"], "foreignKeys": [SELF]},
    "composite keys of numbers": {
        "fields": NUMBERS,
        "primaryKey": ["a", "b"],
        "foreignKeys": [{"fields": ["b", "a"], "reference": {"resource": "", "fields": ["a", "b"]}}],
    },
    "keys of numbers to doubles": {
        "fields": [{**NUMBERS[0], "floatNumber": True}, NUMBERS[1]],
        "foreignKeys": [SELF],
    },
    "keys of numbers to no key": {"fields": NUMBERS, "foreignKeys": [SELF]},
    "labelled missing values": {
        "missingValues": [{"value": "-", "label": "not asked"}, {"value": "", "label": "none"}]
    },
    "fields match, equal": {"fieldsMatch": "equal"},
    "fields match, subset": {"fieldsMatch": "subset"},
    "fields match, as a list": {"fieldsMatch": ["partial"]},
}


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS.keys())
@pytest.mark.parametrize("header", ["a,b", "b,a", "a,b,c", "a", "a,a", "a,", "A,b", '"a","b"'])
@pytest.mark.parametrize("more", ["", ",\n", "4,NaN\n4,NaN\nNaN,1\n0,5\n-0,5\n-0,-0\n", "0.10000000000000001,0.1\n"])
def test_verdict_on_schemas_is_that_of_frictionless(
    schema: dict[str, Any], header: str, more: str, tmp_path: Path
) -> None:
    rows = f"{header}\n1,2\n01,+3\n2,1\n2,-\n-,2\n3,\n3,\n{more}"
    package = write(tmp_path, {"path": "t.csv", "schema": {"fields": INTEGERS, **schema}}, {"t.csv": rows})
    assert ours(package) == theirs(package)


CSV_FILES = sorted((corpus() / "csv").rglob("*.csv")) if corpus() else []  # type: ignore[operator]
OTHER_SCHEMA = {
    "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "integer"}, {"name": "c", "type": "any"}]
}


@pytest.mark.skipif(not CSV_FILES, reason="CLAIMPACK_CORPUS does not name the folder of other people's files")
@pytest.mark.parametrize("file", CSV_FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["no schema", "described", "described as keys", "another schema"])
def test_verdict_on_other_peoples_csv_is_that_of_frictionless(file: Path, kind: str, tmp_path: Path) -> None:
    resource: dict[str, Any] = {"path": "t.csv"}
    if kind == "another schema":
        resource["schema"] = OTHER_SCHEMA
    elif kind != "no schema":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            schema = Schema.describe(str(file)).to_descriptor()
        key = [field["name"] for field in schema["fields"][:1]]
        resource["schema"] = schema | ({"primaryKey": key} if "key" in kind and key else {})
    package = write(tmp_path, resource, {"t.csv": file.read_bytes()})
    assert ours(package) == theirs(package)
