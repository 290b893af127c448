"""Parquet goes straight to gate 2, with frictionless' verdict all the same."""

import datetime
import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from claimpack.checking import check, checked
from verdicts import ours, theirs

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "count", "type": "integer", "constraints": {"minimum": 0}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["drone", "missile"]}},
]
GOOD = {"id": ["a", "b"], "count": [1, 2], "kind": ["drone", None]}


def write(folder: Path, rows: pl.DataFrame) -> Path:
    rows.write_parquet(folder / "t.parquet")
    return described(folder, "t.parquet", FIELDS, type="table", format="parquet")


def described(folder: Path, file: str, fields: list[dict[str, Any]], **options: object) -> Path:
    folder.mkdir(exist_ok=True)
    resource = {"name": "t", "path": file, "schema": {"fields": fields, "primaryKey": ["id"]}, **options}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("rows", "is_typed"),
    [
        (GOOD, True),
        ({"id": ["a", "a"], "count": [-1, 2], "kind": ["plane", "drone"]}, True),
        ({"id": ["a", ""], "count": [1, 2], "kind": ["drone", "drone"]}, True),
        ({"id": ["a", "b"], "count": ["1", "x"], "kind": ["drone", "drone"]}, False),
        ({"id": ["a", "b"], "kind": ["drone", "drone"], "count": [1, 2]}, False),
        ({"id": ["a", "b"], "count": [1, 2]}, False),
    ],
    ids=["valid", "breaks constraints and keys", "empty text", "other types", "other order", "a column missing"],
)
def test_verdict_on_parquet_is_that_of_frictionless(
    rows: dict[str, list[object]], is_typed: bool, tmp_path: Path
) -> None:
    package = write(tmp_path, pl.DataFrame(rows))
    assert ours(package) == theirs(package)
    with checked(package) as result:
        assert all(table.is_screened == is_typed for table in result.tables.values())


@pytest.mark.parametrize("kind", [pl.Int64, pl.String], ids=["typed", "untyped"])
def test_verdict_on_a_folder_of_parts_is_that_of_frictionless(kind: type[pl.DataType], tmp_path: Path) -> None:
    first = pl.DataFrame(GOOD).cast({"count": kind})
    package = write(tmp_path, first)
    (package / "t.parquet").unlink()
    (package / "t.parquet").mkdir()
    first.write_parquet(package / "t.parquet" / "part-0.parquet")
    second = pl.DataFrame({"id": ["c", "a"], "count": [3, -4], "kind": ["plane", None]}).cast({"count": kind})
    second.write_parquet(package / "t.parquet" / "part-1.parquet")
    assert ours(package) == theirs(package)
    with checked(package) as result:
        assert [table.is_screened for table in result.tables.values()] == [kind == pl.Int64]


NOON = datetime.datetime(2025, 7, 4, 12)  # noqa: DTZ001  # as pandas likes them


@pytest.mark.parametrize(
    ("values", "kind", "bounds"),
    [
        (pl.Series([1, None, 3], dtype=pl.Int8()), "integer", {"minimum": 2}),
        (pl.Series([1.0, None, 3.0]), "integer", {"minimum": 2}),
        (pl.Series([1, None, 3]), "number", {"minimum": 2}),
        (pl.Series([1.5, None, 3], dtype=pl.Float32()), "number", {"minimum": 2}),
        (pl.Series([2025, None, 2026], dtype=pl.Int16()), "year", {"minimum": 2026}),
        (pl.Series([NOON, None, NOON], dtype=pl.Datetime("ns")), "datetime", {"minimum": "2026-01-01T00:00:00Z"}),
        (pl.Series([NOON, None, NOON]).dt.replace_time_zone("Europe/Kyiv"), "datetime", {}),
        (pl.Series(["a", "", None], dtype=pl.Categorical()), "string", {"enum": ["b"]}),
        (pl.Series([None, None, None]), "date", {"minimum": "2026-01-01"}),
    ],
    ids=["narrow", "whole", "wide", "single", "years", "nanoseconds", "zone", "terms", "nothing"],
)
@pytest.mark.parametrize("are_parts", [False, True], ids=["file", "parts"])
def test_values_in_other_types_are_read_fast_with_the_verdict_on_their_text(
    values: pl.Series, kind: str, bounds: dict[str, object], are_parts: bool, tmp_path: Path
) -> None:
    rows = pl.DataFrame({"id": ["a", None, "a"], "x": values})
    field = {"name": "x", "type": kind, "constraints": {**bounds, "required": True}}
    package, as_text = (
        described(tmp_path / form, f"t.{form}", [{"name": "id", "type": "string"}, field])
        for form in ("parquet", "csv")
    )
    if are_parts:
        (package / "t.parquet").mkdir()
        for place in range(len(rows)):
            rows[place : place + 1].write_parquet(package / "t.parquet" / f"{place}.parquet")
    else:
        rows.write_parquet(package / "t.parquet")
    texts = rows.cast({"x": pl.Int64()}) if kind == "integer" else rows
    texts.write_csv(as_text / "t.csv", datetime_format="%Y-%m-%dT%H:%M:%SZ")
    assert ours(package) == theirs(as_text)
    with checked(package) as result:
        assert result.tables["t"].is_screened


REQUIRED = {"required": True}
PATTERN = {"pattern": r"\d{4}"}
RESOURCES: dict[str, tuple[pl.Series, dict[str, Any], dict[str, Any]]] = {
    "a pattern that engines read differently": (
        pl.Series(["2025", "x"]),
        {"type": "string", "constraints": PATTERN},
        {},
    ),
    "such a pattern that holds": (pl.Series(["2025", "2026"]), {"type": "string", "constraints": PATTERN}, {}),
    "a bound that no column holds": (pl.Series([1, 2]), {"type": "integer", "constraints": {"minimum": 10**30}}, {}),
    "a number for no value": (
        pl.Series([-99, 5]),
        {"type": "integer", "missingValues": ["-99"], "constraints": {"minimum": 0}},
        {},
    ),
    "a number for no value, which is required": (
        pl.Series([-99, 5], dtype=pl.Int32()),
        {"type": "integer", "missingValues": ["-99"], "constraints": {"required": True}},
        {},
    ),
    "a number that is not spelled so": (
        pl.Series([-99.0, 5.0]),
        {"type": "number", "missingValues": ["-99"], "constraints": {"minimum": 0}},
        {},
    ),
    "a number that is spelled so": (
        pl.Series([-99.0, 5.0]),
        {"type": "number", "missingValues": ["-99.0"], "constraints": {"minimum": 0}},
        {},
    ),
    "a truth that is not spelled so": (
        pl.Series([True, False]),
        {"type": "boolean", "missingValues": ["false", "0"], "constraints": REQUIRED},
        {},
    ),
    "a truth that is spelled so": (
        pl.Series([True, False]),
        {"type": "boolean", "missingValues": ["False"], "constraints": REQUIRED},
        {},
    ),
    "a day for no value": (
        pl.Series([NOON.date(), None]),
        {"type": "date", "missingValues": ["2025-07-04"], "constraints": REQUIRED},
        {},
    ),
    "times without a zone beside terms with one": (
        pl.Series([NOON, NOON]),
        {"type": "datetime", "constraints": {"enum": ["2025-07-04T12:00:00Z"]}},
        {},
    ),
    "times of another zone's day": (
        pl.Series([NOON.replace(hour=0)] * 2).dt.replace_time_zone("UTC").dt.convert_time_zone("Europe/Kyiv"),
        {"type": "date"},
        {},
    ),
    "the first moment of the year 10000": (
        pl.Series([253402300800000000] * 2).cast(pl.Datetime("us", "UTC")),
        {"type": "datetime"},
        {},
    ),
    "lists": (pl.Series([[1, 2], [3]]), {"type": "any"}, {}),
    "rows": (pl.Series([1, 2]), {"type": "integer"}, {"rows": 3}),
    "a truth for no value": (pl.Series([True, False]), {"type": "boolean", "missingValues": ["false"]}, {}),
    "years": (pl.Series([2025, 20200], dtype=pl.Int32()), {"type": "year"}, {}),
    "large numbers": (pl.Series([2**63 - 1, 2**63 - 2]), {"type": "number", "constraints": {"unique": True}}, {}),
    "days for times": (pl.Series([NOON.date(), NOON.date()]), {"type": "datetime"}, {}),
    "days of a format": (pl.Series([NOON.date(), None]), {"type": "date", "format": "%d.%m.%Y"}, {}),
    "a dialect": (pl.Series([1, 2]), {"type": "integer"}, {"dialect": {"parquet": {"columns": ["id"]}}}),
    "a size": (pl.Series([1, 2]), {"type": "integer"}, {"bytes": 7}),
}


@pytest.mark.parametrize(("values", "field", "options"), RESOURCES.values(), ids=RESOURCES.keys())
@pytest.mark.parametrize("kind", [pl.String(), pl.Categorical()], ids=["typed", "in other types"])
def test_verdict_on_options_and_constraints_is_that_of_frictionless(
    values: pl.Series, field: dict[str, Any], options: dict[str, Any], kind: pl.DataType, tmp_path: Path
) -> None:
    fields = [{"name": "id", "type": "string"}, {"name": "x", **field}]
    package = described(tmp_path / "p", "t.parquet", fields, **options)
    pl.DataFrame({"id": pl.Series(["a", "b"], dtype=kind), "x": values}).write_parquet(package / "t.parquet")
    assert ours(package) == theirs(package)


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP_S", "TIMESTAMP_MS", "DATE"])
def test_endless_times_are_told(kind: str, tmp_path: Path) -> None:
    field = {"name": "x", "type": "date" if kind == "DATE" else "datetime"}
    package = described(tmp_path / "p", "t.parquet", [{"name": "id", "type": "string"}, field])
    duckdb.sql(f"COPY (SELECT 'a' id, 'infinity'::{kind} x) TO '{package}/t.parquet'")
    (issue,) = check(package)
    assert issue.rule == "source-error"
    assert "years 1 to 9999" in issue.message


def test_columns_that_polars_cannot_read_are_for_frictionless(tmp_path: Path) -> None:
    package = described(
        tmp_path / "p", "t.parquet", [{"name": "id", "type": "string"}, {"name": "x", "type": "duration"}]
    )
    duckdb.sql(f"COPY (SELECT 'a' id, INTERVAL 3 DAY x) TO '{package}/t.parquet'")
    assert ours(package) == theirs(package)


def test_names_of_files_are_no_patterns(tmp_path: Path) -> None:
    package = described(
        tmp_path / "p", "t[1].parquet", [{"name": "id", "type": "string"}, {"name": "x", "type": "string"}]
    )
    pl.DataFrame({"id": ["a", ""], "x": ["b", ""]}).write_parquet(package / "t[1].parquet")
    pl.DataFrame({"id": ["a", "b"], "x": ["b", "c"]}).write_parquet(package / "t1.parquet")
    assert ours(package) == theirs(package)


def test_released_parquet_is_read_as_it_is(release: Path) -> None:
    with checked(release / "parquet") as result:
        assert result.issues == []
        # Addresses are judged as such, cell by cell.
        assert {name for name, table in result.tables.items() if not table.is_screened} <= {"sources"}


def test_rules_of_our_profile_hold_for_parquet_too(release: Path, tmp_path: Path) -> None:
    for path in (release / "parquet").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    claims = pl.read_parquet(tmp_path / "claims.parquet")
    broken = pl.when(pl.col("claim_id") == "claim-004-004").then(pl.lit(300.0)).otherwise(pl.col("value_low"))
    claims.with_columns(broken.alias("value_low")).write_parquet(tmp_path / "claims.parquet")
    assert [(issue.rule, issue.value) for issue in check(tmp_path)] == [("low_above_high", "300")]
