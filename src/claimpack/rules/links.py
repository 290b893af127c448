"""Rules on what points to what."""

from collections.abc import Iterator
from typing import Any

import narwhals as nw
import polars as pl

from claimpack.column_types import column_type
from claimpack.rules.cycles import cycles
from claimpack.rules.equality import points_to_few, rows_that_may_repeat
from claimpack.rules.rule import Breach, link_rule, package_rule
from claimpack.rules.table import Frame, Link, Tables

LEAVES = ("claims", "evidence", "identity_terms", "repair_weights", "uncoded")
"""Tables whose rows are there for their own sake; nothing need point to them."""


@package_rule(
    needs={},
    example="kyiv part of ukraine, ukraine part of kyiv",
    note="{_path} leads back to itself",
    fix="empty the link that is wrong",
)
def reference_cycle(tables: Tables) -> Iterator[Breach]:
    """A row is, over one or more links, its own parent, source or predecessor."""
    for link in links_of(tables):
        if link.table == link.target:
            firsts: dict[str, list[Any]] = {"_row": [], link.field: [], "_path": []}
            for rows in cycles(tables[link.table].rows, link.key, link.field):
                path = [*rows, next(iter(rows))]
                firsts["_row"].append(rows[path[0]])
                firsts[link.field].append(path[1])
                firsts["_path"].append(" → ".join(map(str, path)))
            yield Breach(link.table, link.field, nw.from_native(pl.LazyFrame(firsts)))


def links_of(tables: Tables) -> Iterator[Link]:
    """Yield the foreign keys of one field to another of its type; what is wrong with others is told as a key."""
    types = {name: {field.name: column_type(field) for field in table.schema.fields} for name, table in tables.items()}
    for name, table in tables.items():
        for foreign in table.schema.foreign_keys:
            own, reference = foreign["fields"], foreign["reference"]
            target, keys = reference["resource"] or name, reference["fields"]
            if len(own) == len(keys) == 1 and (name, own) != (target, keys):
                type_ = types[name].get(own[0])
                if type_ and type_ == types.get(target, {}).get(keys[0]):
                    yield Link(name, own[0], target, keys[0])


@package_rule(
    needs={},
    example="an actor who claims nothing",
    note="nothing in the package uses {key}",
    fix="remove the row, or use it",
)
def row_unused(tables: Tables) -> Iterator[Breach]:
    """A row that is there to be pointed to is pointed to by nothing."""
    pointers: dict[tuple[str, str], list[Link]] = {}
    for link in links_of(tables):
        pointers.setdefault((link.target, link.key), []).append(link)
    for (name, key), links in pointers.items():
        if name not in LEAVES:
            rows = tables[name].rows.select("_row", key)
            for link in links:
                table = tables[link.table]
                used = table.values(link.field, tables[name].size) if points_to_few(table, tables[name]) else table.rows
                used = used.select(_used=nw.col(link.field))
                rows = rows.join(used, left_on=key, right_on="_used", how="anti")
            yield Breach(name, key, rows.with_columns(key=nw.col(key)))


SUPERSEDING = ("claim_id", "event_id", "supersedes_claim_id")


@package_rule(
    needs={"claims": SUPERSEDING},
    example="a claim on a call supersedes one on an attack",
    note="the claim is about {event_id}, but {supersedes_claim_id}, which it supersedes, about {other}",
    fix="correct the event, or the claim that is superseded",
)
def supersedes_other_event(tables: Tables) -> Iterator[Breach]:
    """A claim supersedes a claim about another event."""
    pairs = _with_superseded(tables["claims"].rows, "event_id")
    yield Breach("claims", "supersedes_claim_id", pairs.filter(nw.col("event_id") != nw.col("other")))


@package_rule(
    needs={"claims": (*SUPERSEDING, "measure_id", "supersession")},
    example="people killed as an update of people injured",
    note="the claim updates {supersedes_claim_id}, which is about {other}, with a value of {measure_id}",
    fix="name the same measure, or call it a correction",
)
def update_of_other_measure(tables: Tables) -> Iterator[Breach]:
    """A claim updates a claim about another measure, which only a correction may."""
    pairs = _with_superseded(tables["claims"].rows, "measure_id")
    differs = (nw.col("measure_id") != nw.col("other")).fill_null(True)
    both_empty = nw.col("measure_id").is_null() & nw.col("other").is_null()
    updates = pairs.filter(nw.col("supersession") == "update")
    yield Breach("claims", "supersession", updates.filter(differs & ~both_empty))


def _with_superseded(claims: Frame, field: str) -> Frame:
    """Return the claims that supersede one, each with that claim's `field` as `other`."""
    superseding = claims.filter(~nw.col("supersedes_claim_id").is_null())
    # Few claims supersede one: those few are held, and not all that they might point to.
    ids = superseding.select("supersedes_claim_id").unique("supersedes_claim_id")
    others = claims.select(superseded=nw.col("claim_id"), other=nw.col(field))
    others = others.join(ids, left_on="superseded", right_on="supersedes_claim_id", how="semi")
    return superseding.join(others, left_on="supersedes_claim_id", right_on="superseded", how="inner")


@link_rule(
    Link("claims", "source_id", "sources", "source_id"),
    "attribution",
    "claimant_id",
    "sources.outlet_id",
    example="attribution none, claimant the mayor",
    note="attribution is {attribution}, the claimant {claimant_id}, the outlet of {source_id} {outlet_id}",
    fix="write none exactly where the claimant is the source's outlet",
)
def attribution_not_claimant() -> nw.Expr:
    """A claim without attribution is not its outlet's, or an attributed one is."""
    return (nw.col("attribution") == "none") != (nw.col("claimant_id") == nw.col("outlet_id"))


TELLING = ("event_id", "source_id", "statement")


@package_rule(
    needs={"claims": ("claim_id", "event_id")},
    example="one claim entered twice, as claim-1 and claim-3",
    note="the claim differs from the one in row {earlier} in nothing but its id",
    fix="remove the row, and let the evidence point to the other",
)
def claim_repeated(tables: Tables) -> Iterator[Breach]:
    """Two claims differ only in their id."""
    table = tables["claims"]
    content = [name for name in table.schema.field_names if name != "claim_id"]
    # Few claims share even these; only they are compared in everything.
    for alike in rows_that_may_repeat(table.rows, [name for name in TELLING if name in content] or content):
        rows = alike.with_columns(nw.concat_str(*_spelled(content), separator="\x1f").alias("_content"))
        counts = rows.group_by("_content").agg(nw.len().alias("_count")).filter(nw.col("_count") > 1)
        again = rows.join(counts, on="_content", how="semi")
        earlier = nw.col("_row").shift(1).over("_content", order_by="_row").alias("earlier")
        yield Breach("claims", "claim_id", again.with_columns(earlier).filter(~nw.col("earlier").is_null()))


def _spelled(fields: list[str]) -> Iterator[nw.Expr]:
    for field in fields:
        yield nw.col(field).cast(nw.String).fill_null("\0")
