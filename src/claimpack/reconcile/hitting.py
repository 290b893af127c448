"""Minimal hitting sets: the smallest sets that have an element in common with every conflict known."""

from collections.abc import Iterable


class HittingSets:
    """The minimal hitting sets of a growing family, some of which are proven to leave no conflict.

    A new conflict splits only sets that it misses (C. Berge, Hypergraphs, 1989).
    """

    def __init__(self, conflicts: Iterable[frozenset[int]]) -> None:
        self.unproven: set[frozenset[int]] = {frozenset()}
        self.proven: set[frozenset[int]] = set()
        for conflict in sorted(conflicts, key=lambda figures: (len(figures), sorted(figures))):
            self.add(conflict)

    def add(self, conflict: frozenset[int]) -> None:
        """Make every set hit a further conflict; none is left where the conflict is empty."""
        missed = {hit for hit in self.unproven if not hit & conflict}
        self.unproven -= missed
        kept = self.unproven | self.proven
        longer = sorted({hit | {figure} for hit in missed for figure in conflict}, key=len)
        for hit in longer:
            if not any(other <= hit for other in kept):
                self.unproven.add(hit)
                kept.add(hit)

    def prove(self, hit: frozenset[int]) -> None:
        """Note that what a hitting set leaves is free of conflict."""
        self.unproven.remove(hit)
        self.proven.add(hit)

    def next_unproven(self) -> frozenset[int] | None:
        """Return a smallest set that is not proven, None where all are."""
        return min(self.unproven, key=lambda hit: (len(hit), sorted(hit)), default=None)
