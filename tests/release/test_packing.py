"""Hashing and packing beside the writing: as good as in turn, and given up as soon as the writing is."""

import hashlib
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.release import packing
from claimpack.release.packing import Packing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "table.csv").write_bytes(b"a,b\n" * 1_000_000)
    return tmp_path / "folder"


def test_hashes_are_those_of_what_was_written_and_packed(folder: Path, tmp_path: Path) -> None:
    table, archive = folder / "table.csv", tmp_path / "folder.zip"
    with Packing() as work:
        work.hash(table)
        work.pack(folder, archive)
        for path in (table, archive):
            assert work.sha256(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with zipfile.ZipFile(archive) as packed:
        assert packed.read("table.csv") == table.read_bytes()


def test_what_goes_wrong_is_raised_where_the_hash_is_asked_for(folder: Path, tmp_path: Path) -> None:
    with Packing() as work:
        work.pack(folder, tmp_path / "nowhere" / "folder.zip")
        with pytest.raises(FileNotFoundError):
            work.sha256(tmp_path / "nowhere" / "folder.zip")


def test_what_is_left_is_given_up_after_an_error(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The zip would never end otherwise."""

    def endless(_folder: Path, _archive: Path, is_given_up: Callable[[], bool]) -> None:
        while not is_given_up():
            time.sleep(0.01)

    monkeypatch.setattr(packing, "write_zip", endless)

    def interrupted() -> None:
        with Packing() as work:
            for number in range(5):
                work.pack(folder, tmp_path / f"{number}.zip")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
