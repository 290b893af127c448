"""A release as SQLite and DuckDB: the same values, keys that hold, and views that people can read."""

import json
import math
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from claimpack.checking import CheckedPackage, checked
from claimpack.issue import CannotRunError
from claimpack.release.build import FILES
from conftest import PackageWriter

from .conftest import ROOT, Expected, release_of

ENGINES = ["sqlite", "duckdb"]
BREAKING = [
    ("UPDATE claims SET event_id = 'nowhere' WHERE claim_id = 'claim-000-001'", "foreign key"),
    ("INSERT INTO events SELECT * FROM events", "unique|duplicate key"),
    ("INSERT INTO uncoded VALUES ('uncoded-x', 'source-000', 0, 1, NULL)", "not null"),
]


def find(release: Path, form: str) -> Path:
    return next(release.glob(f"*.{form}"))


@pytest.fixture
def query(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Return a function that runs SQL on a copy of a release's file in one of the engines."""
    form, release = request.param, request.getfixturevalue("real_release")
    copy = tmp_path / f"copy.{form}"
    copy.write_bytes(find(release, form).read_bytes())
    with closing(sqlite3.connect(copy) if form == "sqlite" else duckdb.connect(copy)) as connection:
        if form == "sqlite":
            connection.execute("PRAGMA foreign_keys = ON")
        yield lambda sql: connection.execute(sql).fetchall()


engines = pytest.mark.parametrize("query", ENGINES, indirect=True)


def test_duckdb_holds_the_values_and_types_of_the_source(expected: dict[str, Expected], release: Path) -> None:
    with duckdb.connect(find(release, "duckdb"), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, (schema, rows) in expected.items():
            found = connection.sql(f'FROM "{name}"').pl()
            assert found.sort(schema.primary_key or rows.columns).equals(rows), name
            assert found.schema == rows.schema


def test_sqlite_holds_the_values_of_the_source(expected: dict[str, Expected], release: Path) -> None:
    with closing(sqlite3.connect(find(release, "sqlite"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, table in expected.items():
            rows = [tuple(in_sqlite(value) for value in row) for row in table.rows.rows()]
            assert connection.execute(f'SELECT * FROM "{name}"').fetchall() == rows, name


def in_sqlite(value: Any) -> Any:  # noqa: ANN401  # any type of cell
    if hasattr(value, "isoformat"):
        text: str = value.isoformat().replace("+00:00", "Z")
        return text.replace("000Z", "Z") if "." in text else text
    return value


@engines
@pytest.mark.parametrize(("breaking", "message"), BREAKING)
def test_keys_are_enforced(query: Any, breaking: str, message: str) -> None:  # noqa: ANN401
    with pytest.raises((sqlite3.IntegrityError, duckdb.ConstraintException), match=f"(?i){message}"):
        query(breaking)


@engines
def test_names_stand_in_place_of_ids(query: Any) -> None:  # noqa: ANN401
    columns = "claim_id, event, claimant, measure, value_high, relayed_by, qualifier_id"
    rows = query(f"SELECT {columns} FROM claims_readable WHERE claim_id = 'claim-000-001'")
    event, outlet = "Attack on Kyiv in the night of 3-4 July 2025", "The Think Tank Journal"
    assert rows == [("claim-000-001", event, outlet, "Drones launched", 550.0, None, "exact")]
    assert query("SELECT count(*) FROM claims_readable") == query("SELECT count(*) FROM claims")


@engines
def test_estimates_are_told_by_name(query: Any) -> None:  # noqa: ANN401
    where = "event LIKE 'Attack on Kyiv%' AND measure = 'Drones shot down' AND place = 'Ukraine'"
    rows = query(f"SELECT measure, place, low, best, high, status, rule FROM estimates_readable WHERE {where}")
    assert rows == [("Drones shot down", "Ukraine", 268.0, 268.0, 476.0, "conflict", "origins")]
    assert query("SELECT count(*) FROM estimates_readable") == query("SELECT count(*) FROM estimates")


def test_every_foreign_key_of_the_schemas_is_declared(real_expected: dict[str, Expected], real_release: Path) -> None:
    expected = sum(len(table.schema.foreign_keys) for table in real_expected.values())
    with duckdb.connect(find(real_release, "duckdb"), read_only=True) as connection:
        declared = "FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'"
        assert len(connection.execute(declared).fetchall()) == expected
    with closing(sqlite3.connect(find(real_release, "sqlite"))) as connection:
        keys = [connection.execute(f"PRAGMA foreign_key_list({name})").fetchall() for name in real_expected]
        assert sum(map(len, keys)) == expected


def test_what_columns_mean_is_in_the_file(real_expected: dict[str, Expected], real_release: Path) -> None:
    meanings = {
        (name, field.name): field.description for name, table in real_expected.items() for field in table.schema.fields
    }
    with duckdb.connect(find(real_release, "duckdb"), read_only=True) as connection:
        told = connection.execute("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal")
        columns = {(table, column): comment for table, column, comment in told.fetchall()}
        assert {place: columns[place] for place in meanings} == meanings
        assert connection.execute("FROM duckdb_tables() SELECT comment WHERE table_name = 'actors'").fetchone() == (
            "Everybody who makes, passes on or publishes a claim.",
        )
    with closing(sqlite3.connect(find(real_release, "sqlite"))) as connection:
        for (name, column), meaning in meanings.items():
            (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
            line = next(line for line in sql.splitlines() if line.startswith(f'  "{column}" '))
            assert line.endswith(f" -- {meaning}")


CIRCLE = {
    "fields": [{"name": "id", "type": "integer"}, {"name": "next", "type": "integer"}],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["next"], "reference": {"resource": "", "fields": ["id"]}}],
}


@pytest.mark.parametrize("rows", ["1,2\n2,1\n", "1,1\n2,\n"])
def test_rows_that_point_to_each_other_are_kept(write_package: PackageWriter, tmp_path: Path, rows: str) -> None:
    package = write_package({"circle": (CIRCLE, f"id,next\n{rows}")})
    for form in ENGINES:
        path = find(released(package, tmp_path / "out", form), form)
        with closing(sqlite3.connect(path) if form == "sqlite" else duckdb.connect(path)) as connection:
            assert connection.execute("SELECT count(*) FROM circle").fetchall() == [(2,)]


@pytest.mark.parametrize("form", ENGINES)
def test_what_sql_cannot_name_is_told(write_package: PackageWriter, tmp_path: Path, form: str) -> None:
    fields = [{"name": "id", "type": "string"}, {"name": "ID", "type": "string"}]
    package = write_package({"table": ({"fields": fields}, "id,ID\na,b\n")})
    with pytest.raises(CannotRunError, match="cannot be written as"):
        released(package, tmp_path / "out", form)
    assert not (tmp_path / "out").exists()


def test_numbers_that_are_not_finite(write_package: PackageWriter, tmp_path: Path) -> None:
    package = write_package({"numbers": ({"fields": [{"name": "n", "type": "number"}]}, "n\nINF\nNaN\n0.1\n")})
    with duckdb.connect(find(released(package, tmp_path / "out", "duckdb"), "duckdb")) as connection:
        (inf,), (nan,), (tenth,) = connection.execute("FROM numbers").fetchall()
    assert (inf, math.isnan(nan), tenth) == (math.inf, True, 0.1)
    with closing(sqlite3.connect(find(released(package, tmp_path / "out", "sqlite"), "sqlite"))) as connection:
        assert connection.execute("SELECT n FROM numbers").fetchall() == [(math.inf,), (None,), (0.1,)]


def released(package: Path, folder: Path, *forms: str) -> Path:
    with checked(package) as source:
        assert source.issues == []
        return release_of(source, folder, *forms)


@pytest.mark.parametrize("form", FILES)
def test_two_builds_are_the_same_to_the_byte(real: CheckedPackage, tmp_path: Path, form: str) -> None:
    built = [release_of(real, tmp_path / place / "out", form) for place in ("here", "there")]
    assert find(built[0], form).read_bytes() == find(built[1], form).read_bytes()


@pytest.mark.slow
def test_datasette_serves_the_tables_and_views(real_release: Path) -> None:
    program = ROOT / ".venv" / "validators" / "bin" / "datasette"
    path = find(real_release, "sqlite")
    for page in ("claims", "claims_readable", "estimates", "estimates_readable"):
        address = f"/{path.stem.replace('.', '~2E')}/{page}.json?_size=0"
        done = subprocess.run([program, path, "--get", address], capture_output=True, text=True, check=True)
        told = json.loads(done.stdout)
        table = page.removesuffix("_readable")
        assert told["filtered_table_rows_count"] == pl.read_csv(real_release / "csv" / f"{table}.csv").height
        assert "event" in {column.removesuffix("_id") for column in told["columns"]}
