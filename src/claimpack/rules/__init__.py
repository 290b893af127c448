"""The rules of our own, most of them of our profile; importing the package registers them all."""

from claimpack.rules import any_package, claims, identities, links, measures, spans, text, times
from claimpack.rules.rule import RULES

__all__ = ["RULES", "any_package", "claims", "identities", "links", "measures", "spans", "text", "times"]
