"""What the package calls things, so that sentences need no ids."""

from collections.abc import Mapping
from typing import NamedTuple

import narwhals as nw

from claimpack.reconcile.tables import Frame


class Names(NamedTuple):
    """What actors, identities, measures and places are called, by id, and where events are."""

    actors: Mapping[str, str]
    identities: Mapping[str, str]
    measures: Mapping[str, str]
    places: Mapping[str, str]
    event_places: Mapping[str, str]

    def measure(self, event: str, measure: str, place: str | None) -> str:
        """Return what a measure is called, with the place where that is not the event's own: Drones lost in Kyiv."""
        title = self.measures.get(measure, measure)
        is_own = place is None or place == self.event_places.get(event)
        return title if is_own else f"{title} in {self.places.get(place or '', place)}"


def names_of(frames: Mapping[str, Frame], event_places: Mapping[str, str]) -> Names:
    """Return the names that the tables of a package give, and of events, which may be many, the places handed in."""
    return Names(
        titles(frames["actors"], "actor_id", "name"),
        titles(frames["identities"], "identity_id", "title"),
        titles(frames["measures"], "measure_id", "title"),
        titles(frames["places"], "place_id", "name"),
        event_places,
    )


def titles(table: Frame, key: str, title: str) -> dict[str, str]:
    """Return a column of a table by its key, as far as there is one and it has values."""
    if title not in table.collect_schema().names():
        return {}
    rows = table.filter(~nw.col(title).is_null()).select(key, title).collect()
    return dict(zip(rows[key].to_list(), rows[title].to_list(), strict=True))
