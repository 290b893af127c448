"""A figure, as solving sees it."""

from datetime import date
from typing import NamedTuple

from claimpack.reconcile.arithmetic import Place
from claimpack.reconcile.widening import Interval


class Figure(NamedTuple):
    """A figure by number: what it is of, what it leaves possible, how many voices support it, when it was last said.

    `said_on` is None where the date of any of its claims is not known.
    """

    number: int
    measure: str
    place: Place
    interval: Interval
    support: int = 1
    said_on: date | None = None
