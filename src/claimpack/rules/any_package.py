"""Rules on any data package: what the standard asks for and frictionless lets pass."""

from functools import reduce
from operator import and_

import narwhals as nw
from frictionless import Field

from claimpack.patterns import core_of, is_portable
from claimpack.rules.rule import archive_rule, field_rule


def _terms(field: Field) -> list[object]:
    listed = field.custom.get("categories", [])
    return [term["value"] if isinstance(term, dict) else term for term in listed if isinstance(listed, list)]


def _has_terms_of_its_own(field: Field) -> bool:
    return field.type in {"string", "integer"} and bool(_terms(field)) and "enum" not in field.constraints


@field_rule(
    _has_terms_of_its_own,
    example="kind plane, categories missile and drone",
    note="the value is none of the field's categories",
    fix="use one of the categories, or add it to them",
)
def category_unknown(field: Field) -> nw.Expr:
    """A value is not among the categories of its field."""
    kind = str if field.type == "string" else int
    return ~nw.col(field.name).is_in([term for term in _terms(field) if type(term) is kind])


def _key(field: Field) -> list[str]:
    return field.schema.primary_key if field.schema else []


def _is_part_of_key(field: Field) -> bool:
    return len(_key(field)) > 1 and field.name in _key(field) and not field.required


@field_rule(
    _is_part_of_key,
    example="primaryKey of event_id and place_id, place_id empty",
    note="a part of the primary key is empty",
    fix="fill it in, or leave the field out of the key",
)
def key_incomplete(field: Field) -> nw.Expr:
    """A row has a value in some, but not in all fields of its primary key."""
    missing = (nw.col(name).is_null() for name in _key(field))
    return nw.col(field.name).is_null() & ~reduce(and_, missing)


def _is_ungrouped(field: Field) -> bool:
    core = core_of(str(field.constraints.get("pattern", "")))
    return field.type == "string" and not is_portable(core) and is_portable(f"({core})")


@field_rule(
    _is_ungrouped,
    example="the value apple, where the pattern has the alternatives a and bc",
    note="the value only begins as its pattern says",
    fix="correct the value; or, if it is meant, end the pattern in .*",
)
def pattern_ungrouped(field: Field) -> nw.Expr:
    """A value begins with one alternative of its pattern, but does not match the pattern as a whole."""
    text, core = nw.col(field.name), core_of(field.constraints["pattern"])
    # What frictionless lets pass: to it `^` belongs to the first alternative alone, and `$` to the last.
    passes = text.str.contains(rf"^(?:^{core}\n?$)")
    return passes & ~text.str.contains(rf"^(?:{core})\n?$")


@archive_rule(
    example="kyiv/datapackage.json in the zip",
    note="the descriptor is {descriptor}, but belongs at the root of the archive",
    fix="pack the files of the folder, and not the folder",
)
def zip_top_folder() -> None:
    """An archive's files are in a folder, so that nothing in it is found."""
