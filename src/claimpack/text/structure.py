"""Gate 1, structure: whether every reader tells the cells of a CSV file apart in the same way."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from claimpack.text.dialect import DamagedFileError, PlainCsv, refuse_odd_bytes

CHUNK_BYTES = 256 << 10
"""So much stays in the processor's cache while it is looked through several times."""

QUOTE = b'"'


def refuse_odd_structure(table: PlainCsv, stop: Event) -> None:
    """Raise DamagedFileError where rows or cells end otherwise than usual; or once `stop` is set.

    A quote may only stand where a cell begins or ends, or twice for one within quotes, as in RFC 4180.
    """
    delimiter, before = table.delimiter.encode(), b""
    for chunk, is_quoted in _chunks(table.path):
        if stop.is_set():
            raise DamagedFileError("reading was stopped")
        refuse_odd_bytes(chunk, is_first=not before)
        if QUOTE in chunk:
            from claimpack.text.quotes import has_odd_quotes  # noqa: PLC0415  # slow to import, and often not needed

            if has_odd_quotes(chunk, before or b"\n", delimiter, is_quoted=is_quoted):
                raise DamagedFileError("a quote in the midst of a cell")
        before = chunk[-1:]
    if before == delimiter:
        # Polars would overlook the empty cell.
        raise DamagedFileError("an empty cell at the very end")


def count_delimiters(table: PlainCsv) -> int:
    """Return how often the delimiter stands between cells, not in them, in a file whose structure is not odd."""
    return sum(_count(chunk, table.delimiter.encode(), is_quoted=is_quoted) for chunk, is_quoted in _chunks(table.path))


def _count(chunk: bytes, delimiter: bytes, *, is_quoted: bool) -> int:
    if QUOTE in chunk:
        from claimpack.text.quotes import count_unquoted  # noqa: PLC0415  # as above

        return count_unquoted(chunk, delimiter, is_quoted=is_quoted)
    return 0 if is_quoted else chunk.count(delimiter)


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield a file in parts, and whether each begins within quotes. Raises DamagedFileError where quotes have no end.

    No part ends with a quote, unless the file does: only the byte after a quote tells what that means.
    """
    is_quoted, quotes = False, b""
    with path.open("rb", buffering=0) as file:
        while block := file.read(CHUNK_BYTES):
            block = quotes + block
            chunk = block.rstrip(QUOTE)
            quotes = block[len(chunk) :]
            if len(quotes) > CHUNK_BYTES:
                raise DamagedFileError("nothing but quotes")
            if chunk:
                yield chunk, is_quoted
            is_quoted ^= chunk.count(QUOTE) % 2 == 1
    if quotes:
        yield quotes, is_quoted
    if is_quoted ^ (len(quotes) % 2 == 1):
        raise DamagedFileError("a quote without end")
