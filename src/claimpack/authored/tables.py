"""Which tables of a package are authored: plain UTF-8 CSV files in its folder, which commands may rewrite."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frictionless import Package, Resource, Schema, formats
from frictionless.resources import TableResource

from claimpack.issue import CannotRunError
from claimpack.package import find_descriptor, read_package

STORAGE = {"compression", "innerpath", "extrapaths", "rows"}
LAYOUT = ("header", "header_rows", "header_join", "header_case", "comment_char", "comment_rows", "skip_blank_rows")
PLAIN_CONTROL = {"quote_char": '"', "double_quote": True, "skip_initial_space": False, "null_sequence": None}


@dataclass(frozen=True, eq=False)
class AuthoredTable:
    """One plain CSV file of a package: `file` is its path as the descriptor says it, `path` where it lies."""

    name: str
    file: str
    path: Path
    delimiter: str
    schema: Schema


def read_authored_package(package: str | Path) -> Package:
    """Read a package whose files can be rewritten.

    Raises CannotRunError where there is none or it is a zip, PackageUnreadableError where its descriptor is broken.
    """
    if find_descriptor(package).suffix == ".zip":
        raise CannotRunError(f"{package}: files in a zip are not rewritten; unpack it and give the folder")
    return read_package(package)


def authored_tables(package: Package) -> tuple[list[AuthoredTable], list[str]]:
    """Return the authored tables of a package, and for each other resource one line that says why it is none."""
    tables, others = [], []
    for resource in package.resources:
        reason = next(_hindrances(resource, package), None)
        if reason or not isinstance(resource, TableResource):
            others.append(f"{resource.path or resource.name}: left alone: {reason or 'it is no table'}")
        else:
            tables.append(_table(resource))
    return tables, others


def _table(resource: TableResource) -> AuthoredTable:
    path = Path(resource.normpath or "").resolve()
    return AuthoredTable(resource.name or "", resource.path or "", path, _delimiter(resource), resource.schema)


def _delimiter(resource: Resource) -> str:
    control = formats.CsvControl.from_dialect(resource.dialect)
    delimiter: str = control.get_defined("delimiter", default=",")
    return delimiter


def _hindrances(resource: Resource, package: Package) -> Iterator[str]:
    """Yield why a resource is not a plain CSV file in the package's folder."""
    if not isinstance(resource, TableResource) or resource.path is None or resource.memory:
        yield "it is no table in a file"
        return
    if resource.remote or resource.format != "csv" or STORAGE.intersection(resource.to_descriptor()):
        yield "it is no plain CSV file"
    if resource.hash or resource.bytes:
        yield "its description fixes its bytes"
    if not Path(resource.normpath or "").resolve().is_relative_to(Path(package.basepath or ".").resolve()):
        yield "it lies outside the package's folder"
    if (resource.encoding or "utf-8").lower().replace("_", "-") not in {"utf-8", "utf8", "ascii"}:
        yield f"its declared encoding is {resource.encoding}, not UTF-8"
    if not _is_plain_dialect(resource):
        yield "its declared dialect is not plain"
    if not resource.schema.fields:
        yield "it has no schema"


def _is_plain_dialect(resource: Resource) -> bool:
    control, delimiter = formats.CsvControl.from_dialect(resource.dialect), _delimiter(resource)
    return (
        len(delimiter) == 1
        and delimiter not in '"\r\n'
        and all(control.get_defined(name, default=usual) == usual for name, usual in PLAIN_CONTROL.items())
        and not control.escape_char
        and not any(resource.dialect.has_defined(option) for option in LAYOUT)
    )
