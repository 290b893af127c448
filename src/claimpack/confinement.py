"""A package is read from its own folder and from nowhere else."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import platform

from claimpack.issue import Issue

RULE = "path-outside-package"
FIX = "put the file into the package's folder and give its path from there"
REFERENCES = ("path", "extrapaths", "schema", "dialect")
"""The properties of a resource that may name a file."""


def paths_outside(descriptor: Path) -> Iterator[Issue]:
    """Yield an issue for every file a descriptor names that is not below its folder: by URL, `..`, root or link."""
    folder = descriptor.parent.resolve()
    for resource in _resources(descriptor):
        for reference in REFERENCES:
            named = resource.get(reference)
            for path in named if isinstance(named, list) else [named]:
                if isinstance(path, str) and not _is_inside(path, folder):
                    message = f'"{reference}" of the resource "{resource.get("name")}" is not in the package'
                    yield Issue(descriptor.name, None, None, RULE, path, message, FIX)


def _resources(descriptor: Path) -> list[dict[str, Any]]:
    """Return the resources as far as the descriptor can be read; what is wrong with it is told elsewhere."""
    try:
        text = descriptor.read_text(encoding="utf-8")
        content = json.loads(text) if descriptor.suffix == ".json" else platform.yaml.safe_load(text)
    except (OSError, ValueError, RecursionError, platform.yaml.YAMLError):
        return []
    resources = content.get("resources") if isinstance(content, dict) else None
    return [resource for resource in resources if isinstance(resource, dict)] if isinstance(resources, list) else []


def _is_inside(path: str, folder: Path) -> bool:
    if "://" in path:
        return False
    try:
        return (folder / path).resolve().is_relative_to(folder)
    except (OSError, ValueError, RuntimeError):
        return False
