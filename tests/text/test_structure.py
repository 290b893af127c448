"""What is read fast has the rows and cells that Python's csv module finds, on which frictionless builds."""

import csv
import random
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from threading import Event

import polars as pl
import pytest
from frictionless import Schema
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.text import structure
from claimpack.text.dialect import DamagedFileError, PlainCsv
from claimpack.text.screen import screen_csv
from claimpack.text.structure import refuse_odd_structure
from claimpack.text.typed import DOUBTFUL

PIECES = ['"', '""', '"a"', ",", "\n", "\n\n", "a", "é", " ", ";", "\t", "\r", "\0", "#", "a,b\n", '"a,b\n",', "\u2028"]
FIELDS = {"fields": [{"name": name, "type": "string"} for name in "ab"]}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("structure") / "t.csv"


def as_python_reads(body: bytes, delimiter: str) -> list[tuple[str | None, ...]]:
    rows = list(csv.reader(StringIO(body.decode(), newline=""), delimiter=delimiter))[1:]
    assert all(len(row) == 2 for row in rows), body
    return [tuple(cell or None for cell in row) for row in rows]


def is_read_fast(body: bytes, delimiter: str, path: Path) -> bool:
    """Tell whether a body of two columns is read fast; then it is read as Python reads it."""
    whole = f"a{delimiter}b\n".encode() + body
    path.write_bytes(whole)
    table = PlainCsv(path, delimiter, Schema.from_descriptor(FIELDS), "t.csv", "t")
    try:
        refuse_odd_structure(table, Event())
        rows, is_doubtful = screen_csv(table, None)
    except DamagedFileError:
        return False
    assert isinstance(rows, pl.DataFrame)
    # A row without any value is for frictionless.
    expected = as_python_reads(whole, delimiter)
    assert rows[DOUBTFUL].to_list() == [row == (None, None) for row in expected]
    assert is_doubtful == any(rows[DOUBTFUL])
    assert rows.drop(DOUBTFUL).rows() == expected, body
    return True


def bodies(draw: random.Random) -> Iterator[bytes]:
    while True:
        plain = draw.random() < 0.5
        pieces = [*'"",\na', "é"] if plain else PIECES
        yield "".join(draw.choice(pieces) for _ in range(draw.randint(0, 9))).encode()


@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=12), delimiter=st.sampled_from(",;\t"), chunk=st.integers(1, 7)
)
@settings(max_examples=300)
def test_rows_are_those_of_python_wherever_a_chunk_ends(
    pieces: list[str], delimiter: str, chunk: int, path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "CHUNK_BYTES", chunk)
        is_read_fast("".join(pieces).encode(), delimiter, path)


@pytest.mark.slow
def test_rows_are_those_of_python_in_30000_cases(path: Path) -> None:
    some = bodies(random.Random(1))  # noqa: S311  # no secret
    fast = sum(is_read_fast(next(some), ",", path) for _ in range(30_000))
    assert fast > 1_000


@pytest.mark.parametrize(
    "body",
    [
        "",
        "1,2\n",
        "1,2",
        '"1","2"\n',
        '"1\n,","2"\n',
        '1,"""x"""\n',
        '1,""\n',
        "1,\n",
        ",2\n",
        "é,\u2028\n",
        '"""",1\n',
    ],
)
def test_plain_rows_are_read_fast(body: str, path: Path) -> None:
    assert is_read_fast(body.encode(), ",", path)


@pytest.mark.parametrize(
    "body",
    [
        *(b"1\n", b"1,2,3\n", b"1,2\n\n3,4\n", b"1,2\n\n", b"1,2,3\n1\n", b"1\n1,2,3\n", b"1,2,", b"1\n1,2,"),
        *(b'1,"2\n', b'1,x"2"\n', b'1,"2"x\n', b'1,"2" \n', b'1, "2"\n', b'"1"2",3\n'),
        *(b"1,2\r\n", b"1,\0\n", b"1,\xff\n", b'1,"\xe9"\n', b"\xef\xbb\xbf1,2\xff\n"),
    ],
)
def test_other_rows_are_for_frictionless(body: bytes, path: Path) -> None:
    assert not is_read_fast(body, ",", path)


def test_parts_stay_small_wherever_quotes_stand(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "CHUNK_BYTES", 16)
    looked_at: list[int] = []
    monkeypatch.setattr(structure, "refuse_odd_bytes", lambda chunk, **_: looked_at.append(len(chunk)))
    assert is_read_fast(b'"123","1234567"\n' * 100, ",", path)
    assert is_read_fast(b'"123","12345678"\n' * 100, ",", path)
    assert not is_read_fast(b'1,"' + b'""' * 100 + b'"\n', ",", path)
    assert max(looked_at) <= 2 * 16


def test_a_row_too_short_is_found_among_millions(path: Path) -> None:
    rows = b"1,\n" * 1_000_000
    assert is_read_fast(rows, ",", path)
    assert not is_read_fast(rows + b"1\n" + rows, ",", path)
