"""Rows that lead back to themselves, in tables of any size."""

from collections.abc import Iterator

import narwhals as nw
import polars as pl

from claimpack.rules.rule import Frame


def cycles(rows: Frame, key: str, field: str) -> Iterator[list[str]]:
    """Yield each cycle of rows that point by `field` to the `key` of another, once, from its smallest member.

    Nothing can lead back where every row points to a smaller key, as in most tables, or every row to a larger one.
    """
    pointing = rows.filter(~nw.col(field).is_null() & ~nw.col(key).is_null()).select("_row", key, field)
    falls, rises = nw.col(field) < nw.col(key), nw.col(field) > nw.col(key)
    ways = pointing.select(all_fall=falls.all(), all_rise=rises.all()).collect()
    if not (ways["all_fall"][0] or ways["all_rise"][0]):
        members = pointing.filter(nw.col("_row").is_in(_rows_in_cycles(pointing, key, field)))
        pairs = members.select(key, field).collect()
        yield from _walked(dict(zip(pairs[key].to_list(), pairs[field].to_list(), strict=True)))


def _rows_in_cycles(pointing: Frame, key: str, field: str) -> list[int]:
    """Return the rows that stand in a cycle: those that pointers still reach after as many steps as there are rows.

    Each round doubles the steps (pointer jumping; Wyllie, The complexity of parallel computations, 1979).
    """
    targets = pointing.select(_key=nw.col(key), _to=nw.col("_row"))
    joined = pointing.join(targets, left_on=field, right_on="_key", how="inner").select("_row", "_to")
    links = joined.collect().to_polars().cast(pl.Int64)
    if links.is_empty():
        return []
    nowhere = links.select(pl.max_horizontal(pl.all().max())).item() + 1
    pointers = pl.repeat(nowhere, nowhere + 1, dtype=pl.Int64, eager=True).scatter(links["_row"], links["_to"])
    for _ in range(nowhere.bit_length()):
        pointers = pointers.gather(pointers)
    return pointers.filter(pointers != nowhere).unique().to_list()


def _walked(parents: dict[str, str]) -> Iterator[list[str]]:
    """Yield each cycle among parents once, from its smallest member."""
    settled: set[str] = set()
    for start in sorted(parents):
        path: dict[str, None] = {}
        node: str | None = start
        while node is not None and node not in settled and node not in path:
            path[node] = None
            node = parents.get(node)
        if node in path:
            members = list(path)[list(path).index(node) :]
            smallest = members.index(min(members))
            yield members[smallest:] + members[:smallest]
        settled.update(path)
