"""Building a release: a package's typed tables, written in several formats, each a data package of its own."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from frictionless import Package, Schema

from claimpack.checking import CheckedPackage, OnProgress
from claimpack.issue import CannotRunError
from claimpack.package import follows_profile
from claimpack.release.archive import SUMS, write_sums, write_zip
from claimpack.release.canonical import in_key_order
from claimpack.release.csv_table import write_csv
from claimpack.release.descriptor import (
    DESCRIPTOR,
    describe_file,
    describe_package,
    describe_table,
    file_stems,
    release_name,
)
from claimpack.release.events_document import events_schema, write_events
from claimpack.release.json_table import write_json
from claimpack.release.parquet_table import write_parquet
from claimpack.release.staging import staged

EVENTS = "claims-by-event"


Writer: TypeAlias = Callable[[pl.LazyFrame, Schema, Mapping[str, str], Path], dict[str, Any]]
"""Writes sorted rows, with what they are part of, into a file; returns what the table's description adds."""


@dataclass(frozen=True)
class Format:
    """One format of a release: how a table is written in it, its media type, and the property that gives its size.

    frictionless counts the bytes of CSV only, and takes `bytes` on tables of other formats for wrong; they have
    `byteSize`, DCAT's word, instead.
    """

    write: Writer
    mediatype: str
    size: str


FORMATS = {
    "csv": Format(write_csv, "text/csv", "bytes"),
    "parquet": Format(write_parquet, "application/vnd.apache.parquet", "byteSize"),
    "json": Format(write_json, "application/json", "byteSize"),
}


@dataclass(frozen=True)
class Release:
    """A release that was built: its folder, what lies in it, and the source's resources that it leaves out."""

    folder: Path
    parts: list[Path]
    left_out: list[str]


def build_release(
    source: CheckedPackage, folder: Path, forms: Sequence[str], on_progress: OnProgress = lambda _done, _all: None
) -> Release:
    """Build a release of a valid package into a folder, which appears, or is replaced, only when all is done.

    Each table of each format is a step, of which `on_progress` is told. Raises CannotRunError where the folder
    holds anything but a release, the package holds no table, or a table that its profile needs is missing.
    """
    if not source.tables:
        raise CannotRunError("the package holds no table; there is nothing to release")
    rows = {name: in_key_order(table) for name, table in source.tables.items()}
    stem = release_name(source.package)
    done, steps = count(1), len(rows) * len(forms)
    parts = []
    with staged(folder) as new:
        for form in forms:
            (new / form).mkdir()
            _write_format(source, rows, form, new / form, lambda: on_progress(next(done), steps))
            write_zip(new / form, new / f"{stem}-{form}.zip")
            parts += [folder / form, folder / f"{stem}-{form}.zip"]
        write_sums(new)
    left_out = [resource.name or "" for resource in source.package.resources if resource.name not in rows]
    return Release(folder, [*parts, folder / SUMS], left_out)


def _write_format(
    source: CheckedPackage,
    rows: Mapping[str, pl.LazyFrame],
    form: str,
    folder: Path,
    on_table: Callable[[], object],
) -> None:
    stems = file_stems(rows, taken=["datapackage", EVENTS, f"{EVENTS}.schema"])
    resources = []
    for name, table in rows.items():
        path = folder / f"{stems[name]}.{form}"
        about = _about(source.package) | {"table": name}
        more = FORMATS[form].write(table, source.tables[name].schema, about, path)
        file = describe_file(path, form, FORMATS[form].mediatype, FORMATS[form].size)
        # A table is described either by its file or, if it is empty JSON, by inline data.
        file = more if "data" in more else file | more
        resources.append(describe_table(source.package.get_resource(name), file))
        on_table()
    if form == "json" and follows_profile(source.package):
        resources += _write_events(source, rows, folder)
    _write_json_file(folder / DESCRIPTOR, describe_package(source.package, resources))


def _about(package: Package) -> dict[str, str]:
    return {name: value for name, value in (("package", package.name), ("version", package.version)) if value}


def _write_events(source: CheckedPackage, rows: Mapping[str, pl.LazyFrame], folder: Path) -> list[dict[str, Any]]:
    """Write the nested document and its JSON Schema; return their descriptions."""
    document, schema = folder / f"{EVENTS}.json", folder / f"{EVENTS}.schema.json"
    write_events(rows, {"package": source.package.name, "version": source.package.version}, document)
    _write_json_file(schema, events_schema({name: table.schema for name, table in source.tables.items()}))
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


def _write_json_file(path: Path, document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", encoding="utf-8", newline="")
