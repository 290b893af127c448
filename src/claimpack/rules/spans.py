"""Rules on fragments and where they stand in a text."""

from collections.abc import Iterator

import narwhals as nw

from claimpack.rules.equality import in_parts, rows_without_match
from claimpack.rules.rule import Breach, package_rule, row_rule
from claimpack.rules.table import Frame, Tables

LONGEST_QUOTE = 80
"""Characters. A fragment is evidence; the text itself is not ours to publish."""


@row_rule(
    "evidence uncoded",
    "char_start",
    "char_end",
    example="char_start 7, char_end 7",
    note="char_start {char_start} is not before char_end {char_end}",
    fix="count from 0; char_end is the place after the last character",
)
def span_empty() -> nw.Expr:
    """A span in a text ends where it starts, or before."""
    return nw.col("char_start") >= nw.col("char_end")


@row_rule(
    "evidence",
    "quote",
    "char_start",
    "char_end",
    example="the quote “23 injured” from 10 to 19",
    note="the quote does not fill its span from {char_start} to {char_end}",
    fix="correct the quote or the span; `claimpack fill` finds the span of a quote",
)
def quote_not_its_span() -> nw.Expr:
    """A quote is longer or shorter than the span it is said to fill."""
    length = nw.col("char_end") - nw.col("char_start")
    return (nw.col("quote").str.len_chars().cast(nw.Int64) != length) & (length > 0)


@row_rule(
    "evidence",
    "quote",
    example="a quote of 81 characters",
    note=f"the quote is longer than {LONGEST_QUOTE} characters",
    fix="quote the shortest fragment that carries the claim",
)
def quote_too_long() -> nw.Expr:
    """A quote is longer than the fragment that a claim needs."""
    return nw.col("quote").str.len_chars() > LONGEST_QUOTE


@row_rule(
    "evidence",
    "quote",
    example="the quote “The sirens fell silent.”",
    note="the quote is a whole sentence",
    fix="quote the shortest fragment that carries the claim",
)
def quote_whole_sentence() -> nw.Expr:
    """A quote begins with a capital letter and ends with a full stop, as a whole sentence does."""
    quote = nw.col("quote")
    first = quote.str.slice(0, 1)
    is_capital = (first != first.str.to_lowercase()) | first.is_in(["“", '"', "«", "„", "‘"])
    return is_capital & quote.str.contains(r"\s.*[.!?…。][”\"»’]?$")


@package_rule(
    needs={
        "evidence": ("claim_id", "char_end"),
        "claims": ("claim_id", "source_id"),
        "sources": ("source_id", "text_characters"),
    },
    example="char_end 101 in a text of 100 characters",
    note="char_end {char_end} lies beyond the text of {source_id}, which has {text_characters} characters",
    fix="correct the span, or the source's text_characters",
)
def evidence_outside_text(tables: Tables) -> Iterator[Breach]:
    """A fragment ends after the end of its source's text."""
    for evidence in _located(tables, ("_row", "char_end"), ("source_id",)):
        yield Breach("evidence", "char_end", _beyond_text(evidence, tables))


@package_rule(
    needs={"uncoded": ("source_id", "char_end"), "sources": ("source_id", "text_characters")},
    example="char_end 101 in a text of 100 characters",
    note="char_end {char_end} lies beyond the text of {source_id}, which has {text_characters} characters",
    fix="correct the span, or the source's text_characters",
)
def uncoded_outside_text(tables: Tables) -> Iterator[Breach]:
    """A number that is no claim ends after the end of its source's text."""
    yield Breach("uncoded", "char_end", _beyond_text(tables["uncoded"].rows, tables))


@package_rule(
    needs={
        "claims": ("claim_id", "source_id"),
        "evidence": ("claim_id",),
        "sources": ("source_id", "text_sha256"),
    },
    example="a claim without a row in evidence, though its source's text is held",
    note="the claim has no evidence, though the text of {source_id} is held",
    fix="add the fragment that carries the claim to the evidence table",
)
def evidence_missing(tables: Tables) -> Iterator[Breach]:
    """A claim whose source has a text has no fragment of it."""
    held = tables["sources"].rows.filter(~nw.col("text_sha256").is_null()).select("source_id")
    claims = tables["claims"].rows.select("_row", "claim_id", "source_id").join(held, on="source_id", how="semi")
    named = claims.filter(~nw.col("claim_id").is_null())
    for bare in rows_without_match(named, "claim_id", tables["evidence"].rows, "claim_id", tables["evidence"].size):
        yield Breach("claims", "claim_id", bare)


@package_rule(
    needs={
        "evidence": ("claim_id", "char_start", "char_end"),
        "uncoded": ("uncoded_id", "source_id", "char_start", "char_end"),
        "claims": ("claim_id", "source_id", "value_low", "value_time"),
    },
    example="the 23 of “23 injured” as a number that is no claim",
    note="the number is no claim, yet it lies within the evidence of {claim_id}, which has a value",
    fix="remove the row, or shorten the fragment",
)
def uncoded_within_evidence(tables: Tables) -> Iterator[Breach]:
    """A number is said to be no claim and is evidence of a claim's value at once."""
    has_value = ~nw.col("value_low").is_null() | ~nw.col("value_time").is_null()
    found = []
    for evidence in _located(tables, ("char_start", "char_end"), ("source_id", "value_low", "value_time")):
        coded = evidence.filter(has_value).select("source_id", "claim_id", low="char_start", high="char_end")
        pairs = tables["uncoded"].rows.join(coded, on="source_id", how="inner")
        overlap = (nw.col("char_start") < nw.col("high")) & (nw.col("low") < nw.col("char_end"))
        found.append(pairs.filter(overlap).select("_row", "uncoded_id", "claim_id").collect())
    first = nw.concat(found).lazy().group_by("_row", "uncoded_id").agg(nw.col("claim_id").min())
    yield Breach("uncoded", "uncoded_id", first)


def _located(tables: Tables, columns: tuple[str, ...], of_claim: tuple[str, ...]) -> Iterator[Frame]:
    """Yield some columns of evidence, in parts, with those of its claims by which a fragment has its source."""
    evidence = tables["evidence"].rows.select("claim_id", *columns)
    claims = tables["claims"].rows.select("claim_id", *of_claim)
    for some, some_claims in in_parts(evidence, "claim_id", claims, "claim_id", tables["claims"].size):
        yield some.join(some_claims, on="claim_id", how="inner")


def _beyond_text(spans: Frame, tables: Tables) -> Frame:
    lengths = tables["sources"].rows.select("source_id", "text_characters")
    located = spans.join(lengths, on="source_id", how="inner")
    return located.filter(nw.col("char_end") > nw.col("text_characters"))
