"""Auditing a package: its rows, source by source, against the texts in a folder."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from claimpack.audit.coverage import Quote, Uncoded, audit_text
from claimpack.audit.result import Audit, SourceAudit
from claimpack.audit.texts import near_texts, read_folder
from claimpack.checking import CheckedPackage
from claimpack.typed_tables import typed_tables

NEEDED = {
    "sources": ("source_id", "language", "text_sha256"),
    "claims": ("claim_id", "source_id", "value_low", "value_time"),
    "evidence": ("evidence_id", "claim_id", "char_start", "char_end", "quote"),
    "uncoded": ("source_id", "char_start", "char_end", "reason"),
}


def audit_package(package: CheckedPackage, folder: Path) -> Audit:
    """Audit every source of which the package has a text's hash and the folder the text.

    No text is looked at if the package has errors. Raises CannotRunError where it lacks a table or column needed,
    OSError where the folder cannot be read.
    """
    if errors := [issue for issue in package.issues if issue.severity == "error"]:
        return Audit(issues=errors)
    tables = typed_tables(package, NEEDED)
    sources = tables["sources"].sort("source_id").collect()
    held = sources.filter(pl.col("text_sha256").is_not_null())
    texts = read_folder(folder)
    near = near_texts(texts, set(held["text_sha256"]) - texts.files.keys())
    here = held.filter(pl.col("text_sha256").is_in(list(texts.files))).lazy().select("source_id")
    quotes, uncoded = _quotes(tables, here), _uncoded(tables, here)
    audits = []
    for source_id, language, sha256 in held.iter_rows():
        audit = SourceAudit(source_id=source_id, text_sha256=sha256)
        if path := texts.files.get(sha256):
            audit = _audit_file(path, audit, quotes.get(source_id, []), uncoded.get(source_id, []), language)
        elif near[sha256]:
            audit = audit.model_copy(update={"status": "nearly_found", "near_texts": near[sha256]})
        audits.append(audit)
    return Audit(sources=audits, sources_without_text=len(sources) - len(held), files_unreadable=texts.unreadable)


def _audit_file(
    path: Path, audit: SourceAudit, quotes: Sequence[Quote], uncoded: Sequence[Uncoded], language: str
) -> SourceAudit:
    audit = audit.model_copy(update={"file": path.name})
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 at byte {error.start}"
        return audit.model_copy(update={"status": "unreadable", "problem": problem})
    return audit_text(text, audit, quotes, uncoded, language)


def _quotes(tables: Mapping[str, pl.LazyFrame], here: pl.LazyFrame) -> Mapping[str, list[Quote]]:
    """Return the evidence of some sources, by source, in the order of the text."""
    has_value = pl.col("value_low").is_not_null() | pl.col("value_time").is_not_null()
    claims = tables["claims"].join(here, on="source_id", how="semi").with_columns(has_value=has_value)
    rows = tables["evidence"].join(claims, on="claim_id").sort("char_start", "evidence_id")
    columns = ("evidence_id", "claim_id", "char_start", "char_end", "quote", "has_value")
    found: dict[str, list[Quote]] = defaultdict(list)
    for source_id, *cells in rows.select("source_id", *columns).collect().iter_rows():
        found[source_id].append(Quote(*cells))
    return found


def _uncoded(tables: Mapping[str, pl.LazyFrame], here: pl.LazyFrame) -> Mapping[str, list[Uncoded]]:
    """Return the numbers that are no claim, by source."""
    rows = tables["uncoded"].join(here, on="source_id", how="semi")
    found: dict[str, list[Uncoded]] = defaultdict(list)
    for source_id, *cells in rows.collect().iter_rows():
        found[source_id].append(Uncoded(*cells))
    return found
