"""Hashing and packing what is written beside the writing of what is still to come."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from claimpack.release.archive import sha256, write_zip
from claimpack.stopping import awaited

AT_ONCE = 2
"""A format's zip, and the hashes of the next one's tables."""


class Packing:
    """Hashes of files and zips of folders, made in threads: the work leaves Python's lock to others.

    All of it has ended when the context ends; after an error, what is left of it is not done.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._hashes: dict[Path, Future[str]] = {}
        self._is_given_up = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error:
            self._is_given_up.set()
        self._pool.shutdown(cancel_futures=True)

    def hash(self, path: Path) -> None:
        """Begin to hash a file."""
        self._begin(path, lambda: sha256(path))

    def pack(self, folder: Path, archive: Path) -> None:
        """Begin to pack a folder into a zip, and then to hash it."""

        def packed() -> str:
            write_zip(folder, archive, self._is_given_up.is_set)
            return sha256(archive)

        self._begin(archive, packed)

    def sha256(self, path: Path) -> str:
        """Return the hash of a file or zip, once it is known; raise what went wrong with it."""
        return awaited(self._hashes[path]) if path in self._hashes else sha256(path)

    def _begin(self, path: Path, work: Callable[[], str]) -> None:
        self._hashes[path] = self._pool.submit(work)
