"""Reading a package and its computed tables into accounts, event by event."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from claimpack.account.event import EventAccount, Source
from claimpack.account.findings import Findings
from claimpack.account.identity import Identity
from claimpack.account.topics import Measure, topics_of
from claimpack.checking import CheckedPackage
from claimpack.show.claim import Claim
from claimpack.show.reading import NEEDED as SHOWN
from claimpack.show.reading import Tables, read_claims
from claimpack.typed_tables import needed_tables

NEEDED = SHOWN | {
    "events": (*SHOWN["events"], "time_precision"),
    "sources": (*SHOWN["sources"], "archive_url"),
}
COMPUTED = {
    "figures": (
        *("figure_id", "event_id", "measure_id", "place_id", "low", "high", "time_low", "time_high"),
        *("is_low_open", "is_high_open"),
    ),
    "figure_claims": ("figure_id", "claim_id"),
    "estimates": ("event_id", "measure_id", "place_id", "low", "best", "high", "status", "best_after_repair"),
    "conflicts": ("conflict_id", "event_id", "kind", "explanation"),
    "conflict_figures": ("conflict_id", "figure_id"),
    "conflict_identities": ("conflict_id", "identity_id"),
    "repairs": (
        *("repair_id", "event_id", "optimum", "figure_id", "action", "repaired_measure_id", "cost", "explanation"),
        *("part", "next_best_cost"),
    ),
}
OPTIONAL = {
    "identities": ("identity_id", "title", "relation"),
    "identity_terms": ("identity_id", "measure_id", "coefficient"),
}


@dataclass(frozen=True)
class Accounts:
    """The accounts of all events, those in conflict first, and what they share.

    `outlets` are the ids of those in whose sources claims stand, those of most claims of the package first.
    """

    events: list[EventAccount]
    sources: Mapping[str, Source]
    outlets: list[str]
    measures: Mapping[str, Measure]
    identities: list[Identity]

    @property
    def claim_count(self) -> int:
        """Return how many claims there are."""
        return sum(len(account.claims) for account in self.events)


def all_tables(package: CheckedPackage, computed: Mapping[str, pl.DataFrame]) -> dict[str, pl.LazyFrame]:
    """Return the tables of a package, authored and computed, by name."""
    authored = {name: table.scan() for name, table in package.tables.items()}
    return authored | {name: table.lazy() for name, table in computed.items()}


def read_accounts(tables: Mapping[str, pl.LazyFrame], event_id: str | None = None) -> Accounts:
    """Return the accounts of all events of a valid package, or of one; none where there is no such event.

    `tables` are the package's tables, authored and computed, by name. Raises CannotRunError where one, or a column of
    it, is missing.
    """
    authored = needed_tables(tables, NEEDED)
    computed = {name: table.collect() for name, table in needed_tables(tables, COMPUTED).items()}
    condition = pl.lit(value=True) if event_id is None else pl.col("event_id") == event_id
    measures = {row["measure_id"]: Measure(**row) for row in _rows(authored["measures"])}
    sources = _sources(authored)
    events = {row["event_id"]: row for row in _rows(authored["events"])}
    places = {row["place_id"]: row["name"] for row in _rows(authored["places"])}
    findings = Findings(computed, condition)
    claims = _by_event(read_claims(authored, condition))
    wanted = events if event_id is None else events.keys() & {event_id}
    accounts = [
        EventAccount(
            event=events[name],
            place=places.get(events[name]["place_id"], ""),
            part_of=events.get(events[name]["part_of_event_id"], {}).get("title", ""),
            claims=claims[name],
            topics=topics_of(events[name], claims[name], measures, places, findings),
            conflicts=findings.conflicts[name],
            repairs=findings.repairs[name],
            notes=findings.notes[name],
        )
        for name in wanted
    ]
    ranked = sorted(accounts, key=lambda account: account.rank)
    return Accounts(ranked, sources, _outlets(authored), measures, _identities(tables))


def _by_event(claims: Iterable[Claim]) -> Mapping[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.event_id].append(claim)
    return found


def _rows(table: pl.LazyFrame) -> Iterator[dict[str, Any]]:
    return table.collect().iter_rows(named=True)


def _sources(tables: Tables) -> dict[str, Source]:
    names = {row["actor_id"]: row["name"] for row in _rows(tables["actors"])}
    return {
        row["source_id"]: Source(
            row["source_id"],
            row["title"],
            row["outlet_id"],
            names.get(row["outlet_id"], row["outlet_id"]),
            str(row["published_on"] or ""),
            row["language"],
            row["url"],
            row["archive_url"],
            row["coding_scope"] != "not_held",
        )
        for row in _rows(tables["sources"])
    }


def _outlets(tables: Tables) -> list[str]:
    """Return the outlets of sources that have claims, those of most claims first."""
    counts = tables["claims"].join(tables["sources"], on="source_id").group_by("outlet_id").len()
    return counts.sort("len", "outlet_id", descending=[True, False]).collect()["outlet_id"].to_list()


def _identities(tables: Tables) -> list[Identity]:
    """Return the identities of a package, none where it has no such tables."""
    if not OPTIONAL.keys() <= tables.keys():
        return []
    known = needed_tables(tables, OPTIONAL)
    terms: dict[str, dict[str, float]] = defaultdict(dict)
    for row in _rows(known["identity_terms"]):
        terms[row["identity_id"]][row["measure_id"]] = row["coefficient"]
    rows: Iterable[dict[str, Any]] = _rows(tables["identities"])
    return [Identity(row["identity_id"], row["title"], row["relation"], terms[row["identity_id"]]) for row in rows]
