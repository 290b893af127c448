"""The data dictionary as a document: the entries of a package's tables, between two markers of a Markdown file."""

from pathlib import Path

from frictionless import Package
from frictionless.resources import TableResource

from claimpack.dictionary.entry import table_entry
from claimpack.issue import CannotRunError
from claimpack.package import follows_profile
from claimpack.profile import profile_schema
from claimpack.reconcile.results import KEYS
from claimpack.reconcile.tables import NEEDED

BEGIN, END = "<!-- begin: claimpack describe -->", "<!-- end: claimpack describe -->"


def entries(package: Package) -> dict[str, str]:
    """Return the entry of every table by name: a package's in its order, then those computed for releases."""
    tables = [resource for resource in package.resources if isinstance(resource, TableResource)]
    told = {resource.name or "": table_entry(resource) for resource in tables}
    if follows_profile(package) and NEEDED.keys() <= told.keys():
        computed = [TableResource(name=name, data=[], schema=profile_schema(name)) for name in KEYS]
        told |= {resource.name or "": table_entry(resource) for resource in computed if resource.name not in told}
    return told


def write_between_markers(text: str, path: Path) -> None:
    """Put a text in place of what a file has between its markers; raise CannotRunError where it has none."""
    content = path.read_text(encoding="utf-8")
    before, begin, rest = content.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise CannotRunError(f'{path}: has no lines "{BEGIN}" and "{END}" to write between')
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8", newline="")
