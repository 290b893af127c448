"""Building a release: a package's typed tables, written in several formats: data packages of their own, or one file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
from frictionless import Package, Schema

from claimpack.checking import OnProgress
from claimpack.explore.released import write_page
from claimpack.issue import CannotRunError
from claimpack.release.archive import SUMS, write_sums
from claimpack.release.companions import STEMS, about, write_companions, write_json_file
from claimpack.release.csv_table import write_csv
from claimpack.release.descriptor import (
    DESCRIPTOR,
    describe_file,
    describe_package,
    describe_table,
    file_stems,
    hashes_of,
    release_name,
)
from claimpack.release.duckdb_file import write_duckdb
from claimpack.release.json_table import write_json, write_ndjson
from claimpack.release.jsonld import schema_org
from claimpack.release.packing import Packing
from claimpack.release.parquet_table import write_parquet
from claimpack.release.released_table import ReleasedTable
from claimpack.release.sqlite_file import write_sqlite
from claimpack.release.staging import staged
from claimpack.release.workbook import write_workbook

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
    "ndjson": Format(write_ndjson, "application/x-ndjson", "byteSize"),
}
"""The formats that become a folder and a zip, both data packages."""

LARGEST = ("json", "ndjson")
"""Formats that are written first, so that most of what there is to pack is packed beside the writing of others."""

FILES: dict[str, Callable[[Package, Mapping[str, ReleasedTable], Path], None]] = {
    "sqlite": lambda _, tables, path: write_sqlite(tables, path),
    "duckdb": lambda _, tables, path: write_duckdb(tables, path),
    "xlsx": write_workbook,
}
"""The formats that become one file with every table in it."""

DATASET = "dataset.jsonld"


@dataclass(frozen=True)
class Release:
    """A release that was built: its folder, what lies in it, and the source's resources that it leaves out."""

    folder: Path
    parts: list[Path]
    left_out: list[str]


def build_release(
    package: Package,
    tables: Mapping[str, ReleasedTable],
    folder: Path,
    forms: Sequence[str],
    on_progress: OnProgress = lambda _done, _all: None,
) -> Release:
    """Build a release of a valid package into a folder, which appears, or is replaced, only when all is done.

    Each of `tables` in each format is a step, of which `on_progress` is told. Raises CannotRunError where the folder
    holds anything but a release, there is no table, one that the package's profile needs is missing, or one cannot be
    written in a format.
    """
    if not tables:
        raise CannotRunError("the package holds no table; there is nothing to release")
    stem = release_name(package)
    done, steps = count(1), len(tables) * len(forms)
    parts_of = {form: [form, f"{stem}-{form}.zip"] if form in FORMATS else [f"{stem}.{form}"] for form in forms}
    hashes: dict[str, str] = {}

    def on_table() -> None:
        on_progress(next(done), steps)

    with staged(folder) as new, Packing() as packing:
        pages = write_page(package, {name: table.rows for name, table in tables.items()}, new)
        for form in sorted(forms, key=lambda form: form not in LARGEST):
            if form in FORMATS:
                (new / form).mkdir()
                described = _write_format(package, tables, new / form, packing, on_table)
                hashes |= {f"{form}/{path}": hash_ for path, hash_ in hashes_of(described).items()}
                packing.pack(new / form, new / f"{stem}-{form}.zip")
            else:
                FILES[form](package, tables, new / f"{stem}.{form}")
                for _ in tables:
                    on_table()
        parts = [*pages, *chain.from_iterable(parts_of.values())]
        files = [new / part for part in parts if not (new / part).is_dir()]
        dataset = schema_org(package.to_descriptor(), {path: packing.sha256(path) for path in files})
        write_json_file(new / DATASET, dataset)
        hashes |= {download["name"]: download["sha256"] for download in dataset["distribution"]}
        write_sums(new, hashes)
    left_out = [resource.name or "" for resource in package.resources if resource.name not in tables]
    return Release(folder, [folder / part for part in (*parts, DATASET, SUMS)], left_out)


def _write_format(
    package: Package,
    tables: Mapping[str, ReleasedTable],
    folder: Path,
    packing: Packing,
    on_table: Callable[[], object],
) -> list[dict[str, Any]]:
    """Write the folder of the format that it is named after; return what its descriptor says of the files in it."""
    form = folder.name
    paths = {name: folder / f"{stem}.{form}" for name, stem in file_stems(tables, taken=STEMS).items()}
    told = {}
    for name, table in tables.items():
        told[name] = FORMATS[form].write(table.rows, table.schema, about(package) | {"table": name}, paths[name])
        packing.hash(paths[name])
        on_table()
    resources = []
    for name, more in told.items():
        file = describe_file(paths[name], form, FORMATS[form].mediatype, FORMATS[form].size, packing.sha256)
        # A table is described either by its file or, if it is empty JSON, by inline data.
        file = more if "data" in more else file | more
        resources.append(describe_table(tables[name].about, tables[name].schema, file))
    resources += write_companions(form, package, tables, resources, folder)
    write_json_file(folder / DESCRIPTOR, describe_package(package, resources))
    return resources
