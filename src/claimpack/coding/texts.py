"""The texts that claims are coded from: which file is which source's, and what it holds."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class SourceText:
    """One text file. Its characters are the code points of its bytes read as UTF-8, line ends untouched."""

    path: Path

    @cached_property
    def content(self) -> bytes:
        """Return the file's bytes; raise OSError if it cannot be read."""
        return self.path.read_bytes()

    @cached_property
    def text(self) -> str:
        """Return the file's characters; raise UnicodeDecodeError if it is not UTF-8."""
        return self.content.decode()

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the file's bytes, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()


class TextShelf:
    """The text files at hand: those of a folder, and those given for a source by name."""

    def __init__(self, folder: Path | None, given: Mapping[str, Path]) -> None:
        files = sorted(path for path in folder.iterdir() if path.is_file()) if folder else []
        self._texts = [SourceText(path) for path in files if not path.name.startswith(".")]
        self._given = {source_id: SourceText(path) for source_id, path in given.items()}

    def find(self, source_id: str, sha256: str) -> list[SourceText]:
        """Return the texts that may be a source's: one is the answer, several are for the coder to choose from.

        In this order: the file given for the source, the files named after it, the files with its hash.
        """
        if source_id in self._given:
            return [self._given[source_id]]
        return list(self._named(source_id)) or [text for text in self._texts if text.sha256 == sha256]

    def _named(self, source_id: str) -> Iterator[SourceText]:
        names = {source_id, source_id.rpartition("-")[2]}
        for text in self._texts:
            if {text.path.stem, text.path.stem.partition("_")[0]} & names:
                yield text
