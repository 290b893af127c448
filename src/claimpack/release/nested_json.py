"""Rows of the nested document as JSON texts, whole columns at a time: what its models would write of each row."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import polars as pl
from pydantic.fields import FieldInfo

from claimpack.issue import CannotRunError
from claimpack.release.json_table import members
from claimpack.release.nested import Row

JSON = "json"

TYPES: dict[Any, set[pl.DataType]] = {
    str: {pl.String()},
    bool: {pl.Boolean()},
    int: {pl.Int64()},
    float: {pl.Float64(), pl.Int64()},
    date: {pl.Date()},
}
"""The columns that can be written as a model's field."""


def columns_of(row: type[Row], tables: Mapping[str, pl.LazyFrame], *more: str) -> pl.LazyFrame:
    """Return the columns of a model's table that the model and `more` are made from.

    Raises CannotRunError where the table or a column of the model's type is missing.
    """
    wanted = {f"{name}_id" if _target(entry) else name: _type(entry) for name, entry in _single(row)}
    present = tables[row.table].collect_schema() if row.table in tables else {}
    columns = list(dict.fromkeys([*wanted, *more]))
    for name in columns:
        if name not in present:
            lack = f"{row.table}.{name}" if present else row.table
            raise CannotRunError(f"the descriptor declares our profile, but there is no table or column {lack}")
        if present[name] not in TYPES.get(wanted.get(name), {present[name]}):
            raise CannotRunError(f"{row.table}.{name} has not the type that it has in our profile")
    return tables[row.table].select(columns)


def members_of(row: type[Row], tables: Mapping[str, pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
    """Return for each column that points to another model's row the ids, and those rows as members of an object."""
    pointed = {}
    for name, entry in _single(row):
        if target := _target(entry):
            rows = as_json(target, columns_of(target, tables), members_of(target, tables))
            member = pl.format(f'"{name}":{{}}', JSON).alias(name)
            pointed[f"{name}_id"] = rows.select(pl.col(key_of(target)).alias(f"{name}_id"), member)
    return pointed


def as_json(row: type[Row], rows: pl.LazyFrame, pointed: Mapping[str, pl.LazyFrame], *more: str) -> pl.LazyFrame:
    """Return a model's rows as `json`, beside their key and the columns `more`.

    The object of a model with a list is left open, for `with_list` to end. Where a value is missing that has to be
    there, `json` is null.
    """
    for key, member in pointed.items():
        rows = rows.join(member, on=key, how="left")
    needed = [name for name, entry in _single(row) if NoneType not in get_args(entry.annotation)]
    is_whole = pl.all_horizontal(pl.col(needed).is_not_null())
    parts = [part for member in _members(row) for part in (pl.lit(","), member)][1:]
    end = pl.lit("" if len(_single(row)) < len(row.model_fields) else "}")
    text = pl.concat_str(pl.when(is_whole).then(pl.lit("{")), *parts, end)
    return rows.select(key_of(row), *more, text.alias(JSON))


def key_of(row: type[Row]) -> str:
    """Return the name of a model's key."""
    return next(iter(row.model_fields))


def with_list(rows: pl.DataFrame, key: str, parts: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return rows with their last member, a list of the parts that have their key, in the parts' order."""
    lists = parts.group_by(key, maintain_order=True).agg(pl.col(JSON).str.join(",").alias(name))
    text = pl.concat_str(JSON, pl.lit(f',"{name}":['), pl.col(name).fill_null(""), pl.lit("]}"))
    return rows.join(lists, on=key, how="left", maintain_order="left").select(pl.exclude(JSON, name), text.alias(JSON))


def _members(row: type[Row]) -> Iterator[pl.Expr]:
    """Yield the members of a row's object: neighbours that Polars can write together as one text."""
    for is_plain, some in groupby(_single(row), lambda field: not _target(field[1]) and _type(field[1]) is not float):
        fields = list(some)
        if is_plain:
            yield members(pl.col(name) for name, _ in fields)
            continue
        for name, entry in fields:
            number = _number(pl.col(name).cast(pl.Float64))
            text = pl.col(name) if _target(entry) else pl.format(f'"{name}":{{}}', number)
            yield text.fill_null(f'"{name}":null')


def _number(column: pl.Expr) -> pl.Expr:
    """Return numbers as the model `Number` writes them: whole ones with all digits, none for what is not finite."""
    finite = pl.when(column.is_finite()).then(column)
    whole = finite.cast(pl.Int64, strict=False)
    large = pl.when(finite.abs() >= 2**63).then(finite).map_elements(_digits, return_dtype=pl.String)
    return pl.coalesce(pl.when(whole == finite).then(whole.cast(pl.String)), large, finite.cast(pl.String))


def _digits(number: float) -> str:
    return str(int(number))


def _single(row: type[Row]) -> list[tuple[str, FieldInfo]]:
    """Return the fields of a model that are no lists."""
    return [(name, entry) for name, entry in row.model_fields.items() if get_origin(entry.annotation) is not list]


def _target(entry: FieldInfo) -> type[Row] | None:
    """Return the model that a field is, or is unless it is None; None for columns and lists."""
    type_ = _type(entry)
    return type_ if isinstance(type_, type) and issubclass(type_, Row) else None


def _type(entry: FieldInfo) -> Any:  # noqa: ANN401  # any annotation of a field
    """Return the type that a field has unless it is None."""
    annotation = entry.annotation
    options = get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)
    (type_,) = (option for option in options if option is not NoneType)
    return get_args(type_)[0] if get_origin(type_) is Annotated else type_
