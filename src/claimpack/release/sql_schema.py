"""A release's tables in SQL: their order, keys, columns and readable views, alike for SQLite and DuckDB."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from frictionless import Field

from claimpack.release.released_table import ReleasedTable

READABLE = ("claims", "estimates")
"""The tables that have a view with names in place of ids, where a release has them."""

NAMES = ("name", "title")
"""The columns by which a row is called, in the order of preference."""


@dataclass(frozen=True)
class ForeignKey:
    """Fields of a table that point to as many fields of another, or of itself."""

    fields: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


def foreign_keys(table: ReleasedTable, tables: Mapping[str, ReleasedTable]) -> list[ForeignKey]:
    """Return the foreign keys that SQL can declare: those that point to what is unique by its own table's schema."""
    keys = []
    for key in table.schema.foreign_keys:
        target = tables[key["reference"]["resource"] or table.name]
        found = ForeignKey(tuple(key["fields"]), target.name, tuple(key["reference"]["fields"]))
        if set(found.targets) == set(target.schema.primary_key) or _is_unique(target, found.targets):
            keys.append(found)
    return keys


def in_order_of_references(tables: Mapping[str, ReleasedTable]) -> list[ReleasedTable]:
    """Return the tables, each after those it points to; tables that point to each other come last."""
    ordered: dict[str, ReleasedTable] = {}
    while ready := [
        table
        for table in tables.values()
        if table.name not in ordered and all(key.table in {*ordered, table.name} for key in foreign_keys(table, tables))
    ]:
        ordered |= {table.name: table for table in ready}
    return list((ordered | dict(tables)).values())


def create_table(
    table: ReleasedTable, keys: Sequence[ForeignKey], column: Callable[[Field], str], *, with_comments: bool
) -> str:
    """Return SQL that creates a table with its keys; `column` gives a column's type and checks.

    With comments, what the table and each field mean stands beside them, as SQL comments.
    """
    required = {field.name for field in table.schema.fields if field.constraints.get("required")}
    parts = []
    for field in table.schema.fields:
        null = " NOT NULL" if field.name in required.union(table.schema.primary_key) else ""
        unique = " UNIQUE" if field.constraints.get("unique") and [field.name] != table.schema.primary_key else ""
        parts.append((f"{identifier(field.name)} {column(field)}{null}{unique}", field.description))
    if table.schema.primary_key:
        parts.append((f"PRIMARY KEY ({_listed(table.schema.primary_key)})", ""))
    for key in keys:
        target = f"{identifier(key.table)} ({_listed(key.targets)})"
        parts.append((f"FOREIGN KEY ({_listed(key.fields)}) REFERENCES {target}", ""))
    lines = [f"CREATE TABLE {identifier(table.name)} ({_comment(table.description, with_comments)}"]
    for place, (definition, meaning) in enumerate(parts, 1):
        lines.append(f"  {definition}{',' if place < len(parts) else ''}{_comment(meaning, with_comments)}")
    return "\n".join([*lines, ")"])


def readable_view(table: ReleasedTable, tables: Mapping[str, ReleasedTable]) -> str:
    """Return SQL that creates `<table>_readable`: each id that points to something with a name is that name.

    The column of a name is called as that of the id, without `_id`. A row without a name keeps its id.
    """
    aliases = {key.fields: (f"t{place}", key) for place, key in enumerate(foreign_keys(table, tables))}
    columns, joins = [], []
    for field in table.schema.fields:
        plain = f"r.{identifier(field.name)}"
        alias, key = aliases.get((field.name,), ("", None))
        name = _name_of(tables[key.table]) if key else None
        if key and name:
            called = field.name.removesuffix("_id")
            shown = called if called not in table.schema.field_names else field.name
            plain = f"coalesce({alias}.{identifier(name)}, {plain}) AS {identifier(shown)}"
            target = f"{alias}.{identifier(key.targets[0])}"
            joins.append(f"LEFT JOIN {identifier(key.table)} {alias} ON {target} = r.{identifier(field.name)}")
        columns.append(plain)
    selected = ",\n  ".join(columns)
    view = identifier(f"{table.name}_readable")
    return "\n".join([f"CREATE VIEW {view} AS SELECT\n  {selected}", f"FROM {identifier(table.name)} r", *joins])


def identifier(name: str) -> str:
    """Quote a table or column name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def _is_unique(table: ReleasedTable, fields: Sequence[str]) -> bool:
    return len(fields) == 1 and bool(table.schema.get_field(fields[0]).constraints.get("unique"))


def _name_of(table: ReleasedTable) -> str | None:
    return next((name for name in NAMES if table.schema.has_field(name)), None)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(identifier, names))


def _comment(text: str | None, with_comments: bool) -> str:  # one of two arguments
    return f" -- {' '.join(text.split())}" if text and with_comments else ""
