"""Gate 1, the referee: frictionless' own field readers judge what the screen does not pass."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from frictionless import Field

from claimpack.column_types import stored_value
from claimpack.fixes import fix_for
from claimpack.issue import Issue
from claimpack.meaning.constraints import is_seen_in_column
from claimpack.text.dialect import DamagedFileError, PlainCsv
from claimpack.text.doubles import are_alike
from claimpack.text.typed import FIRST_ROW

Values = dict[str, dict[int, Any]]
"""For each field, the values that the referee found valid, by the row's place in the file (from 0)."""


def judge(rows: Iterable[tuple[int, Sequence[str | None]]], table: PlainCsv) -> tuple[list[Issue], Values]:
    """Judge some rows of a table, each with its place in the file (from 0) and its cells, None where one is known.

    Return the issues, and the values found valid. Raises DamagedFileError on a row without any value, and on a value
    that the typed column cannot hold: frictionless judges those whole.
    """
    issues: list[Issue] = []
    values: Values = defaultdict(dict)
    readers = [(field, _cell_reader(field)) for field in table.schema.fields]
    for place, texts in rows:
        judged = zip(readers, texts, strict=True)
        cells = [(field, text, reader(text)) for (field, reader), text in judged if text is not None]
        if all(value is None and "type" not in (notes or {}) for _, _, (value, notes) in cells):
            raise DamagedFileError("a row without any value")
        for field, text, (value, notes) in cells:
            for name, note in _notes_for_this_gate(field, notes or {}):
                rule = "type-error" if name == "type" else "constraint-error"
                fix = fix_for(rule if name == "type" else name)
                row = place + FIRST_ROW
                issues.append(Issue(table.file, row, field.name, rule, text or None, note, fix, table.table))
            if value is not None:
                stored = stored_value(field, value, text)
                if stored is None or (field.type == "number" and not are_alike(field, value)):
                    raise DamagedFileError("a value that has no place in its column")
                values[field.name][place] = stored
    return issues, values


def _cell_reader(field: Field) -> Callable[[str], tuple[Any, dict[str, str] | None]]:
    """Return frictionless' reader of a field's cells. What it cannot compare with a bound, gate 2 can.

    It fails at times with a zone beside times without, and at "not a number" that signals.
    """
    read_cell, read_value = field.create_cell_reader(), field.create_value_reader()

    def read(text: str) -> tuple[Any, dict[str, str] | None]:
        try:
            return read_cell(text)
        except (ArithmeticError, TypeError):
            return read_value(text), None

    return read


def _notes_for_this_gate(field: Field, notes: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, note in notes.items():
        if name == "type" or not is_seen_in_column(field, name):
            yield name, note
