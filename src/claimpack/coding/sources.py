"""Hashes and lengths of sources, from their texts."""

from claimpack.coding.sheet import Sheet, SheetRow
from claimpack.coding.texts import SourceText, TextShelf


def fill_sources(sheet: Sheet, shelf: TextShelf) -> dict[str, SourceText]:
    """Fill in `text_sha256` and `text_characters`; return the text of each source that has one here, by source id."""
    texts = {}
    for row in sheet.rows():
        if text := _text_of(row, shelf):
            texts[row["source_id"]] = text
            row.fill("text_sha256", text.sha256)
            row.fill("text_characters", str(len(text.text)))
    return texts


def _text_of(row: SheetRow, shelf: TextShelf) -> SourceText | None:
    """Return a source's text if exactly one is here and can be read; tell what hinders where one may be meant."""
    try:
        found = shelf.find(row["source_id"], row["text_sha256"])
        if len(found) == 1:
            _ = found[0].text
            return found[0]
    except (OSError, UnicodeDecodeError) as error:
        fix = "save the text as a UTF-8 file that you may read"
        row.tell("source_id", "text-unreadable", f"a text cannot be read: {error}", fix)
        return None
    if found:
        names = ", ".join(text.path.name for text in found)
        fix = f"say which: --text {row['source_id']}=FILE"
        row.tell("source_id", "text-ambiguous", f"several texts may be this source's: {names}", fix)
    return None
