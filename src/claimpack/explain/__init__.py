"""Telling issues: checking returns them as data, the modules here put them into words."""

from claimpack.explain.text import explain_text

__all__ = ["explain_text"]
