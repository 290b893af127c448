"""All minimal sets of figures that cannot all be true.

Where a system's circuits decide, each is tried with every choice of bounds. Else an exact solver finds a conflict in
the figures left over by a minimal hitting set of the known ones, until every such rest is free of conflict (as
R. Reiter's theory of diagnosis does, 1987; M. H. Liffiton and A. Malik, Enumerating infeasibility: finding multiple
MUSes quickly, 2013, do likewise).
"""

import time
from dataclasses import dataclass
from typing import Literal, TypeAlias

from claimpack.reconcile.circuits import Reach, circuits_of
from claimpack.reconcile.hitting import HittingSets
from claimpack.reconcile.options import Figures, Options
from claimpack.reconcile.problem import Problem
from claimpack.reconcile.simplex import Simplex, UndecidedError
from claimpack.reconcile.system import Certificate, System, direct
from claimpack.reconcile.whole import NO_WHOLE_NUMBERS, refute

MOST_CONFLICTS = 10_000
"""More conflicts than this of one event are not listed."""

SECONDS = 10.0
"""The time allowed for one event."""

Conflicts: TypeAlias = dict[Figures, Certificate]
"""Sets of figures that cannot all be true, each with why."""

Search: TypeAlias = Literal["complete", "truncated", "undecided"]


@dataclass(frozen=True)
class Found:
    """Minimal conflicts in order of size; `search` says whether they are all."""

    conflicts: Conflicts
    search: Search = "complete"


class TooManyError(Exception):
    """There are more conflicts than are listed."""


def minimal_conflicts(problem: Problem, seconds: float = SECONDS) -> Found:
    """Return every minimal set of stated figures that cannot all be true; the empty set if nothing at all can be."""
    found: Conflicts = {}
    options = Options(problem)
    try:
        for column in range(problem.system.width):
            _add(found, options, direct(column))
        circuits = circuits_of(problem.system)
        if circuits is None or not circuits.is_exact:
            _search(found, options, time.monotonic() + seconds)
        else:
            for certificate in Reach(circuits, problem.within(range(len(problem.stated)))).broken():
                _add(found, options, certificate)
    except TooManyError:
        return Found(_minimal(found), "truncated")
    except UndecidedError:
        return Found(_minimal(found), "undecided")
    return Found(_minimal(found))


def some_conflicts(problem: Problem, deadline: float) -> Conflicts:
    """Return minimal sets of stated figures that cannot all be true: none only where there is none, else not all.

    Raises UndecidedError after the deadline.
    """
    found: Conflicts = {}
    options = Options(problem)
    bounds = problem.within(range(len(problem.stated)))
    for column, (low, high) in enumerate(bounds):
        if low is not None and high is not None and low > high:
            _add(found, options, direct(column))
    circuits = circuits_of(problem.system)
    if found:
        return _minimal(found)
    if circuits is None or not circuits.is_exact:
        _refute(found, options, frozenset(range(len(problem.stated))), Simplex(problem.system, deadline))
    else:
        for certificate in Reach(circuits, bounds).broken():
            _add(found, options, certificate)
    return _minimal(found)


def _add(found: Conflicts, options: Options, certificate: Certificate) -> list[Figures]:
    """Add each set of figures whose bounds break a certificate; return those that are new."""
    new = []
    for figures in options.choices(certificate):
        known = found.get(figures)
        if known is None:
            if len(found) == MOST_CONFLICTS:
                raise TooManyError
            new.append(figures)
        if known is None or _length(certificate) < _length(known):
            found[figures] = certificate
    return new


def _length(certificate: Certificate) -> tuple[int, int]:
    return len(certificate.rows), len(certificate.terms)


def _minimal(found: Conflicts) -> Conflicts:
    """Leave out the conflicts that hold a smaller one."""
    kept: Conflicts = {}
    kept_by_first: dict[int, list[Figures]] = {}
    for figures in sorted(found, key=lambda figures: (len(figures), sorted(figures))):
        if frozenset() not in kept and not any(
            smaller <= figures for figure in figures for smaller in kept_by_first.get(figure, ())
        ):
            kept[figures] = found[figures]
            kept_by_first.setdefault(min(figures, default=-1), []).append(figures)
    return kept


def _search(found: Conflicts, options: Options, deadline: float) -> None:
    """Add conflicts until every rest that is left by a minimal hitting set of them is free of conflict."""
    problem = options.problem
    simplex = Simplex(problem.system, deadline)
    everything = frozenset(range(len(problem.stated)))
    hitting = HittingSets(found)
    while (hit := hitting.next_unproven()) is not None:
        new = _refute(found, options, everything - hit, simplex)
        if not new:
            hitting.prove(hit)
        for figures in new:
            hitting.add(figures)


def _refute(found: Conflicts, options: Options, rest: Figures, simplex: Simplex) -> list[Figures]:
    """Add and return conflicts among some figures, one or more if there are any."""
    problem = options.problem
    certificate = refute(simplex, problem.within(rest), problem.unit)
    if certificate is None:
        return []
    if certificate is not NO_WHOLE_NUMBERS:
        return _add(found, options, certificate)
    figures = _shrunk(simplex, problem, rest)
    found[figures] = Certificate((), _rows_needed(problem, figures, simplex.deadline))
    return [figures]


def _shrunk(simplex: Simplex, problem: Problem, figures: Figures) -> Figures:
    """Drop figures from a conflict as long as it stays one."""
    for figure in sorted(figures):
        if refute(simplex, problem.within(figures - {figure}), problem.unit):
            figures -= {figure}
    return figures


def _rows_needed(problem: Problem, figures: Figures, deadline: float) -> tuple[int, ...]:
    """Drop rows as long as the figures stay in conflict."""
    rows = list(range(len(problem.system.rows)))
    for row in list(rows):
        fewer = [other for other in rows if other != row]
        system = System(tuple(problem.system.rows[place] for place in fewer), problem.system.is_whole)
        if refute(Simplex(system, deadline), problem.within(figures), problem.unit):
            rows = fewer
    return tuple(rows)
