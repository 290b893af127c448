"""The page of a release."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl
from frictionless import Package

from claimpack.account import read_accounts
from claimpack.account.reading import COMPUTED, NEEDED
from claimpack.explore.site import write_site
from claimpack.package import follows_profile
from claimpack.release.citation import citation_of
from claimpack.release.descriptor import release_name

MOST_RELEASED = 200_000
"""With more claims, pages would take many times as long as the rest; `claimpack explore` makes them all the same."""


def write_page(package: Package, tables: Mapping[str, pl.LazyFrame], folder: Path) -> list[str]:
    """Write the page of a release into its folder; return the names of what was written.

    Nothing is written of a package that does not follow our profile, that lacks a table, authored or computed, or a
    column that a page needs, or that has more than 200,000 claims.
    """
    if not follows_profile(package) or not _has_all(tables) or _rows(tables["claims"]) > MOST_RELEASED:
        return []
    path = folder / f"{release_name(package)}.html"
    written = write_site(read_accounts(tables), citation_of(package.to_descriptor()), path)
    return [made.name for made in written]


def _rows(table: pl.LazyFrame) -> int:
    count: int = table.select(pl.len()).collect().item()
    return count


def _has_all(tables: Mapping[str, pl.LazyFrame]) -> bool:
    return all(
        name in tables and set(columns) <= set(tables[name].collect_schema().names())
        for name, columns in (NEEDED | COMPUTED).items()
    )
