"""An audit for a person: a table of the sources, then each thing that is missing or wrong in a line of its own."""

from collections.abc import Iterator

import click

from claimpack.audit.numbers import NO_GRAMMAR
from claimpack.audit.result import Audit, SourceAudit
from claimpack.columns import aligned

HEADINGS = ("source", "numbers", "coded", "uncoded", "missing", "quotes", "wrong", "text")


def tell_audit(audit: Audit, width: int) -> Iterator[str]:
    """Yield the lines that tell an audit of a valid package, at most `width` characters wide but for long names."""
    yield from aligned([HEADINGS, *map(_row, audit.sources)], width, right=range(1, len(HEADINGS) - 1))
    for source in audit.sources:
        yield from _notes(source)
        for problem in _problems(source):
            yield click.style(f"{source.source_id}: {problem}", fg="red")
    for file, problem in audit.files_unreadable.items():
        yield click.style(f"{file}: cannot be read: {problem}", fg="yellow")
    yield _sum_up(audit)


def _row(source: SourceAudit) -> tuple[str, ...]:
    counts = (
        source.numbers_found,
        source.numbers_coded,
        sum(source.numbers_uncoded.values()),
        len(source.numbers_missing),
        source.quotes_checked,
        len(source.quotes_wrong),
    )
    is_checked = source.status == "checked"
    cells = [str(count) if is_checked else "-" for count in counts]
    return (source.source_id, *cells, source.file or source.status.replace("_", " "))


def _notes(source: SourceAudit) -> Iterator[str]:
    """Yield what is good to know of a source, but is not wrong."""
    if source.numbers_uncoded:
        reasons = ", ".join(f"{reason} {count}" for reason, count in source.numbers_uncoded.items())
        yield f"{source.source_id}: uncoded: {reasons}"
    if source.grammar == NO_GRAMMAR:
        yield click.style(f"{source.source_id}: digits only: number words are not known in its language", fg="yellow")
    for near in source.near_texts:
        differences = " and ".join(near.differences)
        yield click.style(f"{source.source_id}: {near.file} is almost its text, but for {differences}:", fg="yellow")
        yield f"  sha256 wanted {source.text_sha256}"
        yield f"  sha256 found  {near.text_sha256}"


def _problems(source: SourceAudit) -> Iterator[str]:
    if source.problem:
        yield f"{source.file} cannot be read as text: {source.problem}"
    for number in source.numbers_missing:
        yield f"missing: line {number.line}, {number.char_start}-{number.char_end} ({number.kind}): {number.context}"
    for wrong in source.quotes_wrong:
        place = f"{wrong.char_start}-{wrong.char_end}"
        yield f"wrong quote: {wrong.evidence_id} at {place}: quoted “{wrong.quote}”, the text has “{wrong.found}”"


def _sum_up(audit: Audit) -> str:
    checked = [source for source in audit.sources if source.status == "checked"]
    missing = sum(len(source.numbers_missing) for source in checked)
    wrong = sum(len(source.quotes_wrong) for source in checked)
    numbers = sum(source.numbers_found for source in checked)
    quotes = sum(source.quotes_checked for source in checked)
    line = (
        f"{len(checked)} of {len(audit.sources)} texts checked: "
        f"{numbers} numbers, {missing} missing; {quotes} quotes, {wrong} wrong"
    )
    return click.style(line, fg="green" if audit.passes(texts_required=True) else "yellow", bold=True)
