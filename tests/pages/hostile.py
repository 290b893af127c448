"""A package in which every text is an attack; it follows no profile, so that nothing forbids it."""

import csv
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

NASTY = (
    "</style></script><script>window.harmed=1</script><img src=x onerror=window.harmed=1>\"'`{{7*7}} "
    "\u202eesrever\u2066 [x](javascript:window.harmed=1) | *a* <!-- -- \u2028 &lt; "
)
LONG = "9" * 10_000
NAMES = ["تصريح الجيش", "דובר צה״ל", "Київ 🚀", NASTY]
"""Names that no page may stumble over; right to left, beyond ASCII, and hostile."""


def write_rows(path: Path, fields: list[str], rows: list[dict[str, Any]] | None) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, restval="")
        writer.writeheader()
        writer.writerows(rows or [])


LANGUAGES = ["ar", "he", "uk", '"><script>']
URLS = ["javascript:window.harmed=1", "https://example.org/a?b=<c>\"'#d", "data:text/html,<script>1</script>", ""]


def claim(number: int, measure: str, **more: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return a claim, one of four sources' in turn."""
    return {
        "claim_id": f"claim {number} {NASTY}",
        "event_id": NASTY,
        "source_id": f"source {number % 4} {NASTY}",
        "claimant_id": f"actor {number % 4} {NASTY}",
        "attribution": "named" if number % 2 else "none",
        "measure_id": f"{measure} {NASTY}" if measure else "",
        "qualifier_id": "exact",
        "stance": "asserted",
        "is_hedged": "false",
        "statement": NASTY + LONG,
        "coded_by": NASTY,
        **more,
    }


CLAIMS = [
    *(claim(n, "whole", value_low=n, value_high=n) for n in (5, 6, 7, 8)),
    *(claim(n, "part", value_low=n, value_high=n) for n in (9, 10)),
    *(claim(n, "said", value_low=n % 2, value_high=n % 2) for n in (11, 12)),
    claim(13, "when", value_time="2025-07-04"),
    claim(14, "when", value_time="2025-07"),
    claim(15, ""),
]
ROWS: dict[str, list[dict[str, Any]]] = {
    "actors": [
        {"actor_id": f"actor {number} {NASTY}", "name": name, "actor_type": "outlet"}
        for number, name in enumerate(NAMES)
    ],
    "places": [{"place_id": NASTY, "name": NASTY, "place_type": "city"}],
    "sources": [
        {
            "source_id": f"source {number} {NASTY}",
            "title": NASTY + LONG,
            "outlet_id": f"actor {number} {NASTY}",
            "language": LANGUAGES[number],
            "source_type": "other",
            "url": url,
            "archive_url": url,
            "coding_scope": "complete",
        }
        for number, url in enumerate(URLS)
    ],
    "events": [
        {
            "event_id": NASTY,
            "title": NASTY + LONG,
            "event_type": "attack",
            "start_date": "2025-07-04",
            "end_date": "2025-07-04",
            "time_precision": "day",
            "place_id": NASTY,
            "summary": NASTY,
        }
    ],
    "measures": [
        {
            "measure_id": f"{name} {NASTY}",
            "title": f"{name} {NASTY}",
            "value_type": kind,
            "unit": NASTY,
            "is_additive": "false",
            "is_cumulative": "false",
            "description": NASTY,
        }
        for name, kind in (("whole", "count"), ("part", "count"), ("said", "boolean"), ("when", "time"))
    ],
    "identities": [{"identity_id": NASTY, "title": NASTY, "relation": ">="}],
    "identity_terms": [
        {"identity_id": NASTY, "measure_id": f"{name} {NASTY}", "coefficient": sign}
        for name, sign in (("whole", 1), ("part", -1))
    ],
    "claims": [dict(one) for one in CLAIMS],
    "evidence": [
        {
            "evidence_id": f"evidence {number}",
            "claim_id": one["claim_id"],
            "section": "body",
            "char_start": number,
            "char_end": number + 5,
            "quote": NASTY + LONG,
        }
        for number, one in enumerate(CLAIMS)
    ],
}


def write_hostile_package(folder: Path) -> Path:
    """Write a package with an attack in every text, its ids included, into an empty folder; return the folder."""
    texts = {"title": NASTY + LONG, "description": NASTY, "version": "1 <b>", "name": "hostile"}
    return write_unruled_package(folder, ROWS, contributors=[{"title": NASTY, "roles": ["creator"]}], **texts)


def write_unruled_package(folder: Path, rows: Mapping[str, list[dict[str, Any]]], **texts: Any) -> Path:  # noqa: ANN401
    """Write a package of these rows with our tables and columns, but no profile and no constraint."""
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8")) | texts
    del descriptor["claimpackProfile"]
    (folder / "schemas").mkdir()
    (folder / "data").mkdir()
    for resource in descriptor["resources"]:
        schema = json.loads((ROOT / resource["schema"]).read_text(encoding="utf-8"))
        for field in schema["fields"]:
            field.pop("constraints", None)
        (folder / resource["schema"]).write_text(json.dumps(schema), encoding="utf-8")
        write_rows(folder / resource["path"], [field["name"] for field in schema["fields"]], rows.get(resource["name"]))
    shutil.copy(ROOT / "data" / "qualifiers.csv", folder / "data")
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder
