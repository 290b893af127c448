"""Putting a made folder in its place in one step, and never over files that are not of its kind."""

import shutil
from collections.abc import Callable
from pathlib import Path

from claimpack.issue import CannotRunError


def refuse_other_files(folder: Path, is_own: Callable[[str], bool]) -> None:
    """Raise CannotRunError where a folder's place holds a file, or anything that is not `is_own` by its name."""
    if folder.exists() and not folder.is_dir():
        raise CannotRunError(f"{folder}: is a file; give another place")
    others = sorted(child.name for child in folder.iterdir() if not is_own(child.name)) if folder.is_dir() else []
    if others:
        raise CannotRunError(f"{folder}: holds other files ({others[0]}); give another place")


def put_in_place(made: Path, folder: Path) -> None:
    """Move a made folder, of the same disk, to where it belongs, in place of the one that is there."""
    if folder.exists():
        shutil.rmtree(folder)
    made.rename(folder)
