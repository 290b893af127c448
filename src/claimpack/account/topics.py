"""From the claims of an event to its topics: one for each measure and place, in an order that can be read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from claimpack.account.event import Topic
from claimpack.account.findings import Findings, Slot
from claimpack.show.claim import Claim


class Measure(NamedTuple):
    """What is counted or said."""

    measure_id: str
    title: str
    value_type: str
    unit: str


def topics_of(
    event: Mapping[str, Any],
    claims: Sequence[Claim],
    measures: Mapping[str, Measure],
    places: Mapping[str, str],
    findings: Findings,
) -> list[Topic]:
    """Return the topics of an event: those in conflict first, then those of most claims; last what only follows."""
    event_id, own = event["event_id"], event["place_id"] or ""
    figures, estimates = findings.figures[event_id], findings.estimates[event_id]
    topics: dict[Slot, Topic] = {}

    def topic(slot: Slot) -> Topic:
        if slot not in topics:
            measure = measures[slot[0]]
            place = "" if slot[1] == own else places.get(slot[1], slot[1])
            topics[slot] = Topic(*measure, slot[1], place, figures=figures[slot], estimate=estimates.get(slot))
        return topics[slot]

    for claim in claims:
        if claim.measure_id is not None:
            topic((claim.measure_id, claim.place_id or own)).claims.append(claim)
    for slot in estimates:
        topic(slot)
    for one in topics.values():
        by_id = {figure.figure_id: figure for figure in one.figures}
        said = {claim.claim_id: findings.figure_ids.get(claim.claim_id) for claim in one.claims}
        one.figure_of = {claim: by_id[figure] for claim, figure in said.items() if figure in by_id}
    return sorted(topics.values(), key=_order)


def _order(topic: Topic) -> tuple[bool, bool, int, str, str]:
    return not topic.claims, not topic.is_contested, -len(topic.claims), topic.title, topic.measure_id
