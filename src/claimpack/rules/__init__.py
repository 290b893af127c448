"""The rules of our profile of events, claims and sources; importing the package registers them all."""

from claimpack.rules import claims, identities, links, measures, spans, text, times
from claimpack.rules.rule import RULES

__all__ = ["RULES", "claims", "identities", "links", "measures", "spans", "text", "times"]
