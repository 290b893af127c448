"""Violations as Pandera checks, which judge the rows of pandas and Polars frames alike: all as Polars."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeAlias

import narwhals as nw
import pandas as pd
import polars as pl
from frictionless import Field, Schema
from pandera.api.base.checks import CheckResult
from pandera.constants import CHECK_OUTPUT_KEY
from pandera.pandas import Check

from claimpack.meaning.constraints import TYPED_TYPES, constraints, constraints_on_text
from claimpack.meaning.keys import is_empty, repeated_keys
from claimpack.text.typed import ROW

Rows: TypeAlias = nw.DataFrame[pl.DataFrame]


class FrameCheck(Check):
    """A check that tells each bad row once on either backend, also where it looks at several columns.

    Pandera's own wide checks tell a bad row once on Polars, but once for each of its columns on pandas.
    """

    def __init__(
        self, name: str, fields: list[str], broken: Callable[[Rows], pl.Series], note: str, *, warns: bool = False
    ) -> None:
        super().__init__(broken, name=name, description=note, ignore_na=False, raise_warning=warns)
        self.fields = fields
        self.broken = broken

    def __call__(self, check_obj: Any, column: str | None = None) -> CheckResult:  # noqa: ANN401, ARG002
        """Return which rows pass, and the cells of those that do not (several of one row as one text)."""
        is_polars = isinstance(check_obj, pl.LazyFrame)
        # pandas' own engine finds a missing value in no enum, and warns of every pattern that has a group.
        rows = check_obj.select(self.fields).collect() if is_polars else pl.from_pandas(check_obj[self.fields])
        broken = self.broken(nw.from_native(rows))
        cells = _cells(rows.filter(broken))
        if is_polars:
            passed = pl.LazyFrame({CHECK_OUTPUT_KEY: ~broken})
            return CheckResult(passed, passed.select(pl.all().all()), check_obj, pl.LazyFrame({"failure_case": cells}))
        flags = broken.to_numpy()
        holds = pd.Series(~flags, check_obj.index)
        return CheckResult(holds, not flags.any(), check_obj, pd.Series(cells, check_obj.index[flags], dtype=object))


def violation_check(name: str, fields: list[str], violation: nw.Expr, note: str, *, warns: bool = False) -> FrameCheck:
    """Return a check of the rows that an expression over some fields finds broken, or warns of."""

    def broken(rows: Rows) -> pl.Series:
        return rows.select(broken=violation.fill_null(False)).to_native()["broken"]

    return FrameCheck(name, fields, broken, note, warns=warns)


def text_check(
    name: str, field: str, is_broken: Callable[[str], bool], note: str, *, warns: bool = False
) -> FrameCheck:
    """Return a check of a column's texts that Python judges, each distinct text once."""

    def broken(rows: Rows) -> pl.Series:
        texts = rows[field].to_list()
        verdicts = {text: is_broken(text) for text in set(texts) if isinstance(text, str)}
        return pl.Series([verdicts.get(text, False) for text in texts], dtype=pl.Boolean)

    return FrameCheck(name, [field], broken, note, warns=warns)


def field_checks(field: Field, table: Schema) -> Iterator[FrameCheck]:
    """Yield the checks of one field, each by the name of its constraint; a key's check stands with its first field."""
    for constraint in constraints(field):
        note = f'constraint "{constraint.name}" is "{constraint.bound}"'
        yield violation_check(constraint.name, [field.name], constraint.violation, note)
    yield from _text_checks(field)
    if field.constraints.get("unique"):
        yield FrameCheck("unique-error", [field.name], _key_flags([field.name]), "no two rows have the same value")
    if table.primary_key and table.primary_key[0] == field.name:
        note = "no two rows have the same key, and none has no key"
        yield FrameCheck("primary-key", table.primary_key, _key_flags(table.primary_key, is_primary=True), note)


def _text_checks(field: Field) -> Iterator[FrameCheck]:
    """Yield what gate 1 leaves to frictionless' own reader, because the typed column still holds text."""
    names = [name for name in constraints_on_text(field) if name != "unique"]
    if field.type not in TYPED_TYPES or (field.type == "string" and field.format != "default"):
        names.append("type")
    reader = field.create_cell_reader()
    for name in names:
        rule = "type-error" if name == "type" else name
        note = f'as text of the type "{field.type}/{field.format}"'
        yield text_check(rule, field.name, partial(_is_noted, reader, name), note)


def _is_noted(reader: Callable[[str], tuple[Any, dict[str, str] | None]], name: str, text: str) -> bool:
    return name in (reader(text)[1] or {})


def _key_flags(key: list[str], *, is_primary: bool = False) -> Callable[[Rows], pl.Series]:
    def broken(rows: Rows) -> pl.Series:
        numbered = rows.with_row_index(ROW).lazy()
        found = [*repeated_keys(numbered, key), *([numbered.filter(is_empty(key))] if is_primary else [])]
        places = {place for violations in found for place in violations.collect()[ROW].to_list()}
        return pl.Series([place in places for place in range(len(rows))], dtype=pl.Boolean)

    return broken


def _cells(bad: pl.DataFrame) -> list[Any]:
    if bad.width == 1:
        return bad.to_series().to_list()
    return [", ".join("" if cell is None else str(cell) for cell in row) for row in bad.rows()]
