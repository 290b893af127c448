"""A report to cite: one event as Markdown, with charts to print, and for every row the claim it rests on."""

from claimpack.report.writing import write_report

__all__ = ["write_report"]
