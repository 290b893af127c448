"""Which place of the gazetteer is a place of a package: the one whose name and whose parent match, else none."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from claimpack.places.gazetteer import Gazetteer, Spot

CITY_RADIUS = 25.0
"""Kilometres. The gazetteer does not say of which city a district is a part; one farther off is of none."""

EARTH_RADIUS = 6371.0
NOT_LISTED = {"region"}
"""Types of places that the gazetteer does not have: a city of the same name is not the region."""


@dataclass(frozen=True)
class Place:
    """A place of a package, with what is needed to find it."""

    place_id: str
    name: str
    place_type: str
    parent_id: str


class NoMatchError(Exception):
    """The gazetteer has no place, or not one only, whose name and parent match; the text says why."""


class Matcher:
    """Looks the places of one package up in a gazetteer."""

    def __init__(self, gazetteer: Gazetteer, places: Mapping[str, Place]) -> None:
        self._gazetteer = gazetteer
        self._places = places

    def find(self, place: Place) -> Spot:
        """Return a place's spot; raise NoMatchError where there is not exactly one."""
        if place.place_type == "country":
            return _only(self._gazetteer.countries_named(place.name), place.name)
        if place.place_type in NOT_LISTED:
            raise NoMatchError(f"the gazetteer lists no {place.place_type}s")
        spots = self._gazetteer.named(place.name, self._country(place))
        parent = self._places.get(place.parent_id)
        if parent is None or parent.place_type == "country":
            return _only(spots, place.name)
        if parent.place_type in NOT_LISTED:
            region = self._region(parent)
            return _only([spot for spot in spots if spot.region == region], place.name)
        city = self.find(parent)
        return _only([spot for spot in spots if _is_part(spot, city)], place.name)

    def _country(self, place: Place) -> str:
        """Return the ISO code of the nearest country among a place's parents."""
        seen = set()
        while place.place_type != "country":
            seen.add(place.place_id)
            if place.parent_id not in self._places or place.parent_id in seen:
                raise NoMatchError("its country is not given")
            place = self._places[place.parent_id]
        return self.find(place).country

    def _region(self, region: Place) -> str:
        """Return a region's code: that of the one place of its name, if it is the largest there.

        The gazetteer knows regions by codes alone. Donetsk, a region, has its name from Donetsk, its largest city;
        a small town that happens to bear a region's name proves nothing.
        """
        spot = _only(self._gazetteer.named(region.name, self._country(region)), region.name)
        if not self._gazetteer.is_largest_of_region(spot):
            raise NoMatchError(f"the gazetteer does not know the region {region.name}")
        return spot.region


def _only(spots: list[Spot], name: str) -> Spot:
    if len(spots) == 1:
        return spots[0]
    found = f"{len(spots)} places" if spots else "no place"
    raise NoMatchError(f"the gazetteer has {found} called {name} in the parent")


def _is_part(spot: Spot, city: Spot) -> bool:
    return spot != city and spot.region == city.region and _distance(spot, city) <= CITY_RADIUS


def _distance(one: Spot, other: Spot) -> float:
    """Return the distance of two places in kilometres, on a sphere."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return float("inf")
    south, north = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * asin(sqrt(chord))
