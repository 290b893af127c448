"""What each way of reading a figure differently costs."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias, cast

from claimpack.reconcile.repair.readings import Action
from claimpack.reconcile.tables import Frame
from claimpack.reconcile.widening import exact

Weights: TypeAlias = Mapping[Action, Fraction]

USUAL: Weights = {"relabel": Fraction(2), "revise": Fraction(1), "drop": Fraction(3)}
"""The weights of actions that a package gives none for."""


def read_weights(tables: Mapping[str, Frame]) -> Weights:
    """Return the weight of each action."""
    rows = tables["repair_weights"].select("action", "weight").collect().iter_rows()
    return {**USUAL, **{cast("Action", action): exact(weight) for action, weight in rows}}
