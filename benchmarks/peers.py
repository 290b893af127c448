"""The claims of a package checked by other libraries: types, required values, patterns, terms, lengths, keys.

Each is given what it can be told of the schema, from frames that are typed already: less than the whole package.
`make bench` runs them in an environment of their own, so nothing of claimpack is imported here.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

# Pandera otherwise asks its makers for news, and lazy frames are checked less.
os.environ.setdefault("PANDERA_VALIDATION_DEPTH", "SCHEMA_AND_DATA")

KEY = "claim_id"
TYPES = {"integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}


def claims_of(package: Path) -> tuple[list[dict[str, Any]], pl.DataFrame]:
    """Return the fields of claims, and its rows, typed."""
    fields = json.loads((package / "schemas" / "claims.schema.json").read_text(encoding="utf-8"))["fields"]
    types = {field["name"]: TYPES.get(field["type"], pl.String) for field in fields}
    return fields, pl.read_csv(package / "data" / "claims.csv", schema_overrides=types, ignore_errors=True)


def keys_of(package: Path) -> Iterator[tuple[str, pl.Series]]:
    """Yield each foreign key of claims with the keys that it may have."""
    schema = json.loads((package / "schemas" / "claims.schema.json").read_text(encoding="utf-8"))
    for key in schema["foreignKeys"]:
        reference = key["reference"]
        table, column = reference["resource"] or "claims", _one(reference["fields"])
        keys = pl.read_csv(package / "data" / f"{table}.csv", columns=[column], infer_schema=False)
        yield _one(key["fields"]), keys[column]


def _one(names: list[str] | str) -> str:
    return names if isinstance(names, str) else names[0]


def pandera(package: Path, *, with_pandas: bool) -> int:
    """Check with Pandera, foreign keys too; return the number of failure cases."""
    import pandera.errors
    import pandera.pandas
    import pandera.polars

    library: Any = pandera.pandas if with_pandas else pandera.polars
    fields, rows = claims_of(package)
    known = {field: set(keys) for field, keys in keys_of(package)}
    columns = {}
    for field in fields:
        limits, name = field.get("constraints", {}), field["name"]
        checks = [library.Check.str_matches(limits["pattern"])] if "pattern" in limits else []
        checks += [library.Check.isin(limits["enum"])] if "enum" in limits else []
        checks += [library.Check.str_length(max_value=limits["maxLength"])] if "maxLength" in limits else []
        checks += [library.Check.isin(known[name])] if name in known else []
        columns[name] = library.Column(checks=checks, nullable=not limits.get("required"))
    schema = library.DataFrameSchema(columns, unique=[KEY])
    try:
        schema.validate(rows.to_pandas() if with_pandas else rows, lazy=True)
    except pandera.errors.SchemaErrors as error:
        return len(error.failure_cases)
    return 0


def dataframely(package: Path) -> int:
    """Check with dataframely, which has no foreign keys; return the number of rows that it filters out."""
    import dataframely as dy

    kinds = {"integer": dy.Int64, "number": dy.Float64, "boolean": dy.Bool, "date": dy.Date}
    fields, rows = claims_of(package)
    columns: dict[str, Any] = {}
    for field in fields:
        limits = field.get("constraints", {})
        options = {"nullable": not limits.get("required") and field["name"] != KEY, "primary_key": field["name"] == KEY}
        if field["type"] not in kinds:
            columns[field["name"]] = dy.String(regex=limits.get("pattern"), **options)
        else:
            columns[field["name"]] = kinds[field["type"]](**options)
        if "enum" in limits:
            terms = limits["enum"]
            columns[field["name"]] = dy.String(check=lambda column, terms=terms: column.is_in(terms), **options)
    schema: Any = type("Claims", (dy.Schema,), columns)
    _, failures = schema.filter(rows)
    return len(failures)


def pointblank(package: Path) -> int:
    """Check with pointblank, foreign keys too; return the number of failures of all steps."""
    import pointblank as pb

    fields, rows = claims_of(package)
    steps = pb.Validate(rows).rows_distinct(columns_subset=KEY)
    for field in fields:
        limits, name = field.get("constraints", {}), field["name"]
        if limits.get("required"):
            steps = steps.col_vals_not_null(name)
        if "pattern" in limits:
            steps = steps.col_vals_regex(name, limits["pattern"], na_pass=True)
        if "enum" in limits:
            steps = steps.col_vals_in_set(name, [*limits["enum"], None])
    return int(sum(count for count in steps.interrogate().n_failed().values()))


PEERS: dict[str, Callable[[Path], int]] = {
    "pandera-pandas": lambda package: pandera(package, with_pandas=True),
    "pandera-polars": lambda package: pandera(package, with_pandas=False),
    "dataframely": dataframely,
    "pointblank": pointblank,
}

if __name__ == "__main__":
    print(PEERS[sys.argv[1]](Path(sys.argv[2])))  # noqa: T201  # the one thing that it says
