"""Offsets of quotes, from the texts that they are taken from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from claimpack.coding.quotes import context, nearest, occurrences
from claimpack.coding.sheet import Sheet, SheetRow
from claimpack.coding.texts import SourceText

Ask: TypeAlias = Callable[[str, str, list[str]], int]
"""Asks which occurrence is meant: gets the row's id, the quote and the contexts, and returns a number from 1."""


@dataclass(frozen=True)
class Choices:
    """Which occurrence is meant, by the row's id: said beforehand, or asked for where there is somebody to ask."""

    said: Mapping[str, int]
    ask: Ask | None = None


def fill_evidence(
    sheet: Sheet, source_of: Mapping[str, str], texts: Mapping[str, SourceText], choices: Choices
) -> None:
    """Fill in `char_start` and `char_end` of quotes, given each claim's source and each source's text.

    Ambiguous quotes come last, and are asked about only if all else is well.
    """
    doubtful: list[tuple[SheetRow, str, list[int]]] = []
    for row in sheet.rows():
        source_id = source_of.get(row["claim_id"])
        if not row["quote"].strip():
            continue
        if source_id is None or source_id not in texts:
            _tell_no_text(row, source_id)
            continue
        text = texts[source_id].text
        starts = _starts(row, text)
        if len(starts) == 1:
            _fill_span(row, starts[0])
        elif starts:
            doubtful.append((row, text, starts))
    for row, text, starts in doubtful:
        _choose(row, text, starts, choices)


def _starts(row: SheetRow, text: str) -> list[int]:
    """Return where a row's quote may start, given what its cells already say; tell if that is nowhere."""
    quote = row["quote"]
    starts = occurrences(text, quote)
    fitting = [s for s in starts if row["char_start"] in {"", str(s)} and row["char_end"] in {"", str(s + len(quote))}]
    if not starts:
        near = nearest(text, quote)
        note = "the source's text does not have this quote" + (f'; it has "{near}"' if near else "")
        row.tell("quote", "quote-not-found", note, "copy the quote from the text")
    elif not fitting:
        spans = ", ".join(f"{start}-{start + len(quote)}" for start in starts)
        fix = "empty char_start and char_end to have them filled in, or mend the quote"
        row.tell("char_start", "disagrees-with-text", f"the quote stands at {spans}", fix)
    return fitting


def _fill_span(row: SheetRow, start: int) -> None:
    row.fill("char_start", str(start))
    row.fill("char_end", str(start + len(row["quote"])))


def _choose(row: SheetRow, text: str, starts: list[int], choices: Choices) -> None:
    """Fill in the occurrence that was chosen; tell which there are if none was."""
    name, length = row["evidence_id"], len(row["quote"])
    contexts = [f"{start}-{start + length} {context(text, start, start + length)}" for start in starts]
    number = choices.said.get(name, 0)
    if not number and choices.ask and not row.sheet.issues:
        number = choices.ask(name, row["quote"], contexts)
    if 1 <= number <= len(starts):
        _fill_span(row, starts[number - 1])
        return
    listed = "; ".join(f"{place}) {line}" for place, line in enumerate(contexts, start=1))
    fix = f"say which, such as --occurrence {name}=1"
    row.tell("quote", "quote-ambiguous", f"the quote stands {len(starts)} times: {listed}", fix)


def _tell_no_text(row: SheetRow, source_id: str | None) -> None:
    if row["char_start"] and row["char_end"]:
        return
    if source_id is None:
        fix = "use the id of a claim, or add the claim"
        row.tell("claim_id", "text-not-found", "no claim has this id, so its text is not known", fix)
    else:
        fix = f"give it: --text {source_id}=FILE"
        row.tell("claim_id", "text-not-found", f'the text of the source "{source_id}" is not here', fix)
