"""`claimpack.load`: the same typed frames from any form of a package, here and on the web."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from pandas.testing import assert_frame_equal

import claimpack
from claimpack.issue import CannotRunError
from claimpack.loading import TablesUnreadableError
from claimpack.package import PackageUnreadableError
from claimpack.release.build import FORMATS
from serving import served

from .conftest import ROOT

forms = pytest.mark.parametrize("form", FORMATS)


@pytest.fixture(scope="session")
def web(
    tmp_path_factory: pytest.TempPathFactory, real_release: Path, nasty_release: Path
) -> Iterator[tuple[str, Path]]:
    """Serve the releases at an address of this machine; yield it, and the folder that is served."""
    root = tmp_path_factory.mktemp("web")
    for name, folder in {"real": real_release, "nasty": nasty_release}.items():
        (root / name).symlink_to(folder, target_is_directory=True)
    with served(root) as address:
        yield address, root


@forms
def test_every_format_loads_as_the_authored_package_does(form: str, real_release: Path) -> None:
    authored = claimpack.load(ROOT)
    released = claimpack.load(real_release / form)
    assert list(released)[: len(authored)] == list(authored)
    for name, frame in authored.items():
        key = list(frame.columns[: 2 if name == "identity_terms" else 1])
        in_order = frame.sort_values(key, key=lambda column: column.astype("string"), ignore_index=True)
        assert_frame_equal(released[name], in_order)


@forms
def test_the_types_are_exact_in_pandas(form: str, nasty_release: Path) -> None:
    things = claimpack.load(nasty_release / form, "things").set_index("id")
    types = {name: str(kind) for name, kind in things.dtypes.items()}
    assert str(things.index.dtype) == types["parent"] == types["since"] == "Int64"
    assert (types["is_open"], types["amount"], types["a text"]) == ("boolean", "Float64", "string")
    assert (types["day"], types["moment"]) == ("date32[day][pyarrow]", "datetime64[us, UTC]")
    last = things.xs(9007199254740993)
    assert list(last[["a text", "code", "day"]]) == ["NA", "NA", date(2025, 7, 4)]
    assert last["moment"] == pd.Timestamp("2025-07-03T23:20:00Z")
    assert things.loc[7, "parent"] == 9007199254740993
    assert list(things["parent"].isna()).count(True) == 5


@forms
def test_the_types_are_exact_in_polars(form: str, nasty_release: Path) -> None:
    things = claimpack.load(nasty_release / form, "things", engine="polars")
    assert things.row(-1)[:7] == (
        *(9007199254740993, "NA", "NA", 1234567.5, True),
        *(date(2025, 7, 4), datetime(2025, 7, 3, 23, 20, tzinfo=UTC)),
    )
    assert claimpack.load(nasty_release / form, "data/none", engine="polars").schema == {
        "thing": pl.Int64(),
        "note": pl.String(),
    }


@forms
def test_an_enum_becomes_ordered_categories(form: str, real_release: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "claims.schema.json").read_text(encoding="utf-8"))
    terms = next(field for field in schema["fields"] if field["name"] == "stance")["constraints"]["enum"]
    stance = claimpack.load(real_release / form, "claims")["stance"]
    assert stance.dtype == pd.CategoricalDtype(pd.Index(terms, dtype="string"), ordered=True)
    assert claimpack.load(real_release / form, "claims", engine="polars").schema["stance"] == pl.Enum(terms)


@pytest.mark.parametrize("place", ["nasty/csv", "nasty/json/datapackage.json", "nasty/nasty-1.0-parquet.zip"])
def test_it_loads_from_the_web(place: str, web: tuple[str, Path], nasty_release: Path) -> None:
    expected = claimpack.load(nasty_release / "csv")
    loaded = claimpack.load(f"{web[0]}/{place}")
    assert loaded.keys() == expected.keys()
    for name, frame in loaded.items():
        assert_frame_equal(frame, expected[name])


def test_it_fetches_only_the_table_asked_for_and_schemas_that_lie_beside(web: tuple[str, Path]) -> None:
    address, root = web
    shutil.copytree(ROOT / "schemas", root / "authored" / "schemas")
    shutil.copy(ROOT / "datapackage.json", root / "authored")
    (root / "authored" / "data").mkdir()
    shutil.copy(ROOT / "data" / "events.csv", root / "authored" / "data")
    events = claimpack.load(f"{address}/authored/datapackage.json", "events", engine="polars")
    assert events.equals(claimpack.load(ROOT, "events", engine="polars"))
    with pytest.raises(CannotRunError, match=r"data/claims\.csv: HTTP Error 404"):
        claimpack.load(f"{address}/authored", "claims")


def test_nothing_outside_a_package_on_the_web_is_fetched(web: tuple[str, Path]) -> None:
    address, root = web
    (root / "outside").mkdir()
    schema = {"fields": [{"name": "id", "type": "integer"}]}
    resource = {"name": "table", "path": "../nasty/csv/things.csv", "schema": schema}
    (root / "outside" / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    with pytest.raises(PackageUnreadableError, match="is not in the package"):
        claimpack.load(f"{address}/outside/datapackage.json")


def test_it_says_what_it_cannot_load(web: tuple[str, Path], nasty: Path, nasty_release: Path) -> None:
    with pytest.raises(CannotRunError, match="no such file or folder"):
        claimpack.load(nasty / "nowhere")
    with pytest.raises(CannotRunError, match='there is no table "thing"; there are: things, data/none'):
        claimpack.load(nasty, "thing")
    with pytest.raises(CannotRunError, match="HTTP Error 404"):
        claimpack.load(f"{web[0]}/nowhere/some.zip")
    with pytest.raises(CannotRunError, match="http://127"):
        claimpack.load("http://127.0.0.1:9/datapackage.json")
    with pytest.raises(ValueError, match='use "pandas" or "polars"'):
        claimpack.load(nasty_release / "csv", engine="spark")  # type: ignore[call-overload]


@forms
def test_a_cell_that_does_not_fit_is_named(form: str, nasty_release: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(nasty_release / form, tmp_path / form))
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    code = descriptor["resources"][0]["schema"]["fields"][2]
    code["constraints"] = {"enum": ["NA", "?", "x", "'"]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with pytest.raises(TablesUnreadableError, match=rf'things\.{form}:\d+:code: .*enum.*found ";"'):
        claimpack.load(folder)


def test_a_file_that_is_not_the_one_described_is_refused(nasty_release: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(nasty_release / "parquet", tmp_path / "parquet"))
    shutil.copy(folder / "data-none.parquet", folder / "things.parquet")
    with pytest.raises(TablesUnreadableError):
        claimpack.load(folder, "things")


def test_constraints_and_keys_do_not_stand_in_the_way(nasty: Path, tmp_path: Path) -> None:
    package = Path(shutil.copytree(nasty, tmp_path / "package"))
    things = (package / "things.csv").read_text(encoding="utf-8").replace('"-3"', '"-9"', 1)
    (package / "things.csv").write_text(things, encoding="utf-8", newline="")
    assert claimpack.load(package, "things")["id"].tolist()[2] == -9
