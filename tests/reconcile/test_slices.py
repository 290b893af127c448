"""The memory that computed tables take does not show: however few events are worked on at a time, they are the same."""

import random
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from claimpack.checking import checked
from claimpack.issue import CannotRunError
from claimpack.profile import profile_schema
from claimpack.reconcile import computed_tables, slices, write_computed_tables
from claimpack.reconcile.results import KEYS
from claimpack.reconcile.sorting import merged, write_slice
from claimpack.reconcile.tables import read_tables
from conftest import ROOT
from small_profile import EVENT, MEASURE, QUALIFIERS, SOURCE, claim, write_profile_package

EVENTS = 40
PARTS = ("drones", "missiles")


def small_storms() -> dict[str, list[dict[str, Any]]]:
    """Return the tables of events in which sums are stated beside their parts, in many of them wrongly."""
    chance = random.Random(5)  # noqa: S311  # no secret
    claims = []
    for event in range(EVENTS):
        values = {name: chance.randrange(40) for name in PARTS}
        values["weapons"] = sum(values.values()) + chance.choice([0, 0, 1, 2])
        stated = [*chance.sample(sorted(values), chance.randrange(1, 4)), chance.choice(PARTS)]
        for number, name in enumerate(stated):
            cells = {"event_id": f"storm-{event}", "qualifier_id": chance.choice(["exact", "about"])}
            claims.append(claim(f"claim-{event}-{number}", name, values[name] + chance.choice([0, 0, 3]), **cells))
    names = [*PARTS, "weapons"]
    terms = [("weapons-by-kind", name, 1 if name == "weapons" else -1) for name in names]
    return {
        "events": [EVENT | {"event_id": f"storm-{event}", "title": "Storm"} for event in range(EVENTS)],
        "actors": [{"actor_id": "gazette", "name": "Gazette", "actor_type": "outlet"}],
        "sources": [SOURCE | {"source_id": "source-1"}],
        "measures": [
            MEASURE | {"measure_id": name, "title": name, "unit": "weapon", "minimum": 0, "is_cumulative": "false"}
            for name in names
        ],
        "qualifiers": QUALIFIERS,
        "identities": [{"identity_id": "weapons-by-kind", "title": "All", "relation": "="}],
        "identity_terms": [
            {"identity_id": identity, "measure_id": name, "coefficient": factor} for identity, name, factor in terms
        ],
        "claims": claims,
    }


@pytest.fixture(scope="module")
def storms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of many small events, in conflict and not."""
    return write_profile_package(tmp_path_factory.mktemp("storms"), small_storms())


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def assert_same(tables: Mapping[str, pl.DataFrame], others: Mapping[str, pl.DataFrame]) -> None:
    assert list(tables) == list(others) == list(KEYS)
    for name, table in tables.items():
        assert_frame_equal(table, others[name])


@pytest.mark.parametrize("package", ["kyiv", "storms"])
def test_slices_on_disk_are_the_same_as_all_in_memory(
    package: str, storms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with checked(ROOT if package == "kyiv" else storms) as source:
        whole = computed_tables(source.tables)
        monkeypatch.setattr(slices, "MOST_CLAIMS", 100)
        monkeypatch.setattr(slices, "MOST_SAID", 20)
        frames = read_tables(source.tables)
        assert len(list(slices.slices(frames))) > len(list(slices.grouped(frames))) > 1
        sliced = computed_tables(source.tables)
        written = write_computed_tables(source.tables, tmp_path)
        assert_same({name: rows.collect() for name, rows in written.items()}, whole)
    assert_same(sliced, whole)
    assert_same({name: rows.sort(KEYS[name]) for name, rows in whole.items()}, whole)
    assert all(whole[name].height for name in KEYS)


def test_tables_without_rows_have_their_columns(tmp_path: Path) -> None:
    with checked(write_profile_package(tmp_path, {})) as source:
        for name, rows in computed_tables(source.tables).items():
            assert rows.columns == [field.name for field in profile_schema(name).fields]
            assert rows.is_empty()


def test_any_rows_are_sorted_as_they_would_be_in_memory(tmp_path: Path) -> None:
    chance = random.Random(6)  # noqa: S311  # no secret
    slices: list[dict[str, pl.DataFrame]] = []
    for rows in (0, 1, 300, 7):
        ids = [f"{chance.getrandbits(80):020x}" for _ in range(rows)]
        slices.append({name: _frame(name, key, ids, chance) for name, key in KEYS.items()})
    expected = {name: pl.concat(tables[name] for tables in slices).sort(key) for name, key in KEYS.items()}
    for number, tables in enumerate(slices):
        write_slice(tables, number, tmp_path)
    assert_same({name: rows.collect() for name, rows in merged(tmp_path).items()}, expected)


def _frame(name: str, key: tuple[str, ...], ids: list[str], chance: random.Random) -> pl.DataFrame:
    kind = key[0].removesuffix("_id")
    columns = {column: [f"{kind}-{id_}" for id_ in ids] for column in key[:1]}
    columns |= {column: [str(chance.randrange(9)) for _ in ids] for column in (*key[1:], f"{name}-more")}
    return pl.DataFrame(columns, dict.fromkeys(columns, pl.String))


@pytest.mark.parametrize("error", [None, KeyboardInterrupt, OSError, CannotRunError])
def test_nothing_is_left_on_disk(error: type[BaseException] | None, storms: Path, scratch: Path) -> None:
    def stop(_done: int, _all: int) -> None:
        if error:
            raise error

    with checked(storms) as source:
        before = sorted(scratch.iterdir())
        if error:
            with pytest.raises(error):
                computed_tables(source.tables, on_progress=stop)
        else:
            computed_tables(source.tables)
        assert sorted(scratch.iterdir()) == before
    assert not list(scratch.iterdir())
