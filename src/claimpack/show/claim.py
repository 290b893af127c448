"""One claim with the names it refers to, and the words in which it is told."""

from dataclasses import dataclass
from datetime import date

RECONCILED = {"asserted", "denied", "alleged"}
"""Stances by which a source says that something is so, or is not."""


@dataclass(frozen=True)
class Fragment:
    """One row of evidence: what the text says, and where (code points from 0, end-exclusive)."""

    evidence_id: str
    section: str
    char_start: int
    char_end: int
    quote: str


@dataclass(frozen=True)
class Claim:
    """A row of `claims`, the names behind its ids, and its evidence in the order of the text."""

    claim_id: str
    event_id: str
    event: str
    source_id: str
    source: str | None
    claimant_id: str
    claimant: str
    attribution: str
    relayed_by_id: str | None
    relayed_by: str | None
    measure_id: str | None
    measure: str | None
    value_type: str | None
    unit: str | None
    value_low: float | None
    value_high: float | None
    value_time: str | None
    qualifier_id: str | None
    stance: str
    is_hedged: bool
    place_id: str | None
    place: str | None
    claimed_on: date | None
    supersedes_claim_id: str | None
    supersession: str | None
    repeats_claim_id: str | None
    statement: str
    coded_by: str
    evidence: tuple[Fragment, ...] = ()

    @property
    def value(self) -> str:
        """Return the value as stated, with its qualifier but without its unit; "" where there is none."""
        qualifier = "" if self.qualifier_id in {None, "exact"} else f"{self.qualifier_id} "
        if self.value_time is not None:
            return qualifier + self.value_time
        if self.value_low is None or self.value_high is None:
            return ""
        if self.value_type == "boolean":
            return "yes" if self.value_low else "no"
        low, high = number_text(self.value_low), number_text(self.value_high)
        return qualifier + (low if low == high else f"{low} to {high}")

    @property
    def manner(self) -> str:
        """Return how it is said, where it is not plainly asserted."""
        stance = "" if self.stance == "asserted" else self.stance
        return ", ".join(filter(None, (stance, "hedged" if self.is_hedged else "")))

    @property
    def who(self) -> str:
        """Return who says it, and who passes it on."""
        return f"{self.claimant} via {self.relayed_by}" if self.relayed_by else self.claimant

    @property
    def about(self) -> str:
        """Return what it says: its measure, place and value, or the statement where it has no measure."""
        if not self.measure:
            return self.statement
        unit = "" if self.value_type in {"boolean", "time"} else f" {self.unit}"
        return f"{self.measure}{f' in {self.place}' if self.place else ''}: {self.value}{unit}"

    @property
    def fragment(self) -> str:
        """Return its first quote, and how many more there are."""
        if not self.evidence:
            return ""
        more = f" (+{len(self.evidence) - 1})" if len(self.evidence) > 1 else ""
        return f"“{self.evidence[0].quote}”{more}"


def number_text(value: float) -> str:
    """Return a number without an empty decimal part."""
    return f"{value:.15g}"
