"""A small package that follows our profile: the real schemas, a few invented rows."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conftest import ROOT

Rows = Sequence[Mapping[str, Any]]

EVENT = {"event_type": "attack", "time_precision": "not_stated", "summary": "An invented event."}
SOURCE = {"outlet_id": "gazette", "language": "en", "source_type": "news_report", "coding_scope": "complete"}
MEASURE = {"value_type": "count", "unit": "person", "is_additive": "true", "is_cumulative": "true"}
CLAIM = {
    "event_id": "storm",
    "source_id": "source-1",
    "claimant_id": "gazette",
    "attribution": "none",
    "stance": "asserted",
    "is_hedged": "false",
    "statement": "Somebody said something.",
    "coded_by": "coder-1",
}
QUALIFIERS = [
    {"qualifier_id": "exact", "low_factor": 1, "high_factor": 1, "is_strict": "false", "description": "Exactly."},
    {"qualifier_id": "about", "low_factor": 0.8, "high_factor": 1.2, "is_strict": "false", "description": "About."},
]


def claim(claim_id: str, measure_id: str = "", value: float | None = None, **cells: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return a row of `claims`: the usual cells, a value if there is one, and what is said otherwise."""
    valued = {"measure_id": measure_id, "qualifier_id": "exact" if measure_id else ""}
    bounds = {} if value is None else {"value_low": value, "value_high": value}
    return CLAIM | valued | bounds | {"claim_id": claim_id} | cells


def quote(claim_id: str, text: str, fragment: str, number: int = 1) -> dict[str, Any]:
    """Return the row of `evidence` for a fragment's first place in a text."""
    start = text.index(fragment)
    span = {"char_start": start, "char_end": start + len(fragment), "quote": fragment}
    return {"evidence_id": f"{claim_id}-{number}", "claim_id": claim_id, "section": "body", **span}


def write_profile_package(folder: Path, tables: Mapping[str, Rows]) -> Path:
    """Write a package of all tables of the profile, those not given without rows, and return its folder."""
    folder.mkdir(exist_ok=True)
    resources = []
    for path in sorted((ROOT / "schemas").glob("*.schema.json")):
        name = path.name.removesuffix(".schema.json")
        schema = json.loads(path.read_text(encoding="utf-8"))
        if name in AUTHORED:
            resources.append({"name": name, "path": f"{name}.csv", "schema": schema})
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, [field["name"] for field in schema["fields"]], lineterminator="\n")
                writer.writeheader()
                writer.writerows(tables.get(name, []))
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "small",
        "claimpackProfile": "1.0",
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


AUTHORED = {
    *("sources", "actors", "places", "events", "measures", "identities", "identity_terms", "qualifiers"),
    *("repair_weights", "claims", "evidence", "uncoded"),
}
