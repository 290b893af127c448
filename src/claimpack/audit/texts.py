"""Which files of a folder are the texts of which sources: those with the hash, whatever their names."""

import codecs
import hashlib
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TypeAlias

from claimpack.audit.result import NearText

MARK = "\ufeff"

Change: TypeAlias = Callable[[str], str]

CHANGES: Mapping[str, tuple[Change, ...]] = {
    "line ends": (str, lambda text: _with_line_ends(text, "\n"), lambda text: _with_line_ends(text, "\r\n")),
    "byte order mark": (str, lambda text: text.removeprefix(MARK), lambda text: MARK + text.removeprefix(MARK)),
    "Unicode normalisation": (
        str,
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: unicodedata.normalize("NFD", text),
    ),
    "blanks at the end": (str, lambda text: text.rstrip(), lambda text: text.rstrip() + "\n"),
}
"""What happens to a text on its way, by name; the first change of each is none."""


@dataclass(frozen=True)
class TextFolder:
    """The files of a folder by hash, in the order of their names, and why others could not be read."""

    files: dict[str, Path] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)


def read_folder(folder: Path) -> TextFolder:
    """Hash every file of a folder that is not hidden; subfolders are not entered."""
    found = TextFolder()
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            try:
                with path.open("rb") as file:
                    found.files.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), path)
            except OSError as error:
                found.unreadable[path.name] = error.strerror or "cannot be read"
    return found


def near_texts(folder: TextFolder, wanted: Collection[str]) -> dict[str, list[NearText]]:
    """Return the files that would have one of the hashes, were they written a little differently, by that hash."""
    near: dict[str, list[NearText]] = {sha256: [] for sha256 in wanted}
    for sha256, path in folder.files.items() if near else []:
        found: dict[str, list[str]] = {}
        for other, differences in sorted(_variants(path.read_bytes()), key=lambda variant: len(variant[1])):
            found.setdefault(other, differences)
        for other in found.keys() & near.keys():
            near[other].append(NearText(file=path.name, text_sha256=sha256, differences=found[other]))
    return near


def _variants(content: bytes) -> Iterator[tuple[str, list[str]]]:
    """Yield the hash of each way to write a text, and what that changes."""
    text, encoding = _decoded(content)
    for changes in product(*CHANGES.values()):
        changed, differences = text, [] if encoding == "utf-8" else ["encoding"]
        for name, change in zip(CHANGES, changes, strict=True):
            before, changed = changed, change(changed)
            differences += [name] if changed != before else []
        yield hashlib.sha256(changed.encode()).hexdigest(), differences


def _decoded(content: bytes) -> tuple[str, str]:
    """Return a file's characters and its likely encoding."""
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-8", *(["utf-16"] if is_utf16 else []), "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding), encoding
    return content.decode("latin-1"), "latin-1"


def _with_line_ends(text: str, end: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", end)
