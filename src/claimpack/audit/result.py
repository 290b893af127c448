"""What an audit finds, as data; its JSON Schema is published in `docs/audit.schema.json`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from claimpack.issue import Issue

Status = Literal["checked", "not_found", "nearly_found", "unreadable"]


class Finding(BaseModel):
    """The base of all parts of an audit: they never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MissingNumber(Finding):
    """A number that is within no evidence of a claim with a value, nor within a row of `uncoded`."""

    line: int = Field(description="Line in the text, counted from 1.")
    char_start: int = Field(description="Place in the text, in Unicode code points from 0.")
    char_end: int = Field(description="Place just after the last character.")
    kind: str = Field(description="What it was recognised as: number, date, time, share, name and so on.")
    context: str = Field(description="The number in brackets, with thirty characters around it, in one line.")


class WrongQuote(Finding):
    """A quote that is not what stands in the text at its place."""

    evidence_id: str
    claim_id: str
    char_start: int
    char_end: int
    quote: str
    found: str = Field(description="What the text has there; nothing beyond its end.")


class NearText(Finding):
    """A file that would be the source's text but for what `differences` names."""

    file: str
    text_sha256: str
    differences: list[str] = Field(description="Such as line ends, byte order mark, Unicode normalisation.")


class SourceAudit(Finding):
    """What was found in the text of one source; only a source that is `checked` has counts."""

    source_id: str
    text_sha256: str = Field(description="The hash that the package gives for the source's text.")
    status: Status = "not_found"
    file: str | None = Field(default=None, description="The file that has this hash, whatever its name.")
    problem: str | None = Field(default=None, description="Why the file cannot be read as text.")
    near_texts: list[NearText] = Field(default=[], description="Files that almost have the hash.")
    grammar: str | None = Field(default=None, description="The language of the number words found; or `digits`.")
    numbers_found: int = 0
    numbers_coded: int = 0
    numbers_uncoded: dict[str, int] = Field(default={}, description="How many are no claim, by reason.")
    numbers_missing: list[MissingNumber] = []
    quotes_checked: int = 0
    quotes_wrong: list[WrongQuote] = []

    @property
    def is_wrong(self) -> bool:
        """Tell whether anything is missing or wrong, or the text cannot be read."""
        return bool(self.numbers_missing or self.quotes_wrong or self.status == "unreadable")


class Audit(Finding):
    """What was found in the texts of a package; nothing but `issues` if the package is invalid."""

    issues: list[Issue] = Field(default=[], description="Errors of the package itself; then no text was looked at.")
    sources: list[SourceAudit] = Field(default=[], description="Every source of which the package has a text's hash.")
    sources_without_text: int = Field(default=0, description="Sources of which the package has no hash.")
    files_unreadable: dict[str, str] = Field(default={}, description="Files that could not be read, and why.")

    def passes(self, *, texts_required: bool) -> bool:
        """Tell whether nothing is missing or wrong, and, where texts are required, all were there."""
        absent = texts_required and any(source.status != "checked" for source in self.sources)
        return not (self.issues or absent or any(source.is_wrong for source in self.sources))


def audit_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of an audit in JSON."""
    schema = Audit.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
