"""What a release says of itself: the source's descriptor, with the released files in place of the source's."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from frictionless import Package, Resource, Schema

from claimpack.release.archive import sha256
from claimpack.release.canonical import canonical_schema

DESCRIPTOR = "datapackage.json"

OF_THE_FILE = {
    *("path", "data", "scheme", "format", "mediatype", "encoding", "compression", "innerpath", "extrapaths"),
    *("dialect", "schema", "hash", "bytes", "byteSize", "fields", "rows", "stats", "detector", "type", "profile"),
}
"""What a resource's descriptor says of the source's file, not of the table."""


def file_stems(names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Return for each table a file name without extension that is plain, and that no other file has."""
    used = {stem.lower() for stem in taken}
    stems: dict[str, str] = {}
    for name in names:
        plain = stem = plain_name(name)
        number = 1
        while stem.lower() in used:
            number += 1
            stem = f"{plain}-{number}"
        used.add(stem.lower())
        stems[name] = stem
    return stems


def release_name(package: Package) -> str:
    """Return a package's name and version as a file name: `<name>-<version>`."""
    parts = [package.name or "package", package.version]
    return plain_name("-".join(part for part in parts if part))


def plain_name(name: str) -> str:
    """Return a name with nothing in it that a file's name should not have."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).lstrip(".-") or "table"


def describe_package(package: Package, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a package's descriptor with other resources."""
    descriptor: dict[str, Any] = package.to_descriptor()
    return descriptor | {"resources": resources}


def about_table(source: Resource) -> dict[str, Any]:
    """Return what a resource's descriptor says of the table, and not of its file: its name, title and the like."""
    return {name: value for name, value in source.to_descriptor().items() if name not in OF_THE_FILE}


def describe_table(about: Mapping[str, Any], schema: Schema, file: Mapping[str, Any]) -> dict[str, Any]:
    """Return the descriptor of a released table: what is said about it, `file`, and the schema inside."""
    table = {"type": "table", "profile": "tabular-data-resource", "schema": canonical_schema(schema)}
    return {**about, **table, **file}


def describe_file(
    path: Path, form: str, mediatype: str, size: str = "bytes", hash_of: Callable[[Path], str] = sha256
) -> dict[str, Any]:
    """Return what a descriptor says of a file beside it: `hash` included, and its size in bytes as `size`."""
    return {
        "path": path.name,
        "format": form,
        "mediatype": mediatype,
        "encoding": "utf-8",
        size: path.stat().st_size,
        "hash": f"sha256:{hash_of(path)}",
    }


def hashes_of(resources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the SHA-256 hashes that descriptions of files have, by path."""
    return {file["path"]: file["hash"].removeprefix("sha256:") for file in resources if "path" in file}
