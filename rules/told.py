"""What of a judgement the state of its case follows from: a small part, without any sentence."""

from dataclasses import dataclass
from datetime import date

from rules.judgement import Element, Flag, Judgement, Kind, TimelineState


@dataclass(frozen=True, slots=True)
class Told:
    """What a mail tells its case."""

    kinds: frozenset[Kind]
    stated: frozenset[Element]
    timeline_state: TimelineState
    claims_met: bool
    flags: frozenset[Flag]
    promised: tuple[date, ...]  # the last days of the times that it gives, in order, each once


def told_by(judgement: Judgement) -> Told:
    """The part of a judgement that a case's state follows from."""
    last_days = {
        each.latest
        for each in judgement.timeline
        if each.latest is not None and each.latest < date.max
    }
    return Told(
        kinds=judgement.kinds,
        stated=stated_in(judgement),
        timeline_state=judgement.timeline_state,
        claims_met=judgement.claims_met,
        flags=judgement.flags,
        promised=tuple(sorted(last_days)),
    )


def stated_in(judgement: Judgement) -> frozenset[Element]:
    """The elements that a mail states; a time only where one is given."""
    found = {element for element, evidence in judgement.elements.items() if evidence}
    found.discard(Element.TIMELINE)
    if judgement.timeline_state is TimelineState.STATED:
        found.add(Element.TIMELINE)
    return frozenset(found)
