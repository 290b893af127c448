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


def write_page(package: Package, tables: Mapping[str, pl.LazyFrame], folder: Path) -> list[str]:
    """Write the page of a release into its folder; return the names of what was written.

    Nothing is written of a package that does not follow our profile, or lacks a table, authored or computed, or a
    column that a page needs.
    """
    if not follows_profile(package) or not _has_all(tables):
        return []
    path = folder / f"{release_name(package)}.html"
    written = write_site(read_accounts(tables), citation_of(package.to_descriptor()), path)
    return [made.name for made in written]


def _has_all(tables: Mapping[str, pl.LazyFrame]) -> bool:
    return all(
        name in tables and set(columns) <= set(tables[name].collect_schema().names())
        for name, columns in (NEEDED | COMPUTED).items()
    )
