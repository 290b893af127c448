"""The bridge from Table Schema to Pandera; `pandera.io.from_frictionless_schema` loses or alters half of it."""

from claimpack.pandera_bridge.schema import to_pandera

__all__ = ["to_pandera"]
