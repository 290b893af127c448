"""Gate 1, the referee: frictionless' own field readers judge what the screen does not pass."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Self, TypeAlias

from frictionless import Field

from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.meaning.constraints import constraints_on_text
from claimpack.text.dialect import DamagedFileError, PlainCsv
from claimpack.text.doubles import placing
from claimpack.text.typed import FIRST_ROW

Reader: TypeAlias = Callable[[str], tuple[Any, dict[str, str]]]
"""Reads a cell into its value, and what is wrong with it by the name of the constraint."""

Values = dict[str, dict[int, Any]]
"""For each field, the values that the referee found valid, by the row's place in the file (from 0)."""


def judge(rows: Iterable[tuple[int, Sequence[str | None]]], table: PlainCsv) -> tuple[list[Issue], Values]:
    """Judge some rows of a table, each with its place in the file (from 0) and its cells, None where one is known.

    Return the issues, and the values found valid. Raises DamagedFileError on a row without any value, and on a value
    that the typed column cannot hold: frictionless judges those whole.
    """
    issues: list[Issue] = []
    values: Values = defaultdict(dict)
    judges = [_Judge.of(field) for field in table.schema.fields]
    for place, texts in rows:
        judged = zip(judges, texts, strict=True)
        cells = [(own, text, own.read(text)) for own, text in judged if text is not None]
        if all(value is None and "type" not in notes for _, _, (value, notes) in cells):
            raise DamagedFileError("a row without any value")
        for own, text, (value, notes) in cells:
            for name in own.told.intersection(notes):
                rule = "type-error" if name == "type" else "constraint-error"
                fix = fix_for(rule if name == "type" else name)
                row = place + FIRST_ROW
                issues.append(Issue(table.file, row, own.name, rule, text or None, notes[name], fix, table.table))
            if value is not None:
                stored = own.placed(value, text)
                if stored is None:
                    raise DamagedFileError("a value that has no place in its column")
                values[own.name][place] = stored
    return issues, values


class _Judge(NamedTuple):
    """Who judges the cells of a field: frictionless' reader; `told` are the constraints that are its own to judge."""

    name: str
    read: Reader
    told: frozenset[str]
    placed: Callable[[Any, str | None], Any]

    @classmethod
    def of(cls, field: Field) -> Self:
        told = frozenset({"type", *constraints_on_text(field)})
        return cls(field.name, _cell_reader(field), told, placing(field))


def _cell_reader(field: Field) -> Reader:
    """Return frictionless' reader of a field's cells. What it cannot compare with a bound, gate 2 can.

    It fails at times with a zone beside times without, and at "not a number" that signals.
    """
    read_cell, read_value = field.create_cell_reader(), field.create_value_reader()

    def read(text: str) -> tuple[Any, dict[str, str]]:
        try:
            value, notes = read_cell(text)
        except (ArithmeticError, TypeError):
            return read_value(text), {}
        return value, notes or {}

    return read
