"""What lies beside the tables of a format, and is described with them: R code, Croissant, the nested document."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frictionless import Package

from claimpack.package import follows_profile
from claimpack.release.descriptor import describe_file, describe_package
from claimpack.release.events_document import events_schema, write_events
from claimpack.release.jsonld import croissant
from claimpack.release.r_loader import R_LOADER, write_r_loader
from claimpack.release.released_table import ReleasedTable

EVENTS = "claims-by-event"
CROISSANT = "croissant"

STEMS = ["datapackage", CROISSANT, EVENTS, f"{EVENTS}.schema"]
"""The file names, without extension, that are not for tables."""

ONLY_TABLES = "tabular-data-package"
"""The profile of version 1 by which a package may describe nothing but tables."""


def write_companions(
    form: str, package: Package, tables: Mapping[str, ReleasedTable], described: list[dict[str, Any]], folder: Path
) -> list[dict[str, Any]]:
    """Write what a format has beside its tables, which are already `described`; return what else to describe."""
    companions: list[dict[str, Any]] = []
    if form == "csv":
        companions += [_write_r_code(package, tables, folder), _write_croissant(package, described, folder)]
    if form == "json" and follows_profile(package):
        companions += _write_events(package, tables, folder)
    return [] if package.to_descriptor().get("profile") == ONLY_TABLES else companions


def about(package: Package) -> dict[str, str]:
    """Return a package's name and version, as far as it has them."""
    return {name: value for name, value in (("package", package.name), ("version", package.version)) if value}


def write_json_file(path: Path, document: dict[str, Any]) -> None:
    """Write an indented JSON document as UTF-8."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", encoding="utf-8", newline="")


def _write_r_code(package: Package, tables: Mapping[str, ReleasedTable], folder: Path) -> dict[str, Any]:
    path = folder / R_LOADER
    write_r_loader(about(package), list(tables), path)
    title = "R code that loads the tables with their types"
    return {"name": "load-claims", "title": title, **describe_file(path, "R", "text/plain")}


def _write_croissant(package: Package, described: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    path = folder / f"{CROISSANT}.json"
    write_json_file(path, croissant(describe_package(package, described)))
    title = "This package as Croissant, for loaders of machine learning"
    return {"name": CROISSANT, "title": title, **describe_file(path, "jsonld", "application/ld+json")}


def _write_events(package: Package, tables: Mapping[str, ReleasedTable], folder: Path) -> list[dict[str, Any]]:
    """Write the nested document and its JSON Schema; return their descriptions."""
    document, schema = folder / f"{EVENTS}.json", folder / f"{EVENTS}.schema.json"
    rows = {name: table.rows for name, table in tables.items()}
    write_events(rows, {"package": package.name, "version": package.version}, document)
    write_json_file(schema, events_schema({name: table.schema for name, table in tables.items()}))
    title = "Events with their claims and evidence, names in place of ids"
    return [
        {"name": EVENTS, "title": title, **describe_file(document, "json", "application/json")},
        # As "json", frictionless would take a file of this name for a Table Schema.
        {
            "name": f"{EVENTS}-schema",
            "title": f"JSON Schema of {document.name}",
            **describe_file(schema, "schema.json", "application/schema+json"),
        },
    ]
