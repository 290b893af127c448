"""Fetching a package from the web: a zip, or a descriptor and the files that it names."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import urlopen

import yaml

from claimpack.confinement import paths_outside
from claimpack.issue import CannotRunError
from claimpack.package import DESCRIPTOR_NAMES, PackageUnreadableError

SECONDS_TO_WAIT = 60


def is_url(package: str) -> bool:
    """Tell whether a package is named by an address on the web."""
    return package.startswith(("http://", "https://"))


def fetch_package(url: str, folder: Path, table: str | None) -> Path:
    """Fetch a package into a folder, with the data of one table or of all; return its zip or descriptor.

    `url` is that of a zip, of a descriptor, or of the folder that holds a `datapackage.json`. Only files beside or
    below the descriptor are fetched, and nothing is written outside the folder. Raises CannotRunError where
    the web does not give a file, PackageUnreadableError where the descriptor names files elsewhere.
    """
    name = Path(urlsplit(url).path).name
    if not name.endswith((".zip", ".json", ".yaml", ".yml")):
        name, url = DESCRIPTOR_NAMES[0], f"{url.rstrip('/')}/{DESCRIPTOR_NAMES[0]}"
    fetched = folder / name
    _fetch(url, fetched)
    if not zipfile.is_zipfile(fetched):
        if outside := list(paths_outside(fetched)):
            raise PackageUnreadableError(outside)
        for path in dict.fromkeys(_named_files(fetched, table)):
            _fetch(urljoin(url, quote(path)), folder / path)
    return fetched


def _fetch(url: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Only addresses that begin with http: or https: come here.
        with urlopen(url, timeout=SECONDS_TO_WAIT) as response, path.open("wb") as file:  # noqa: S310
            shutil.copyfileobj(response, file)
    except (URLError, OSError, ValueError) as error:
        raise CannotRunError(f"{url}: {error}") from error


def _named_files(descriptor: Path, table: str | None) -> list[str]:
    """Return the files that the tables need: every schema and dialect, and the data of one table or of all."""
    text = descriptor.read_text(encoding="utf-8")
    try:
        content = json.loads(text) if descriptor.suffix == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError):
        return []  # frictionless tells what is wrong with it
    resources = content.get("resources") if isinstance(content, dict) else None
    named: list[Any] = []
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, dict):
            named += [resource.get("schema"), resource.get("dialect")]
            if "schema" in resource and table in {None, resource.get("name")}:
                path = resource.get("path")
                named += [*(path if isinstance(path, list) else [path]), *(resource.get("extrapaths") or [])]
    return [path for path in named if isinstance(path, str)]
