"""Constraints that need no look: where every value of a foreign key is one of a key with the same constraints."""

from collections.abc import Collection, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from frictionless import Field

from claimpack.rules.table import Link, Tables


def in_order(tables: Tables, links: Iterable[Link]) -> list[str]:
    """Return the names of tables, those that others point to before these, if that can be."""
    targets: dict[str, set[str]] = {name: set() for name in tables}
    for link in links:
        targets[link.table] |= {link.target} - {link.table}
    try:
        return list(TopologicalSorter(targets).static_order())
    except CycleError:
        return list(tables)


def inheriting_fields(
    table: str, tables: Tables, links: Iterable[Link], sound: Collection[tuple[str, str]]
) -> Iterator[str]:
    """Yield the fields that point to a key with the same type and constraints, which is sound as `sound` says."""
    for link in links:
        if link.table == table and (link.target, link.key) in sound:
            own, other = tables[table].schema.get_field(link.field), tables[link.target].schema.get_field(link.key)
            if _constraints(own) == _constraints(other):
                yield link.field


def _constraints(field: Field) -> tuple[str, str | None, dict[str, Any]]:
    """Return what may be wrong with a value, wherever it stands."""
    bounds = {name: bound for name, bound in field.constraints.items() if name not in {"required", "unique"}}
    return field.type, field.format, bounds
