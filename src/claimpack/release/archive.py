"""Zip archives and checksums that depend on nothing but the files' names and contents."""

import hashlib
import os
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from claimpack.issue import CannotRunError

SUMS = "SHA256SUMS"

FIRST_ZIP_SECOND = 315_532_800
"""1980-01-01T00:00:00Z, the earliest time that a zip can hold, in seconds since 1970."""


def files_in(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, relative to it, with slashes, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def sha256(path: Path) -> str:
    """Return a file's SHA-256 hash in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path, known: Mapping[str, str] = {}) -> None:
    """Write `SHA256SUMS` into a folder, over every file below it, for `sha256sum --check`.

    `known` has the hashes of files that need not be read for it, by path relative to the folder.
    """
    names = [name for name in files_in(folder) if name != SUMS]
    lines = [f"{known.get(name) or sha256(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="")


def read_sums(folder: Path) -> set[str]:
    """Return the paths that a folder's `SHA256SUMS` lists; none where there is no such file."""
    sums = folder / SUMS
    if not sums.is_file():
        return set()
    return {line[66:] for line in sums.read_text(encoding="utf-8").splitlines()}


def write_zip(folder: Path, archive: Path, is_given_up: Callable[[], bool] = lambda: False) -> None:
    """Pack a folder's files, stored and without a top folder, dated by SOURCE_DATE_EPOCH or else 1980-01-01.

    Once `is_given_up`, the zip ends where it is.
    """
    date = _date()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for name in files_in(folder):
            entry = zipfile.ZipInfo(name, date)
            entry.create_system = 3  # Unix, whatever this is run on
            entry.external_attr = 0o100644 << 16
            entry.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, packed.open(entry, "w") as target:
                while (part := source.read(1 << 20)) and not is_given_up():
                    target.write(part)


def _date() -> tuple[int, int, int, int, int, int]:
    text = os.environ.get("SOURCE_DATE_EPOCH", "0")
    if not text.isdecimal():
        raise CannotRunError(f"SOURCE_DATE_EPOCH: {text!r} is no number of seconds since 1970")
    moment = time.gmtime(max(int(text), FIRST_ZIP_SECOND))
    return moment.tm_year, moment.tm_mon, moment.tm_mday, moment.tm_hour, moment.tm_min, moment.tm_sec
