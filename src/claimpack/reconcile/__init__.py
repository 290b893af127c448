"""Reconciling: what the claims say together, and which of them cannot all be true."""

from claimpack.reconcile.computing import computed_tables, write_computed_tables

__all__ = ["computed_tables", "write_computed_tables"]
