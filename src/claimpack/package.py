"""Reading a data package's descriptor: frictionless reads it, problems come back as issues."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias

from frictionless import Error, Field, FrictionlessException, Package
from frictionless.resources import TableResource

from claimpack.confinement import paths_outside
from claimpack.issue import CannotRunError, Issue
from claimpack.rules import RULES

DESCRIPTOR_NAMES = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
PROFILE_PROPERTY = "claimpackProfile"
"""The descriptor property by which a package says that it follows our profile of events, claims and sources."""


class PackageUnreadableError(Exception):
    """The descriptor, or a schema it names, cannot be read as a data package."""

    def __init__(self, issues: list[Issue]) -> None:
        super().__init__("; ".join(issue.message for issue in issues))
        self.issues = issues


def find_descriptor(package: str | Path) -> Path:
    """Return the descriptor's path for a folder, a descriptor or a zip; raise CannotRunError if there is none."""
    path = Path(package)
    if not path.exists():
        raise CannotRunError(f"{package}: no such file or folder; give a folder with a datapackage.json")
    if path.is_file():
        return path
    for name in DESCRIPTOR_NAMES:
        if (path / name).is_file():
            return path / name
    raise CannotRunError(f"{package}: no datapackage.json in this folder; give the folder that holds one")


Verdict: TypeAlias = Literal["frictionless"]
"""Whose verdict alone is asked for."""


def read_package(package: str | Path, only: Verdict | None = None) -> Package:
    """Read a descriptor and the schemas it names; nothing outside its folder is read.

    Raises PackageUnreadableError with every problem found in the metadata.
    """
    descriptor = find_descriptor(package)
    if outside := list(paths_outside(descriptor)):
        raise PackageUnreadableError(outside)
    if not only and (hidden := _hidden_in_folder(descriptor)):
        raise PackageUnreadableError([hidden])
    try:
        loaded = Package(str(descriptor))
        loaded.to_descriptor(validate=True)
        broken = list(constraint_problems(loaded))
    except FrictionlessException as exception:
        errors = exception.to_errors() or [exception.error]
        raise PackageUnreadableError([_metadata_issue(descriptor, error) for error in errors]) from exception
    except Exception as exception:
        # frictionless lets a few malformed descriptors through to its own attribute and type errors.
        issue = _unreadable(descriptor, f"{type(exception).__name__}: {exception}", "package-error")
        raise PackageUnreadableError([issue]) from exception
    if broken:
        raise PackageUnreadableError([_unreadable(descriptor, note, "field-error") for note in broken])
    return loaded


def _hidden_in_folder(archive: Path) -> Issue | None:
    """Return the issue of a zip that has its descriptor in a folder and not at its root."""
    if not zipfile.is_zipfile(archive):
        return None
    with zipfile.ZipFile(archive) as packed:
        names = packed.namelist()
    found = [name for name in names if name.rpartition("/")[2] in DESCRIPTOR_NAMES]
    if not found or set(found) & set(DESCRIPTOR_NAMES):
        return None
    rule = RULES["zip_top_folder"]
    note = rule.note.format(descriptor=found[0])
    return Issue(archive.name, None, None, rule.name, found[0], note, rule.fix, severity=rule.severity)


def constraint_problems(package: Package) -> Iterator[str]:
    """Yield what is wrong with constraints: frictionless takes any pattern, bound or term, and fails on the data."""
    for resource in package.resources:
        for field in resource.schema.fields if isinstance(resource, TableResource) else []:
            for name, bound in field.constraints.items():
                if not _is_constraint(field, name, bound):
                    yield f'constraint "{name}" of the field "{field.name}" in "{resource.name}" cannot be {bound!r}'


def _is_constraint(field: Field, name: str, bound: Any) -> bool:  # noqa: ANN401  # whatever the descriptor has
    if name == "pattern":
        try:
            re.compile(bound)
        except re.error:
            return False
    read = field.create_value_reader()
    if name == "enum":
        return all(read(term) is not None for term in bound)
    return name not in {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"} or read(bound) is not None


def follows_profile(package: Package) -> bool:
    """Tell whether the descriptor declares our profile of events, claims and sources."""
    return PROFILE_PROPERTY in package.custom


def _metadata_issue(descriptor: Path, error: Error) -> Issue:
    return _unreadable(descriptor, error.message, error.type)


def _unreadable(descriptor: Path, message: str, rule: str) -> Issue:
    fix = "mend the descriptor, or the schema it names, as the message says"
    return Issue(descriptor.name, None, None, rule, None, " ".join(message.split()), fix)
