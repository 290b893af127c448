"""Constraints that need no look: where every value of a foreign key is one of a key with the same constraints."""

from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from frictionless import Field, Schema

from claimpack.text.typed import TypedTable


class Pointer(NamedTuple):
    """A foreign key of one field, and the key that it points to, in this or another table."""

    field: str
    target: str
    target_field: str


def in_order(tables: Mapping[str, TypedTable]) -> list[str]:
    """Return the names of tables, those that others point to before these, if that can be."""
    graph = {name: {pointer.target for pointer in _pointers(name, table)} for name, table in tables.items()}
    try:
        return list(TopologicalSorter({name: targets - {name} for name, targets in graph.items()}).static_order())
    except CycleError:
        return list(tables)


def inheriting_fields(
    table: TypedTable, tables: Mapping[str, TypedTable], sound: Collection[tuple[str, str]]
) -> Iterator[str]:
    """Yield the fields that point to a key with the same type and constraints, which is sound as `sound` says."""
    for field, target, target_field in _pointers(table.name, table):
        if (target, target_field) in sound:
            own, other = table.schema.get_field(field), tables[target].schema.get_field(target_field)
            if _constraints(own) == _constraints(other):
                yield field


def _pointers(name: str, table: TypedTable) -> Iterator[Pointer]:
    schema: Schema = table.schema
    for foreign in schema.foreign_keys if table.is_screened else ():
        reference = foreign["reference"]
        if len(foreign["fields"]) == 1:
            yield Pointer(foreign["fields"][0], reference["resource"] or name, reference["fields"][0])


def _constraints(field: Field) -> tuple[str, str | None, dict[str, Any]]:
    """Return what may be wrong with a value, wherever it stands."""
    bounds = {name: bound for name, bound in field.constraints.items() if name not in {"required", "unique"}}
    return field.type, field.format, bounds
