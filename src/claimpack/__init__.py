"""Validate, reconcile and release open data packages of events, claims and sources.

Everything offered here is imported on first use, so that `import claimpack` costs nothing.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimpack.checking import check
    from claimpack.issue import Issue
    from claimpack.loading import load
    from claimpack.pandera_bridge import to_pandera

    __version__: str

__all__ = ["Issue", "__version__", "check", "load", "to_pandera"]

HOMES = {
    "Issue": "claimpack.issue",
    "check": "claimpack.checking",
    "load": "claimpack.loading",
    "to_pandera": "claimpack.pandera_bridge",
}


def __getattr__(name: str) -> object:
    """Import what is asked for, and keep it."""
    if name == "__version__":
        found: object = importlib.import_module("importlib.metadata").version("claimpack")
    elif name in HOMES:
        found = getattr(importlib.import_module(HOMES[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found
