"""Where each rule holds: a few in every data package, all others in those that declare the profile."""

from typing import Literal

Scope = Literal["any package", "profile"]

EVERYWHERE = {"category_unknown", "key_incomplete", "pattern_ungrouped", "zip_top_folder"}
"""Rules on what the standard asks of any package, beside frictionless' verdict."""
