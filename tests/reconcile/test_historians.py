"""The figures of eleven historians on 384 battles of the American Civil War: a package of other people's claims."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from claimpack.checking import checked
from claimpack.reconcile import computed_tables
from conftest import corpus
from small_profile import EVENT, QUALIFIERS, write_profile_package

ONE_NAME = {"captured_missing": "missing_captured"}
SIDES = ("us", "confederate", "native-american")
TERMS = {
    "casualties": ("killed-wounded", "missing-captured"),
    "killed-wounded": ("killed", "wounded"),
    "missing-captured": ("missing", "captured"),
}
ATTRIBUTES = (
    "strength",
    "casualties",
    "killed-wounded",
    "missing-captured",
    "killed",
    "wounded",
    "missing",
    "captured",
)


def slug(text: str) -> str:
    return "-".join(text.lower().replace("_", " ").split())


def claims_of(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    claims: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        # One range of the 7,620 is written the wrong way round.
        low, high = sorted((int(row["value_min"]), int(row["value_max"])))
        measure = f"{slug(row['belligerent'])}-{slug(ONE_NAME.get(row['attribute'], row['attribute']))}"
        content = (slug(row["event_id"]), row["source"], measure, str(low), str(high))
        claims[content] = {
            "claim_id": f"claim-{len(claims) + 1}",
            "event_id": content[0],
            "source_id": row["source"],
            "claimant_id": row["source"],
            "attribution": "none",
            "measure_id": measure,
            "value_low": low,
            "value_high": high,
            "qualifier_id": "exact",
            "stance": "asserted",
            "is_hedged": "false",
            "statement": f"{row['source']} on {measure}.",
            "coded_by": "coder-1",
        } | ({} if content not in claims else {"claim_id": claims[content]["claim_id"]})
    return list(claims.values())


def write_historians(folder: Path, rows: list[dict[str, str]]) -> Path:
    claims = claims_of(rows)
    sources = sorted({claim["source_id"] for claim in claims})
    measures = [f"{side}-{attribute}" for side in SIDES for attribute in ATTRIBUTES]
    used = {"value_type": "count", "unit": "person", "minimum": 0, "is_additive": "true", "is_cumulative": "false"}
    terms = [
        {
            "identity_id": f"{side}-{whole}-sum",
            "measure_id": f"{side}-{name}",
            "coefficient": 1 if name == whole else -1,
        }
        for side in SIDES
        for whole, parts in TERMS.items()
        for name in (whole, *parts)
    ]
    terms += [
        {"identity_id": f"{side}-lost", "measure_id": f"{side}-{name}", "coefficient": sign}
        for side in SIDES
        for name, sign in (("strength", 1), ("casualties", -1))
    ]
    identities = {
        term["identity_id"]: {"identity_id": term["identity_id"], "title": term["identity_id"], "relation": "="}
        for term in terms
    }
    for side in SIDES:
        identities[f"{side}-lost"]["relation"] = ">="
    tables = {
        "claims": claims,
        "events": [
            EVENT | {"event_id": event, "title": event} for event in sorted({claim["event_id"] for claim in claims})
        ],
        "actors": [{"actor_id": name, "name": name, "actor_type": "outlet"} for name in sources],
        "sources": [
            {"source_id": name, "outlet_id": name, "language": "en", "source_type": "other", "coding_scope": "figures"}
            for name in sources
        ],
        "measures": [{"measure_id": name, "title": name, "description": f"The {name}.", **used} for name in measures],
        "identities": list(identities.values()),
        "identity_terms": terms,
        "qualifiers": QUALIFIERS,
    }
    return write_profile_package(folder, tables)


@pytest.mark.slow
def test_what_historians_say_of_battles_can_be_reconciled(tmp_path: Path) -> None:
    folder = corpus()
    if folder is None or not (folder / "claims" / "claims.csv").is_file():
        pytest.skip("CLAIMPACK_CORPUS does not hold the claims of historians")
    with (folder / "claims" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with checked(write_historians(tmp_path / "battles", rows)) as package:
        rules = Counter(issue.rule for issue in package.issues if issue.severity == "error")
        computed = computed_tables(package.tables)
    assert not rules
    estimates, conflicts = computed["estimates"], computed["conflicts"]
    stated = estimates.filter(pl.col("status") != "derived")
    assert stated["claim_count"].sum() == computed["figure_claims"].height
    in_conflict = computed["conflict_figures"].join(computed["figures"], on="figure_id")
    direct = in_conflict.join(conflicts.filter(pl.col("kind") == "direct"), on="conflict_id", how="semi")
    slots = direct.select("event_id", "measure_id").unique()
    assert slots.height == stated.filter(pl.col("status") == "conflict").height
    assert not conflicts["kind"].is_in(["truncated", "undecided"]).any()
    repairs = computed["repairs"]
    assert set(repairs["event_id"]) == set(conflicts["event_id"])
    one_of_each = repairs.filter(pl.col("optimum") == 1)
    contested = computed["conflict_figures"].join(one_of_each.select("figure_id"), on="figure_id", how="semi")
    decided = conflicts.filter(~pl.col("event_id").is_in(repairs.filter(pl.col("figure_id").is_null())["event_id"]))
    untouched = decided.join(contested, on="conflict_id", how="anti")
    assert untouched.is_empty()
