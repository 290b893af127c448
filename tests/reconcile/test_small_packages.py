"""Claims in, computed tables out: stances, qualifiers, origins, revision, places, bad input."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from claimpack.checking import checked
from claimpack.issue import CannotRunError
from claimpack.reconcile import computed_tables
from claimpack.reconcile.best import Rule
from small_profile import EVENT, MEASURE, QUALIFIERS, SOURCE, claim, write_profile_package

MORE_QUALIFIERS = [
    {"qualifier_id": "over", "low_factor": 1, "high_factor": "", "is_strict": "true", "description": "Over."},
    {"qualifier_id": "at-least", "low_factor": 1, "high_factor": "", "is_strict": "false", "description": "At least."},
    {"qualifier_id": "nearly", "low_factor": 0.9, "high_factor": 1, "is_strict": "true", "description": "Nearly."},
]
OUTLETS = ["gazette", "herald", "agency", "mayor", "police"]


def measure(name: str, **cells: Any) -> dict[str, Any]:  # noqa: ANN401
    return MEASURE | {"measure_id": name, "title": name, "minimum": 0, "description": name} | cells


def source(name: str, outlet: str, **cells: Any) -> dict[str, Any]:  # noqa: ANN401
    return SOURCE | {"source_id": name, "outlet_id": outlet} | cells


SOURCES = [source("source-1", "gazette"), source("source-2", "herald"), source("source-3", "agency")]
PLACES = [
    {"place_id": "town", "name": "Town", "place_type": "city", "part_of_place_id": "land"},
    {"place_id": "land", "name": "Land", "place_type": "country"},
    {"place_id": "street", "name": "Street", "place_type": "district", "part_of_place_id": "town"},
]


def reconcile(
    folder: Path,
    claims: Sequence[Mapping[str, Any]],
    rule: Rule = "origins",
    **tables: Any,  # noqa: ANN401
) -> dict[str, pl.DataFrame]:
    """Reconcile a small package; the tables that are not given are the usual ones."""
    usual = {
        "events": [EVENT | {"event_id": "storm", "title": "Storm", "place_id": "land"}],
        "actors": [{"actor_id": name, "name": name, "actor_type": "outlet"} for name in OUTLETS],
        "sources": SOURCES,
        "measures": [measure(name) for name in ("injured", "hospitalised", "killed")],
        "qualifiers": [*QUALIFIERS, *MORE_QUALIFIERS],
        "places": PLACES,
    }
    with checked(write_profile_package(folder, usual | tables | {"claims": claims})) as package:
        wrong = [issue for issue in package.issues if issue.severity == "error" and issue.rule != "evidence_missing"]
        assert not wrong
        return computed_tables(package.tables, rule)


def said(claim_id: str, value: float, number: int = 1, by: str = "", **cells: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a claim on people injured, in a source by number, attributed to somebody or to nobody."""
    outlet = SOURCES[number - 1]["outlet_id"]
    attribution = {"claimant_id": by or outlet, "attribution": "named" if by else "none"}
    return claim(claim_id, "injured", value, **({"source_id": f"source-{number}"} | attribution | cells))


def only(table: pl.DataFrame) -> dict[str, Any]:
    assert table.height == 1
    return table.row(0, named=True)


@pytest.mark.parametrize(
    ("value", "qualifier", "low", "high"),
    [
        (35, "about", 28, 42), (33, "about", 27, 39), (30, "over", 31, None), (30, "at-least", 30, None),
        (20, "nearly", 19, 19), (10, "nearly", 9, 10), (1, "nearly", 1, 1), (0, "about", 0, 0),
        (9_007_199_254_740_991, "exact", 9_007_199_254_740_991, 9_007_199_254_740_991),
    ],
)  # fmt: skip
def test_a_count_is_widened_exactly_and_rounded_inwards(
    tmp_path: Path, value: int, qualifier: str, low: int, high: int | None
) -> None:
    figure = only(reconcile(tmp_path, [said("a", value, qualifier_id=qualifier)])["figures"])
    assert (figure["low"], figure["high"]) == (low, high)


def test_an_open_bound_is_told_where_values_are_not_whole(tmp_path: Path) -> None:
    hours = measure("hours", value_type="duration", unit="hour", is_additive="false", is_cumulative="false")
    claims = [
        claim("a", "hours", 8, qualifier_id="over"),
        claim("b", "hours", 8, source_id="source-2", claimant_id="herald"),
    ]
    tables = reconcile(tmp_path, claims, measures=[hours])
    assert sorted(tables["figures"].select("low", "high", "is_low_open").rows(), key=str) == [
        (8, 8, False),
        (8, None, True),
    ]
    conflict = only(tables["conflicts"])
    assert conflict["explanation"] == "hours cannot be both over 8 (gazette, in source-1) and 8 (herald, in source-2)."


@pytest.mark.parametrize("stance", ["speculated", "predicted", "demanded", "opinion", "denied"])
def test_what_does_not_state_a_number_makes_no_figure(tmp_path: Path, stance: str) -> None:
    assert reconcile(tmp_path, [said("a", 23, stance=stance)])["figures"].is_empty()


def test_the_same_interval_is_one_figure_however_it_is_said(tmp_path: Path) -> None:
    claims = [said("a", 10, qualifier_id="about"), said("b", 8, 2) | {"value_high": 12}]
    assert only(reconcile(tmp_path, claims)["figures"])["claim_count"] == 2


def test_repeated_attribution_is_one_origin_and_silence_is_untraced(tmp_path: Path) -> None:
    claims = [said("a", 23, 1, "mayor"), said("b", 23, 2, "mayor"), said("c", 23, 3), said("d", 23, 3, "police")]
    figure = only(reconcile(tmp_path, claims)["figures"])
    assert (figure["source_count"], figure["origin_count"], figure["untraced_count"]) == (3, 2, 1)


def test_an_outlet_that_others_name_is_an_origin_and_not_untraced_too(tmp_path: Path) -> None:
    figure = only(reconcile(tmp_path, [said("a", 23, 3), said("b", 23, 1, "agency")])["figures"])
    assert (figure["origin_count"], figure["untraced_count"]) == (1, 0)


def test_untraced_outlets_are_counted_at_the_root_of_their_chain(tmp_path: Path) -> None:
    chain = [
        source("source-1", "gazette", derived_from_source_id="source-2", derivation="republication"),
        source("source-2", "herald", derived_from_source_id="source-3", derivation="republication"),
        source("source-3", "agency"),
    ]
    figure = only(reconcile(tmp_path, [said("a", 23, 1), said("b", 23, 2), said("c", 23, 3)], sources=chain)["figures"])
    assert (figure["source_count"], figure["untraced_count"]) == (3, 1)


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_report_known_only_through_another_source_is_one_origin(tmp_path: Path, is_linked: bool) -> None:
    tally = [*SOURCES[:2], source("source-3", "agency", coding_scope="not_held")]
    relayed = said("a", 23, 1, "agency", repeats_claim_id="b" if is_linked else "")
    figure = only(reconcile(tmp_path, [relayed, said("b", 23, 3)], sources=tally)["figures"])
    assert (figure["origin_count"], figure["untraced_count"]) == (1, 0)
    assert figure["claim_count"] == (1 if is_linked else 2)


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (("2025-07-04", "2025-07-05"), "revised"),
        (("2025-07-05", "2025-07-04"), "conflict"),
        (("", "2025-07-05"), "conflict"),
    ],
)
def test_a_later_higher_count_revises_an_earlier_one(tmp_path: Path, days: tuple[str, str], status: str) -> None:
    claims = [said("a", 23, claimed_on=days[0]), said("b", 26, 2, claimed_on=days[1])]
    tables = reconcile(tmp_path, claims)
    estimate = only(tables["estimates"])
    assert estimate["status"] == status
    assert estimate["low"] == (26 if status == "revised" else 23)
    assert tables["conflicts"].height == (status == "conflict")


def test_a_claim_that_is_superseded_is_gone(tmp_path: Path) -> None:
    claims = [said("a", 26), said("b", 23, 2, supersedes_claim_id="a", supersession="correction")]
    tables = reconcile(tmp_path, claims)
    estimate = only(tables["estimates"])
    assert (estimate["low"], estimate["high"], estimate["status"]) == (23, 23, "revised")
    assert tables["figure_claims"]["claim_id"].to_list() == ["b"]


@pytest.mark.parametrize(("rule", "best"), [("origins", 23), ("latest", 26), ("conservative", 20)])
def test_rules_choose_differently(tmp_path: Path, rule: Rule, best: float) -> None:
    claims = [
        said("a", 23, 1, "mayor", claimed_on="2025-07-04"),
        said("b", 23, 2, "police", claimed_on="2025-07-04"),
        said("c", 26, 3, "gazette", claimed_on="2025-07-05"),
        said("d", 20, 3),
    ]
    cells = {"is_cumulative": "false"}
    assert only(reconcile(tmp_path, claims, rule, measures=[measure("injured", **cells)])["estimates"])["best"] == best


def test_a_part_has_no_more_than_its_whole_over_any_number_of_places(tmp_path: Path) -> None:
    tables = reconcile(tmp_path, [said("a", 10), said("b", 12, 2, place_id="street")])
    conflict = only(tables["conflicts"])
    assert conflict["kind"] == "part_of_whole"
    assert conflict["explanation"] == (
        "injured in Street, 12 (herald, in source-2), more than injured, 10 (gazette, in source-1); "
        "but: a part has no more than its whole."
    )
    assert reconcile(tmp_path, [said("a", 12), said("b", 10, 2, place_id="street")])["conflicts"].is_empty()


IDENTITY: dict[str, Any] = {
    "identities": [{"identity_id": "in-hospital", "title": "injured >= hospitalised", "relation": ">="}],
    "identity_terms": [
        {"identity_id": "in-hospital", "measure_id": "injured", "coefficient": 1},
        {"identity_id": "in-hospital", "measure_id": "hospitalised", "coefficient": -1},
    ],
}


def test_what_nobody_states_follows_from_figures(tmp_path: Path) -> None:
    tables = reconcile(tmp_path, [said("a", 23)], **IDENTITY)
    derived = only(tables["estimates"].filter(pl.col("status") == "derived"))
    assert (derived["measure_id"], derived["low"], derived["high"]) == ("hospitalised", 0, 23)
    assert derived["rule"] == f"derived {tables['figures']['figure_id'].item()}"


def test_a_domain_and_identities_that_leave_nothing_are_refused(tmp_path: Path) -> None:
    measures = [measure("injured", maximum=5), measure("hospitalised", minimum=6)]
    with pytest.raises(CannotRunError, match="leave no value possible"):
        reconcile(tmp_path, [said("a", 5)], measures=measures, **IDENTITY)


def test_a_figure_that_its_measure_cannot_have_is_a_conflict_of_its_own(tmp_path: Path) -> None:
    claims = [said("a", 100, qualifier_id="over")]
    conflict = only(reconcile(tmp_path, claims, measures=[measure("injured", maximum=100)])["conflicts"])
    assert conflict["explanation"] == (
        "injured cannot be 101 or more (gazette, in source-1): the measure has no such value."
    )


def test_numbers_of_any_size(tmp_path: Path) -> None:
    lasting = {"value_type": "duration", "unit": "hour", "is_cumulative": "false"}
    measures = [measure(name, **lasting) for name in ("injured", "hospitalised")]
    claims = [
        said("a", 1e18),
        claim("b", "hospitalised", 1.0000000000000001e18),
        claim("c", "hospitalised", 1.7e308, qualifier_id="over"),
    ]
    tables = reconcile(tmp_path, claims, measures=measures, **IDENTITY)
    assert sorted(tables["conflicts"]["kind"]) == ["direct", "identity", "identity"]


def test_an_event_without_claims(tmp_path: Path) -> None:
    assert all(table.is_empty() for table in reconcile(tmp_path, []).values())


def test_very_many_figures_of_one_event_are_truncated_soon(tmp_path: Path) -> None:
    claims = [said(f"c-{value}", value) for value in range(20_000)]
    start = time.monotonic()
    kinds = reconcile(tmp_path, claims)["conflicts"]["kind"].value_counts().rows()
    assert time.monotonic() - start < 60
    assert sorted(kinds) == [("direct", 10_000), ("truncated", 1)]
