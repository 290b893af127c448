"""An identity: measures that add up."""

from collections.abc import Mapping
from typing import NamedTuple


class Identity(NamedTuple):
    """The weighted sum of its terms is `= 0` or `>= 0`, within one event and place."""

    identity_id: str
    title: str
    relation: str
    terms: Mapping[str, float]

    @property
    def total(self) -> str | None:
        """Return the measure that is the sum of the others; None where there is no such one."""
        positive = [name for name, coefficient in self.terms.items() if coefficient > 0]
        return positive[0] if len(positive) == 1 and len(self.terms) > 1 else None

    @property
    def parts(self) -> list[str]:
        """Return the measures besides the total."""
        return [name for name in self.terms if name != self.total]
