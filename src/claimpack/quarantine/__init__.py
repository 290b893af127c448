"""Parting good rows from bad, so that a pipeline can go on with the good ones."""

from claimpack.quarantine.folder import write_quarantine

__all__ = ["write_quarantine"]
