"""A folder that comes into being in one step, or not at all."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from claimpack.issue import CannotRunError
from claimpack.release.archive import SUMS, files_in, read_sums

if sys.platform != "win32":
    import fcntl


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield an empty folder beside `target`, which takes the place of `target` once the context ends without error.

    Otherwise `target` stays what it was. A run that is killed leaves a hidden folder behind, which the next
    run removes. Raises CannotRunError where `target` holds files that are not part of a release.
    """
    target = target.resolve()
    _refuse_other_files(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(target)
    workshop = target.parent / f"{_prefix(target)}{token_hex(8)}"
    new, old = workshop / "new", workshop / "old"
    try:
        workshop.mkdir(mode=0o700)
        with _held(workshop):
            try:
                new.mkdir()
                yield new
                if target.exists():
                    target.rename(old)
                new.rename(target)
            finally:
                _give_back(old, target)
                shutil.rmtree(workshop)
    finally:
        # A signal may come before all this can be cleared away; but the old release is kept for the next run.
        if workshop.exists() and (target.exists() or not old.exists()):
            shutil.rmtree(workshop)


def _prefix(target: Path) -> str:
    return f".{target.name}.building-"


def _refuse_other_files(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise CannotRunError(f"{target}: is a file; give a folder for the release")
    others = set(files_in(target)) - read_sums(target) - {SUMS} if target.exists() else set()
    if others:
        raise CannotRunError(
            f"{target}: holds files that no {SUMS} of a release lists ({min(others)}); give another folder"
        )


def _give_back(old: Path, target: Path) -> None:
    """Put the old release back if it was moved away and nothing took its place."""
    if old.exists() and not target.exists():
        old.rename(target)


def _remove_abandoned(target: Path) -> None:
    """Remove what killed runs left of their work on this target; the work of a living run is held."""
    for workshop in [path for path in target.parent.iterdir() if path.name.startswith(_prefix(target))]:
        try:
            with _held(workshop):
                _give_back(workshop / "old", target)
                shutil.rmtree(workshop)
        except BlockingIOError:
            continue


if sys.platform == "win32":

    @contextmanager
    def _held(workshop: Path) -> Iterator[None]:
        """Folders cannot be locked here: every workshop counts as held."""
        if any(workshop.iterdir()):
            raise BlockingIOError
        yield
else:

    @contextmanager
    def _held(workshop: Path) -> Iterator[None]:
        """Hold a lock that ends with this process; raise BlockingIOError where another process holds it."""
        handle = os.open(workshop, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)
