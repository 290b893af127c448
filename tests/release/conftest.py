"""The packages that are released here."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest
from frictionless import Schema

from claimpack.checking import CheckedPackage, checked
from claimpack.package import follows_profile
from claimpack.profile import profile_schema
from claimpack.reconcile import computed_tables
from claimpack.release.build import FILES, FORMATS, build_release
from claimpack.release.computed_tables import computed_release
from claimpack.release.released_table import ReleasedTable, authored_tables

ROOT = Path(__file__).parents[2]

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "integer", "bareNumber": False, "constraints": {"required": True, "minimum": "€-5"}},
    {"name": "a text", "type": "string", "description": "Text of any kind."},
    {"name": "code", "type": "string", "missingValues": ["-", "?"]},
    {
        "name": "amount",
        "type": "number",
        "decimalChar": ",",
        "groupChar": ".",
        "constraints": {"maximum": "1.234.567,5"},
    },
    {"name": "is_open", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"], "example": "yes"},
    {"name": "day", "type": "date", "format": "%d.%m.%Y", "constraints": {"minimum": "31.12.0099"}},
    {"name": "moment", "type": "datetime", "constraints": {"minimum": "2000-01-01T00:00:00+02:00"}},
    {"name": "local", "type": "datetime", "constraints": {"minimum": "1999-01-01T00:00:00"}},
    {"name": "parts", "type": "list"},
    {"name": "details", "type": "object"},
    {"name": "point", "type": "geopoint"},
    {"name": "clock", "type": "time", "format": "%H.%M"},
    {"name": "since", "type": "year"},
    {"name": "month", "type": "yearmonth"},
    {"name": "parent", "type": "integer"},
]
ROWS = [
    {
        "id": "€9007199254740993",
        "a text": "NA",
        "code": "NA",
        "amount": "1.234.567,5",
        "is_open": "yes",
        "day": "04.07.2025",
        "moment": "2025-07-04T02:20:00+03:00",
        "local": "2025-07-04T02:20:00",
        "parts": "a,b",
        "details": '{"a": [1]}',
        "point": "30.5, 50.4",
        "clock": "02.20",
        "since": "2025",
        "month": "2025-07",
    },
    {
        "id": "7",
        "a text": " both ends ",
        "code": "",
        "amount": "-0",
        "is_open": "no",
        "day": "31.12.0099",
        "moment": "2025-07-04T02:20:00.25Z",
        "details": '{"a": "ü\\"\\n"}',
        "since": "0044",
        "parent": "9007199254740993",
    },
    {"id": "-3", "a text": '"quoted", and, commas', "code": "?", "amount": "539", "point": "-1,-2", "parent": "7"},
    {"id": "8", "a text": "line\nbreak", "code": "x", "amount": "38,50", "is_open": "yes", "parent": "-3"},
    {"id": "9", "a text": "all\r\nline\rbreaks", "amount": "0,1"},
    {"id": "10", "a text": "=1+1", "code": "'", "amount": ",5"},
    {"id": "11", "a text": "Київ 🚀 e\u0301 \u2028", "code": ";", "amount": "1000000,000001"},
    {"id": "12", "code": "-"},
]
KEYS = {"primaryKey": ["id"], "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}]}
OF_THINGS = {"foreignKeys": [{"fields": ["thing"], "reference": {"resource": "things", "fields": ["id"]}}]}


@pytest.fixture(scope="session")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A valid package of everything that is hard to write: its own spellings, an empty table, a file that is none."""
    folder = tmp_path_factory.mktemp("nasty")
    with (folder / "things.csv").open("w", encoding="utf-8", newline="") as file:
        names = [field["name"] for field in FIELDS]
        writer = csv.DictWriter(file, names, restval="", delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(ROWS)
    (folder / "none.csv").write_text("thing,note\n", encoding="utf-8")
    (folder / "notes.md").write_text("# No table\n", encoding="utf-8")
    things = {"name": "things", "title": "Things", "path": "things.csv", "dialect": {"delimiter": ";"}, "colour": "red"}
    none_fields = [{"name": "thing", "type": "integer"}, {"name": "note", "type": "string"}]
    resources = [
        things | {"type": "table", "schema": {"fields": FIELDS, "missingValues": ["", "n/a"], **KEYS}},
        {"name": "data/none", "path": "none.csv", "type": "table", "schema": {"fields": none_fields, **OF_THINGS}},
        {"name": "notes", "path": "notes.md"},
    ]
    schema = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": schema, "name": "nasty", "version": "1.0", "extra": [1], "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


class Expected(NamedTuple):
    """A table as every format of a release should have it: its schema, and its rows by key."""

    schema: Schema
    rows: pl.DataFrame


def expected_tables(source: CheckedPackage) -> dict[str, Expected]:
    """Return the tables that a release should have: the package's own, and computed ones if it follows the profile."""
    expected = {}
    for name, table in source.tables.items():
        rows = table.scan().select(table.schema.field_names).collect()
        expected[name] = Expected(table.schema, rows.sort(table.schema.primary_key or rows.columns))
    if follows_profile(source.package):
        computed = computed_tables(source.tables)
        expected |= {name: Expected(profile_schema(name), rows) for name, rows in computed.items()}
    return expected


def released_tables(source: CheckedPackage) -> dict[str, ReleasedTable]:
    """Return every table of a package's release, authored or computed."""
    return authored_tables(source) | computed_release(source)


def release_of(source: CheckedPackage, folder: Path, *forms: str) -> Path:
    """Release a package and return the folder."""
    return build_release(source.package, released_tables(source), folder, forms).folder


@pytest.fixture(scope="session")
def real() -> Iterator[CheckedPackage]:
    """This repository's package, checked."""
    with checked(ROOT) as package:
        yield package


@pytest.fixture(scope="session")
def checked_nasty(nasty: Path) -> Iterator[CheckedPackage]:
    """The nasty package, checked."""
    with checked(nasty) as package:
        yield package


@pytest.fixture(scope="session")
def real_release(real: CheckedPackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release of this repository's package in every format."""
    return release_of(real, tmp_path_factory.mktemp("real") / "out", *FORMATS, *FILES)


@pytest.fixture(scope="session")
def nasty_release(checked_nasty: CheckedPackage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release of the nasty package in every format."""
    return release_of(checked_nasty, tmp_path_factory.mktemp("nasty") / "out", *FORMATS, *FILES)


@pytest.fixture(params=["real", "nasty"])
def source(request: pytest.FixtureRequest) -> CheckedPackage:
    """Each of the checked packages."""
    name = "real" if request.param == "real" else "checked_nasty"
    package: CheckedPackage = request.getfixturevalue(name)
    return package


@pytest.fixture
def expected(source: CheckedPackage) -> dict[str, Expected]:
    """What the release of `source` has to hold."""
    return expected_tables(source)


@pytest.fixture(scope="session")
def real_expected(real: CheckedPackage) -> dict[str, Expected]:
    """What the release of this repository's package has to hold."""
    return expected_tables(real)


@pytest.fixture
def release(source: CheckedPackage, real_release: Path, nasty_release: Path) -> Path:
    """The release of `source`."""
    return nasty_release if source.package.name == "nasty" else real_release
