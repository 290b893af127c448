"""Repairs in the computed tables: what costs what, ties, dates, bounds to the search, and laws."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from every_choice import Event, repair_events, repaired
from hypothesis import given, settings
from hypothesis import strategies as st
from test_small_packages import measure, reconcile, said

from claimpack.reconcile.repair import repairing
from claimpack.reconcile.repair.repairing import Repaired
from claimpack.reconcile.widening import Interval
from small_profile import claim

IDENTITIES = [{"identity_id": "sum", "title": "all = dead + hurt", "relation": "="}]
TERMS = [
    {"identity_id": "sum", "measure_id": name, "coefficient": 1 if name == "all" else -1}
    for name in ("all", "dead", "hurt")
]
SUMMED: dict[str, Any] = {
    "measures": [measure(name, is_cumulative="false") for name in ("all", "dead", "hurt")],
    "identities": IDENTITIES,
    "identity_terms": TERMS,
}

CLAIMS = [
    *(claim("a", "all", 10), claim("b", "dead", 4)),
    claim("d", "all", 10, claimant_id="mayor", attribution="named"),
    claim("c", "hurt", 10, source_id="source-2", claimant_id="herald"),
]
"""Ten in all, and not ten hurt."""


def steps(tables: dict[str, pl.DataFrame], *columns: str) -> list[tuple[Any, ...]]:
    told = tables["repairs"].join(tables["figures"].select("figure_id", "measure_id", "low"), on="figure_id")
    return sorted(told.select(columns).rows())


def best_after_repair(tables: dict[str, pl.DataFrame]) -> dict[str, float | None]:
    return dict(tables["estimates"].select("measure_id", "best_after_repair").iter_rows())


def test_a_lower_count_without_a_date_may_be_superseded(tmp_path: Path) -> None:
    tables = reconcile(tmp_path, [said("a", 23), said("b", 26, 2)])
    assert steps(tables, "low", "action", "cost", "optima", "next_best_cost") == [(23, "revise", 1, 1, 3)]
    assert best_after_repair(tables) == {"injured": 26}


def test_a_lower_count_that_is_known_to_be_the_later_one_is_not_superseded(tmp_path: Path) -> None:
    claims = [said("a", 23, claimed_on="2025-07-05"), said("b", 26, 2, claimed_on="2025-07-04")]
    tables = reconcile(tmp_path, claims)
    assert steps(tables, "low", "action", "optimum", "optima") == [(23, "drop", 2, 2), (26, "drop", 1, 2)]
    assert best_after_repair(tables) == {"injured": None}


def test_the_figure_with_less_support_gives_way(tmp_path: Path) -> None:
    claims = [
        claim("a", "all", 10),
        claim("b", "all", 10, source_id="source-2", claimant_id="mayor", attribution="named"),
        claim("c", "all", 12, source_id="source-3", claimant_id="agency"),
    ]
    tables = reconcile(tmp_path, claims, **SUMMED)
    assert steps(tables, "low", "action", "cost", "optima") == [(12, "drop", 3, 1)]


def test_equally_cheap_readings_are_all_told_and_none_is_the_answer(tmp_path: Path) -> None:
    claims = [claim("a", "all", 10), claim("b", "all", 4, source_id="source-2", claimant_id="herald")]
    tables = reconcile(tmp_path, claims, **SUMMED)
    told = steps(tables, "measure_id", "low", "action", "repaired_measure_id", "optima")
    assert told == [("all", 4, "relabel", "dead", 2), ("all", 4, "relabel", "hurt", 2)]
    assert best_after_repair(tables) == {"all": 10}


def test_what_follows_after_every_repair_is_told(tmp_path: Path) -> None:
    tables = reconcile(tmp_path, CLAIMS, **SUMMED)
    assert steps(tables, "measure_id", "low", "action", "repaired_measure_id") == [("hurt", 10, "relabel", "all")]
    assert best_after_repair(tables) == {"all": 10, "dead": 4, "hurt": 6}
    hurt = tables["estimates"].filter(pl.col("measure_id") == "hurt").row(0, named=True)
    assert (hurt["best"], hurt["best_after_repair"]) == (10, 6)


def test_weights_decide(tmp_path: Path) -> None:
    weights = [{"action": "relabel", "weight": 7.5}, {"action": "drop", "weight": 2.25}]
    tables = reconcile(tmp_path, CLAIMS, repair_weights=weights, **SUMMED)
    assert set(steps(tables, "action", "cost")) == {("drop", 2.25)}


def test_too_many_figures_are_left_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairing, "MOST_FIGURES", 2)
    tables = reconcile(tmp_path, [said("a", 23), said("b", 26, 2), said("c", 29, 3)])
    assert tables["repairs"]["action"].to_list() == ["undecided"]
    assert tables["repairs"]["figure_id"].is_null().all()
    assert best_after_repair(tables) == {"injured": None}


def test_no_time_leaves_repairs_undecided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairing, "SECONDS", 0)
    many = [said(f"claim-{value}", value) for value in range(1, 61)]
    assert reconcile(tmp_path, many)["repairs"]["action"].to_list() == ["undecided"]


def test_sixty_figures_of_one_measure_are_repaired_soon(tmp_path: Path) -> None:
    tables = reconcile(tmp_path, [said(f"claim-{value}", value) for value in range(1, 61)])
    assert steps(tables, "low", "action", "optima") == [(value, "revise", 1) for value in range(1, 60)]


def total(repairs: dict[tuple[str, ...], Repaired | None]) -> float:
    parts = (part for group in repairs.values() if group for part in group.parts)
    return sum(step.cost for part in parts for step in part.optima[0])


@given(repair_events())
@settings(max_examples=60)
def test_a_further_figure_costs_no_more_than_to_leave_it_out(event: Event) -> None:
    last = event.figures[-1]
    more = total(repaired(event, event.figures)) - total(repaired(event, event.figures[:-1]))
    assert more <= event.weights["drop"] * last.support


@given(repair_events(), st.sampled_from([10**6, 10**15]))
@settings(max_examples=60)
def test_figures_a_million_times_larger_are_repaired_alike(event: Event, factor: int) -> None:
    def grown(interval: Interval) -> Interval:
        low, high, *is_open = interval
        return Interval(None if low is None else low * factor, None if high is None else high * factor, *is_open)

    measures = {
        name: measure._replace(domain=grown(measure.domain), is_whole=False)
        for name, measure in event.arithmetic.measures.items()
    }
    small = {name: measure._replace(is_whole=False) for name, measure in event.arithmetic.measures.items()}
    large = Event(replace(event.arithmetic, measures=measures, systems={}), event.figures, event.weights)
    event = Event(replace(event.arithmetic, measures=small, systems={}), event.figures, event.weights)
    figures = [figure._replace(interval=grown(figure.interval)) for figure in event.figures]
    one, other = repaired(event, event.figures), repaired(large, figures)
    assert {key: group and group.parts for key, group in one.items()} == {
        key: group and group.parts for key, group in other.items()
    }
