"""Frames of a pipeline stand in place of a package's files, with the same verdict."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from claimpack import check
from claimpack.checking import checked
from claimpack.issue import CannotRunError
from conftest import PackageWriter
from verdicts import ours

SCHEMA: dict[str, Any] = {
    "fields": [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "parent", "type": "string"},
        {"name": "count", "type": "integer", "constraints": {"minimum": 0}},
        {"name": "share", "type": "number"},
        {"name": "day", "type": "date"},
        {"name": "seen", "type": "datetime"},
        {"name": "is_big", "type": "boolean"},
    ],
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}],
}
HEADER = "id,parent,count,share,day,seen,is_big\n"
GOOD = f"{HEADER}a,,1,0.5,2025-07-04,2025-07-04T02:20:00Z,true\nb,a,,,,,\n"
BAD = f"{HEADER}a,,-1,0.5,2025-07-04,2025-07-04T02:20:00Z,true\na,x,,,,,\n,,1,1,,,false\n"


def typed(text: str) -> pl.DataFrame:
    types = {"count": pl.Int32(), "share": pl.Float32(), "day": pl.Date(), "is_big": pl.Boolean()}
    frame = pl.read_csv(text.encode(), schema_overrides=types)
    return frame.with_columns(pl.col("seen").str.to_datetime(time_zone="UTC"), pl.col("parent").cast(pl.String))


KINDS: dict[str, Callable[[pl.DataFrame], object]] = {
    "Polars": lambda frame: frame,
    "Polars, lazy": lambda frame: frame.lazy(),
    "PyArrow": lambda frame: frame.to_arrow(),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas, nullable": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "DuckDB": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("text", [GOOD, BAD], ids=["good", "bad"])
def test_verdict_on_a_frame_is_that_on_the_file(
    kind: Callable[[pl.DataFrame], object], text: str, write_package: PackageWriter
) -> None:
    package = write_package({"t": (SCHEMA, text)})
    expected = ours(package)
    (package / "t.csv").unlink()
    found = check({"t": kind(typed(text))}, package)
    assert sorted((issue.rule, issue.row, issue.field) for issue in found) == sorted(
        (issue.rule, issue.row, issue.field) for issue in check(write_package({"t": (SCHEMA, text)}))
    )
    assert len(found) == expected.total()
    assert {issue.file for issue in found} <= {"t"}


def test_frames_and_files_point_to_each_other(write_package: PackageWriter) -> None:
    key = {"fields": ["t"], "reference": {"resource": "t", "fields": ["id"]}}
    child = {"fields": [{"name": "t", "type": "string"}], "foreignKeys": [key]}
    package = write_package({"t": (SCHEMA, GOOD), "child": (child, "t\na\nz\n")})
    assert [(issue.file, issue.value) for issue in check(package)] == [("child.csv", "z")]
    assert [issue.value for issue in check({"t": typed(GOOD).with_columns(id=pl.lit("z"))[:1]}, package)] == ["a"]
    assert [issue.value for issue in check({"child": pl.DataFrame({"t": ["b", "y"]})}, package)] == ["y"]


@pytest.mark.parametrize(
    ("column", "rules"),
    [
        (pl.Series("x", ["1", "2", "x"]), ["type-error"]),
        (pl.Series("x", [1.0, 2.0, None]), ["blank-row"]),
        (pl.Series("x", [1.0, 2.5, 3.0]), ["type-error"]),
        (pl.Series("x", [2**64 - 1, 1, 2], pl.UInt64()), ["integer-too-large"]),
        (pl.Series("x", [datetime.date(2025, 7, 4)] * 3), ["type-error"] * 3),
        (pl.Series("y", [1, 2, 3]), ["incorrect-label"]),
    ],
    ids=["text", "whole floats", "fractions", "too large", "dates", "another name"],
)
def test_a_column_of_another_type_is_judged_value_by_value(
    column: pl.Series, rules: list[str], write_package: PackageWriter
) -> None:
    package = write_package({"t": ({"fields": [{"name": "x", "type": "integer"}]}, "x\n1\n")})
    assert [issue.rule for issue in check({"t": column.to_frame()}, package)] == rules


def test_categories_and_texts_that_mean_no_value_are_read_as_such(write_package: PackageWriter) -> None:
    required = {"name": "x", "type": "string", "constraints": {"required": True}}
    schema = {"fields": [required, {"name": "n", "type": "integer"}], "missingValues": ["n/a"]}
    package = write_package({"t": (schema, "x,n\n1,1\n")})
    frame = pl.DataFrame({"x": pl.Series(["a", "n/a"], dtype=pl.Categorical()), "n": [1, 2]})
    assert [(issue.rule, issue.row) for issue in check({"t": frame}, package)] == [("constraint-error", 3)]


def test_what_is_no_frame_or_no_table_cannot_be_checked(write_package: PackageWriter, tmp_path: Path) -> None:
    package = write_package({"t": (SCHEMA, GOOD)})
    with pytest.raises(CannotRunError, match='no table "u"; there are: t'):
        check({"u": typed(GOOD)}, package)
    with pytest.raises(CannotRunError, match=r'"t" is a builtins\.list; give a frame'):
        check({"t": [1]}, package)
    with pytest.raises(CannotRunError, match="no such file"):
        check({"t": typed(GOOD)}, tmp_path / "nowhere")


@pytest.mark.parametrize("kind", ["date", "datetime"])
def test_times_that_python_does_not_know_are_told(kind: str, write_package: PackageWriter) -> None:
    package = write_package({"t": ({"fields": [{"name": "x", "type": kind}]}, "x\n2025-07-04\n")})
    polars_type = pl.Date() if kind == "date" else pl.Datetime("us", "UTC")
    frame = pl.DataFrame({"x": pl.Series([None, 5_000_000]).cast(pl.Date()).cast(polars_type)})
    (issue,) = check({"t": frame}, package)
    assert issue.rule == "source-error"
    assert issue.message.endswith('"x" has 1, the first in row 3')
    assert check({"t": frame}, package, only="frictionless") == [issue]


def test_what_polars_cannot_read_ends_in_no_panic(write_package: PackageWriter) -> None:
    package = write_package({"t": ({"fields": [{"name": "x", "type": "datetime"}]}, "x\n2025-07-04T00:00:00Z\n")})
    endless = duckdb.sql("SELECT 'infinity'::TIMESTAMP_MS x")
    assert [issue.rule for issue in check({"t": endless}, package)] == ["source-error"]
    with pytest.raises(CannotRunError, match='"t" has a column that cannot be read'):
        check({"t": duckdb.sql("SELECT INTERVAL 3 DAY x")}, package)


def test_missing_times_beside_a_column_that_is_judged_value_by_value_are_missing(write_package: PackageWriter) -> None:
    schema = {"fields": [{"name": "x", "type": "datetime"}, {"name": "y", "type": "string"}]}
    package = write_package({"t": (schema, "x,y\n")})
    times = pl.Series([None, datetime.datetime(2025, 7, 4, tzinfo=datetime.UTC)], dtype=pl.Datetime("us", "UTC"))
    with checked(package, frames={"t": pl.DataFrame({"x": times, "y": [1, 2]})}) as found:
        assert [(issue.rule, issue.field) for issue in found.issues] == [("type-error", "y")] * 2
        assert found.tables["t"].scan().collect()["x"].to_list() == [None, times[1]]
