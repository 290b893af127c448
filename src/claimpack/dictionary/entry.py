"""One table's entry in the data dictionary: Markdown that reads as well on a terminal."""

import re
import textwrap
from collections.abc import Iterator
from typing import Any

from frictionless import Field, Resource

WIDTH = 120

BOUNDS = {
    "minimum": "At least",
    "exclusiveMinimum": "More than",
    "maximum": "At most",
    "exclusiveMaximum": "Less than",
    "minLength": "Characters, at least",
    "maxLength": "Characters, at most",
    "pattern": "Pattern",
}
"""Constraints that are told with their bound; the others are told in words, or not at all."""


def table_entry(resource: Resource) -> str:
    """Return what a table is, and each of its fields with meaning, type, example, constraints and terms."""
    about = resource.description or resource.schema.description or resource.title or resource.schema.title
    lines = [f"## {resource.name}", "", *([*_wrapped(about), ""] if about else [])]
    if resource.schema.primary_key:
        lines += [f"Key: {', '.join(map(_code, resource.schema.primary_key))}", ""]
    for field in resource.schema.fields:
        lines += [f"### {field.name}", ""]
        lines += [*_wrapped(field.description), ""] if field.description else []
        lines += [*_facts(field, resource), ""]
    return "\n".join(lines)


def _facts(field: Field, resource: Resource) -> Iterator[str]:
    form = f", {field.format}" if field.format not in {None, "default"} else ""
    yield f"- Type: {field.type}{form}"
    if field.example is not None:
        yield f"- Example: {_code(_spelled(field.example))}"
    is_required = field.constraints.get("required") or field.name in resource.schema.primary_key
    yield "- Required" if is_required else "- May be empty"
    if field.constraints.get("unique"):
        yield "- Unique"
    for key in resource.schema.foreign_keys:
        if field.name in key["fields"]:
            table = key["reference"]["resource"] or resource.name
            target = key["reference"]["fields"][key["fields"].index(field.name)]
            yield f"- Refers to: {_code(f'{table}.{target}')}"
    for name, words in BOUNDS.items():
        if name in field.constraints:
            yield f"- {words}: {_code(_spelled(field.constraints[name]))}"
    terms = _terms(field)
    if terms:
        yield "- One of:"
    for term, definition in terms.items():
        told = f"  - {_code(term)}: {definition}" if definition else f"  - {_code(term)}"
        yield from _wrapped(told, indent="    ")


def _terms(field: Field) -> dict[str, str]:
    """Return a field's terms in the order of its enum or categories, each with its definition, "" without one."""
    categories: list[Any] = field.to_descriptor().get("categories") or []
    defined = {
        _spelled(term["value"]): str(term.get("label") or "") if isinstance(term, dict) else ""
        for term in (category if isinstance(category, dict) else {"value": category} for category in categories)
    }
    return {_spelled(term): defined.get(_spelled(term), "") for term in field.constraints.get("enum") or defined}


def _spelled(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Return a text as lines, none of which begins with what Markdown would take for a mark of its own."""
    lead = text[: len(text) - len(text.lstrip())]
    glued = re.sub(r" (?=[-+*#=>|]|\d+[.)])", "\0", " ".join(text.split()))
    lines = textwrap.wrap(
        glued, WIDTH, initial_indent=lead, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return [line.replace("\0", " ") for line in lines]
