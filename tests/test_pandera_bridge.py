"""The Pandera schemas and `claimpack.check` are two voices that name the same rows."""

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import polars as pl
import pytest
from frictionless import Schema
from pandera.errors import SchemaError, SchemaErrors, SchemaWarning

import claimpack
from claimpack.checking import checked
from claimpack.rules import RULES
from claimpack.rules.rule import LinkRule, PackageRule
from claimpack.text.typed import ROW, TypedTable

Backend = Literal["pandas", "polars"]
Told = list[tuple[int, str, str]]
"""Row numbers as the file's, fields and rules, sorted."""

BACKENDS: list[Backend] = ["pandas", "polars"]
ROOT = Path(__file__).parent.parent
SCHEMAS = sorted((ROOT / "schemas").glob("*.schema.json"))
GALLERY = [
    folder
    for folder in sorted((Path(__file__).parent / "gallery" / "broken").iterdir())
    if RULES[folder.name].scope == "profile"
]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

TYPES = [
    ("string", {}, "a", "string", pl.String()),
    ("string", {"format": "email"}, "a@example.org", "string", pl.String()),
    ("integer", {}, 5, "Int64", pl.Int64()),
    ("year", {}, 2025, "Int64", pl.Int64()),
    ("number", {}, 38.5, "Float64", pl.Float64()),
    ("boolean", {}, False, "boolean", pl.Boolean()),
    ("date", {}, date(2025, 7, 4), "date32[pyarrow]", pl.Date()),
    ("datetime", {}, datetime(2025, 7, 4, 2, 20, tzinfo=UTC), "datetime64[us, UTC]", pl.Datetime("us", "UTC")),
    ("any", {}, "a", "string", pl.String()),
    ("list", {}, "a,b", "string", pl.String()),
    ("array", {}, "[1]", "string", pl.String()),
    ("object", {}, '{"a": 1}', "string", pl.String()),
    ("time", {}, "02:20:00", "string", pl.String()),
    ("duration", {}, "P1D", "string", pl.String()),
    ("yearmonth", {}, "2025-07", "string", pl.String()),
    ("geopoint", {}, "30.5,50.4", "string", pl.String()),
]

CONSTRAINTS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("string", {"required": True}, ["a", ""]),
    ("string", {"unique": True}, ["a", "b", "a", "", "", "a"]),
    ("string", {"enum": ["a", "b"]}, ["a", "c", ""]),
    ("integer", {"enum": [1, 2]}, ["1", "3", ""]),
    ("integer", {"minimum": 1, "maximum": 3}, ["1", "0", "3", "4", ""]),
    ("integer", {"exclusiveMinimum": 1, "exclusiveMaximum": 3}, ["2", "1", "3", ""]),
    ("integer", {"maximum": 9007199254740992}, ["9007199254740992", "9007199254740993"]),
    ("number", {"exclusiveMinimum": 0.5, "maximum": 2}, ["1", "0.5", "2", "2.1", ""]),
    ("boolean", {"required": True}, ["true", "", "false"]),
    ("boolean", {"enum": [True]}, ["true", "false", ""]),
    ("date", {"minimum": "2025-01-01", "exclusiveMaximum": "2025-02-01"}, ["2025-01-01", "2024-12-31", "2025-02-01"]),
    ("datetime", {"maximum": "2025-01-01T00:00:00Z"}, ["2025-01-01T01:00:00+01:00", "2025-01-01T00:00:01Z", ""]),
    ("year", {"minimum": 2000}, ["2000", "1999", ""]),
    ("string", {"minLength": 2, "maxLength": 3}, ["ab", "a", "абв", "абвг", ""]),
    ("string", {"pattern": "[a-z]+"}, ["ab", "aB", "", "a b"]),
    ("string", {"pattern": "(a|bc)"}, ["a", "bc", "axx", "abc"]),
    ("string", {"pattern": "a|bc"}, ["a", "bc", "axx", "xbc"]),
    ("string", {"pattern": r"(?=.*\d)\w+"}, ["a1", "ab", ""]),
    ("list", {"minLength": 2}, ["a,b", "a", ""]),
    ("list", {"required": True}, ["a", ""]),
    ("time", {"maximum": "12:00:00"}, ["11:00:00", "13:00:00"]),
    ("any", {"enum": ["a"]}, ["a", "b", ""]),
]


def descriptor(fields: list[dict[str, Any]], **keys: object) -> dict[str, Any]:
    return {"$schema": "https://datapackage.org/profiles/2.0/tableschema.json", "fields": fields, **keys}


def write_package(folder: Path, schema: dict[str, Any], rows: list[list[str]]) -> Path:
    resource = {"name": "table", "path": "table.csv", "dialect": {"delimiter": ","}, "schema": schema}
    package = {"$schema": PROFILE, "name": "small", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    names = [field["name"] for field in schema["fields"]]
    pl.DataFrame([*zip(*rows, strict=True)], names).write_csv(folder / "table.csv", null_value="")
    return folder


def frame_of(table: TypedTable, backend: Backend) -> Any:  # noqa: ANN401  # either kind of frame
    names = table.schema.field_names
    if backend == "polars":
        return table.scan().select(names)
    parquet = BytesIO()
    table.scan().select(names).sink_parquet(parquet)
    rows = pd.read_parquet(parquet, dtype_backend="numpy_nullable")
    return rows.astype({field.name: "date32[pyarrow]" for field in table.schema.fields if field.type == "date"})


def told_by_pandera(table: TypedTable, backend: Backend, *, profile: bool = False) -> Told:
    schema = claimpack.to_pandera(table.schema, backend, table=table.name if profile else None)
    numbers = table.scan().select(ROW).collect()[ROW].to_list()
    try:
        schema.validate(frame_of(table, backend), lazy=True)
    except SchemaErrors as errors:
        cases = pl.DataFrame(errors.failure_cases.astype(str)) if backend == "pandas" else errors.failure_cases
        columns = (cases[name].to_list() for name in ("index", "column", "check"))
        return sorted((numbers[int(place)], field, rule) for place, field, rule in zip(*columns, strict=True))
    return []


def told_by_check(issues: list[claimpack.Issue], table: str) -> Told:
    told = []
    for issue in issues:
        if issue.table == table and issue.row is not None and issue.field is not None:
            rule = issue.message.split('"')[1] if issue.rule == "constraint-error" else issue.rule
            told.append((issue.row, issue.field.split(",")[0], rule))
    return sorted(told)


@contextmanager
def small_table(folder: Path, schema: dict[str, Any], rows: list[list[str]]) -> Iterator[tuple[TypedTable, Told]]:
    with checked(write_package(folder, schema, rows), only="frictionless") as package:
        yield package.tables["table"], told_by_check(package.issues, "table")


@pytest.mark.parametrize(("kind", "options", "value", "pandas_type", "polars_type"), TYPES)
def test_each_type_has_its_nullable_column_type_and_no_other(
    kind: str, options: dict[str, Any], value: object, pandas_type: str, polars_type: pl.DataType
) -> None:
    schema = descriptor([{"name": "a", "type": kind, **options}])
    pandas_frame = pd.DataFrame({"a": pd.Series([value, None], dtype=pandas_type)})
    polars_frame = pl.DataFrame({"a": [value, None]}, {"a": polars_type})
    pd.testing.assert_frame_equal(claimpack.to_pandera(schema).validate(pandas_frame), pandas_frame)
    assert claimpack.to_pandera(schema, "polars").validate(polars_frame).equals(polars_frame)
    with pytest.raises(SchemaError):
        claimpack.to_pandera(schema).validate(pd.DataFrame({"a": pd.Series([value], dtype="category")}))
    with pytest.raises(SchemaError):
        claimpack.to_pandera(schema, "polars").validate(pl.DataFrame({"a": [value]}, {"a": pl.Object()}))


@pytest.mark.parametrize("backend", BACKENDS)
def test_text_is_no_boolean(backend: Backend) -> None:
    schema = claimpack.to_pandera(descriptor([{"name": "a", "type": "boolean"}]), backend)
    make: Any = pl.DataFrame if backend == "polars" else pd.DataFrame
    with pytest.raises(SchemaError, match="a"):
        schema.validate(make({"a": ["false"]}))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("kind", "constraints", "cells"), CONSTRAINTS)
def test_each_constraint_is_broken_by_the_rows_that_check_names(
    tmp_path: Path, backend: Backend, kind: str, constraints: dict[str, Any], cells: list[str]
) -> None:
    schema = descriptor([{"name": "n", "type": "integer"}, {"name": "a", "type": kind, "constraints": constraints}])
    rows = [[str(place), cell] for place, cell in enumerate(cells)]
    with small_table(tmp_path, schema, rows) as (table, told):
        assert told
        assert told_by_pandera(table, backend) == told


@pytest.mark.parametrize("backend", BACKENDS)
def test_composite_key_is_unique_jointly_and_not_all_empty(tmp_path: Path, backend: Backend) -> None:
    fields = [{"name": name, "type": kind} for name, kind in [("a", "string"), ("b", "integer"), ("c", "any")]]
    rows = [["x", "1", "."], ["x", "2", "."], ["x", "1", "."], ["", "", "."], ["x", "", "."], ["x", "", "."]]
    with small_table(tmp_path, descriptor(fields, primaryKey=["a", "b"]), rows) as (table, told):
        assert told == [(4, "a", "primary-key"), (5, "a", "primary-key"), (7, "a", "primary-key")]
        assert told_by_pandera(table, backend) == told


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name.partition(".")[0])
def test_our_schemas_accept_their_examples_and_each_constraint_broken_once_is_named(
    tmp_path: Path, backend: Backend, path: Path
) -> None:
    schema = json.loads(path.read_text(encoding="utf-8")) | {"foreignKeys": []}
    sound, broken = example_rows(schema)
    with small_table(tmp_path, schema, sound) as (table, told):
        assert (told, told_by_pandera(table, backend)) == ([], [])
    with small_table(tmp_path, schema, sound + broken) as (table, told):
        assert {row for row, _, _ in told} == set(range(2 + len(sound), 2 + len(sound + broken)))
        assert told_by_pandera(table, backend) == told


def example_rows(schema: dict[str, Any]) -> tuple[list[list[str]], list[list[str]]]:
    """Return one valid row made of the fields' examples, and for each constraint a row that breaks it."""
    fields = schema["fields"]
    example = [
        str(field["example"]).lower() if field["type"] == "boolean" else str(field["example"]) for field in fields
    ]
    broken = [example]
    for place, field in enumerate(fields):
        for name, bound in field.get("constraints", {}).items():
            if name != "unique":
                broken.append([*example[:place], breaking(name, bound), *example[place + 1 :]])
    return [example], broken


def breaking(name: str, bound: int) -> str:
    match name:
        case "required":
            return ""
        case "minimum" | "exclusiveMaximum":
            return str(bound - 1) if name == "minimum" else str(bound)
        case "maximum" | "exclusiveMinimum":
            return str(bound + 1) if name == "maximum" else str(bound)
        case "minLength":
            return "x" * (bound - 1)
        case "maxLength":
            return "x" * (bound + 1)
        case _:
            return "No such value!"


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("folder", GALLERY, ids=lambda folder: folder.name)
def test_rules_on_single_rows_name_the_rows_that_check_names(backend: Backend, folder: Path) -> None:
    with checked(folder) as package:
        single = [
            issue
            for issue in package.issues
            if issue.severity == "error" and not isinstance(RULES.get(issue.rule), LinkRule | PackageRule)
        ]
        for table in package.tables.values():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SchemaWarning)
                told = told_by_pandera(table, backend, profile=True)
            assert told == told_by_check(single, table.name)


@pytest.mark.parametrize("backend", BACKENDS)
def test_columns_are_those_of_the_schema_in_its_order(backend: Backend) -> None:
    schema = claimpack.to_pandera(descriptor([{"name": name, "type": "string"} for name in "ab"]), backend)
    make: Any = pl.DataFrame if backend == "polars" else lambda data: pd.DataFrame(data, dtype="string")
    assert len(schema.validate(make({"a": ["x"], "b": ["y"]}))) == 1
    assert len(schema.validate(make({"a": ["x"], "b": ["y"]}).head(0))) == 0
    for columns in ("ba", "a", "abc"):
        with pytest.raises(SchemaErrors):
            schema.validate(make({name: ["x"] for name in columns}), lazy=True)


def test_two_columns_of_one_name_are_told() -> None:
    schema = claimpack.to_pandera(descriptor([{"name": "a", "type": "string"}]))
    with pytest.raises(SchemaError, match="multiple columns"):
        schema.validate(pd.DataFrame([["x", "y"]], columns=["a", "a"], dtype="string"))


def test_lazy_frames_are_checked_as_fully_as_others_and_stay_lazy() -> None:
    schema = claimpack.to_pandera(
        descriptor([{"name": "a", "type": "integer", "constraints": {"minimum": 1}}]), "polars"
    )
    assert isinstance(schema.validate(pl.LazyFrame({"a": [1]})), pl.LazyFrame)
    with pytest.raises(SchemaErrors) as told:
        schema.validate(pl.LazyFrame({"a": [1, 0, None, -1]}), lazy=True)
    assert told.value.failure_cases["index"].to_list() == [1, 3]


def test_rows_are_named_by_the_index_even_if_it_repeats() -> None:
    schema = claimpack.to_pandera(descriptor([{"name": "a", "type": "string", "constraints": {"required": True}}]))
    frame = pd.DataFrame({"a": pd.array(["x", None, None], dtype="string")}, index=[7, 7, 9])
    with pytest.raises(SchemaErrors) as told:
        schema.validate(frame, lazy=True)
    assert told.value.failure_cases["index"].to_list() == [7, 9]


def test_what_is_no_table_schema_or_backend_is_said_so(tmp_path: Path) -> None:
    unknown: Any = "spark"
    with pytest.raises(ValueError, match="not a Table Schema"):
        claimpack.to_pandera(tmp_path / "none.json")
    with pytest.raises(ValueError, match="not a Table Schema"):
        claimpack.to_pandera({"fields": "none"})
    with pytest.raises(ValueError, match="spark"):
        claimpack.to_pandera(descriptor([]), unknown)


def test_schema_is_taken_as_path_descriptor_or_object() -> None:
    path = SCHEMAS[0]
    loaded = json.loads(path.read_text(encoding="utf-8"))
    columns = [
        list(claimpack.to_pandera(schema).columns)
        for schema in (path, str(path), loaded, Schema.from_descriptor(loaded))
    ]
    assert columns == [[field["name"] for field in loaded["fields"]]] * 4


def test_importing_the_toolkit_imports_no_library() -> None:
    code = (
        "import sys, claimpack; print(claimpack.__version__, {'pandera', 'frictionless', 'polars'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.endswith(" set()\n")
