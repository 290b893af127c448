"""What is known about an event, who says so, and where the accounts part: what a page and a report both tell."""

from claimpack.account.reading import all_tables, read_accounts

__all__ = ["all_tables", "read_accounts"]
