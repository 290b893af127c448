"""Rows that lead back to themselves, in tables of any size."""

from collections.abc import Iterator
from typing import Any

import narwhals as nw
import polars as pl

from claimpack.rules.table import Frame


def cycles(rows: Frame, key: str, field: str) -> Iterator[dict[Any, int]]:
    """Yield each cycle of rows that point by `field` to the `key` of another, once, from its smallest member.

    A cycle is the keys of its rows, with the rows' numbers. Of rows that share a key, it is the first that is meant.
    Nothing can lead back where every row points to a smaller key, as in most tables, or every row to a larger one.
    """
    pointing = rows.filter(~nw.col(field).is_null() & ~nw.col(key).is_null()).select("_row", key, field)
    falls, rises = nw.col(field) < nw.col(key), nw.col(field) > nw.col(key)
    ways = pointing.select(all_fall=falls.all(), all_rise=rises.all()).collect()
    is_one_way = ways["all_fall"][0] or ways["all_rise"][0]
    if in_cycles := [] if is_one_way else _rows_in_cycles(pointing, key, field):
        members = pointing.filter(nw.col("_row").is_in(in_cycles))
        alike = rows.join(members.select(key).unique(key), on=key, how="semi")
        firsts = alike.group_by(key).agg(nw.col("_row").min())
        found = members.join(firsts, on=[key, "_row"], how="semi").collect()
        keys = found[key].to_list()
        numbers = dict(zip(keys, found["_row"].to_list(), strict=True))
        for cycle in _walked(dict(zip(keys, found[field].to_list(), strict=True))):
            yield {member: numbers[member] for member in cycle}


def _rows_in_cycles(pointing: Frame, key: str, field: str) -> list[int]:
    """Return the rows that stand in a cycle: those that pointers still reach after as many steps as there are rows.

    Each round doubles the steps (pointer jumping; Wyllie, The complexity of parallel computations, 1979).
    """
    targets = pointing.select(_key=nw.col(key), _to=nw.col("_row"))
    joined = pointing.join(targets, left_on=field, right_on="_key", how="inner")
    firsts = joined.group_by("_row").agg(nw.col("_to").min())
    links = firsts.collect().to_polars().cast(pl.Int64)
    if links.is_empty():
        return []
    nowhere = links.select(pl.max_horizontal(pl.all().max())).item() + 1
    pointers = pl.repeat(nowhere, nowhere + 1, dtype=pl.Int64, eager=True).scatter(links["_row"], links["_to"])
    for _ in range(nowhere.bit_length()):
        pointers = pointers.gather(pointers)
    return pointers.filter(pointers != nowhere).unique().to_list()


def _walked(parents: dict[Any, Any]) -> Iterator[list[Any]]:
    """Yield each cycle among parents once, from its smallest member."""
    settled: set[Any] = set()
    for start in sorted(parents):
        path: dict[Any, None] = {}
        node = start
        while node is not None and node not in settled and node not in path:
            path[node] = None
            node = parents.get(node)
        if node in path:
            members = list(path)[list(path).index(node) :]
            smallest = members.index(min(members))
            yield members[smallest:] + members[:smallest]
        settled.update(path)
