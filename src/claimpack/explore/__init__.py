"""A page to look at: what is known, who says so, and where the accounts part, in one file that needs nothing else."""

from claimpack.explore.site import write_site

__all__ = ["write_site"]
