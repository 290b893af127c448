"""How outlets look: a shape and a colour each, told apart by either."""

from typing import NamedTuple

SHAPES = {
    "circle": "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5z",
    "square": "M-4.4-4.4h8.8v8.8h-8.8z",
    "triangle": "M0-5.6L5.4 4.2H-5.4z",
    "diamond": "M0-6L6 0L0 6L-6 0z",
    "hexagon": "M-2.9-5.1h5.8L5.8 0L2.9 5.1h-5.8L-5.8 0z",
    "turned triangle": "M0 5.6L5.4-4.2H-5.4z",
    "cross": "M-1.9-5.4h3.8v3.5h3.5v3.8h-3.5v3.5h-3.8v-3.5h-3.5v-3.8h3.5z",
    "star": "M0-6.4L1.9-2L6.4-2L2.8 1L4.2 5.6L0 2.9L-4.2 5.6L-2.8 1L-6.4-2L-1.9-2z",
}
"""Outlines around 0, of about the same weight."""

COLOURS = ("#0b62a4", "#b45309", "#00795b", "#8e3b8a", "#5a6b00", "#7a4a2b", "#1f7f9c", "#4d5a66")
"""For paper; they keep a contrast of 4.5 to white, and differ in lightness and blueness for colour-blind eyes."""


class Look(NamedTuple):
    """The number of a shape and of a colour."""

    shape: int
    colour: int


def look_of(rank: int) -> Look:
    """Return how the outlet of a rank, counted from 0, looks.

    Both shape and colour are its own up to eight outlets, and the pair up to 64; then looks come again.
    """
    turn, place = divmod(rank, len(SHAPES))
    return Look(place, (place + turn) % len(COLOURS))
