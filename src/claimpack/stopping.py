"""Being stopped by Ctrl-C or a polite kill, and leaving nothing behind."""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

Result = TypeVar("Result")

PATIENCE = 0.1
"""Seconds. Polars takes Ctrl-C in a way that ends no wait: none may be long."""


@contextmanager
def scratch_folder(prefix: str = "claimpack-", parent: Path | None = None) -> Iterator[Path]:
    """Yield a new folder that is only this user's, in the system's place for such folders unless `parent` is given.

    It goes with the context, whenever a signal ends that; one that comes while Python's TemporaryDirectory makes its
    folder leaves it behind.
    """
    folder = (parent or Path(tempfile.gettempdir())) / f"{prefix}{token_hex(8)}"
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder)


def awaited(future: Future[Result]) -> Result:
    """Return what a future comes to, or raise what it raises; Ctrl-C ends the wait."""
    while not future.done():
        wait([future], PATIENCE)
    return future.result()
