"""The page that a release carries."""

from pathlib import Path

import polars as pl
import pytest
from frictionless import Package

from claimpack.account import all_tables
from claimpack.checking import checked
from claimpack.explore.released import write_page
from claimpack.reconcile import computed_tables

from .conftest import ROOT


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.LazyFrame]:
    """The tables of the project's own package, authored and computed."""
    with checked(ROOT) as source:
        known = all_tables(source, computed_tables(source.tables))
        return {name: table.collect().lazy() for name, table in known.items()}


@pytest.fixture
def package() -> Package:
    """The project's own package."""
    return Package(str(ROOT / "datapackage.json"))


def test_it_is_the_page_of_the_command(
    package: Package, tables: dict[str, pl.LazyFrame], page: Path, tmp_path: Path
) -> None:
    (name,) = write_page(package, tables, tmp_path)
    assert name == f"kyiv-attack-claims-{package.version}.html"
    assert (tmp_path / name).read_bytes() == page.read_bytes()


@pytest.mark.parametrize("missing", ["conflicts", "claims", "evidence"])
def test_without_a_table_there_is_none(
    package: Package, tables: dict[str, pl.LazyFrame], missing: str, tmp_path: Path
) -> None:
    others = {name: table for name, table in tables.items() if name != missing}
    assert write_page(package, others, tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_without_a_column_there_is_none(package: Package, tables: dict[str, pl.LazyFrame], tmp_path: Path) -> None:
    assert write_page(package, tables | {"sources": tables["sources"].drop("url")}, tmp_path) == []


def test_of_a_package_of_something_else_there_is_none(tables: dict[str, pl.LazyFrame], tmp_path: Path) -> None:
    assert write_page(Package.from_descriptor({"name": "other", "resources": []}), tables, tmp_path) == []


def test_of_a_huge_package_there_is_none(
    package: Package, tables: dict[str, pl.LazyFrame], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimpack.explore.released.MOST_RELEASED", 460)
    assert write_page(package, tables, tmp_path) == []
