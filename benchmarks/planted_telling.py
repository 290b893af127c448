"""The scores of planted mistakes in words: the rows of the table, and single attacks to look at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from planted_attacks import Attack, Mistake
from planted_scores import Difference, Scores, Verdict

HEADER = (
    "| figures | wrong | in conflict | explanation | of all events | wrong figures | dropping | vote |\n"
    "|---|---|---|---|---|---|---|---|"
)

DIFFERENCES: dict[Difference, str] = {
    "part": "a part of it is enough",
    "readings": "the same figures are read otherwise",
    "figures": "other figures are found wrong",
}


def row(scores: Sequence[Scores]) -> str:
    """Return the cells of some events: in per cent of those in conflict, but one column in per cent of all."""
    found = [some for some in scores if some.is_in_conflict]
    columns = [
        _shares([some.explanation for some in found]),
        _shares([some.explanation for some in scores]),
        *(_shares(column) for column in zip(*(some[-3:] for some in found), strict=True)),
    ]
    return " | ".join([f"{len(found) / len(scores):.0%}", *columns])


def _shares(verdicts: Sequence[Verdict]) -> str:
    """Return how often what was planted is the only answer / one of the answers."""
    only, among = verdicts.count("only"), len(verdicts) - verdicts.count("not")
    return f"{only / len(verdicts):.0%} / {among / len(verdicts):.0%}"


def summary(scores: Sequence[Scores]) -> str:
    """Return in words how many events there are, and why what was planted is not found where it is not."""
    unfinished = sum(not some.is_complete for some in scores)
    missed = Counter(some.difference for some in scores if some.difference)
    why = "; ".join(f"{words} {missed[name] / missed.total():.0%}" for name, words in DIFFERENCES.items())
    return (
        f"{len(scores)} events; the search came to no end in {unfinished}.\n"
        f"Where events are in conflict, but the planted explanation is none of the cheapest ({missed.total()}): {why}."
    )


def described(attack: Attack, parts: Iterable[AbstractSet[AbstractSet[Mistake]]]) -> Iterator[str]:
    """Yield lines that tell the figures of an attack, what was planted, and what is found, part by part."""
    planted = {mistake[:2]: mistake for mistake in attack.mistakes}
    for figure in sorted(attack.figures):
        mistake = planted.get(figure[:2])
        yield f"  {figure.measure} {figure.value}, told by {figure.outlets}" + (
            f": {_action(mistake)}" if mistake else ""
        )
    for part in parts:
        optima = (", ".join(f"{step.measure} {step.value} {_action(step)}" for step in sorted(one)) for one in part)
        yield "  found: " + "; or ".join(sorted(optima))


def _action(mistake: Mistake) -> str:
    return f"{mistake.action} {mistake.read_as}" if mistake.read_as else mistake.action
