"""Loading a package's tables, with exact types, into pandas or Polars."""

from claimpack.loading.tables import TablesUnreadableError, load

__all__ = ["TablesUnreadableError", "load"]
