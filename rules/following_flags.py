"""The flags that follow from what holds of a mail, each with its explanation."""

from collections.abc import Sequence
from dataclasses import replace

from rules.decisions import CorrectMunicipalities, CorrectPlaces, DealWith, LinkToCase, OnMail
from rules.differences import differences
from rules.judgement import SUBSTANTIVE, Element, Flag, Judgement, Kind, PlaceCount, TimelineState
from rules.reason_texts import REASONS, difference_reason, doubted_reason, missing_reason
from rules.registry import Request

# The flags that a decision settles, one way or the other.
SETTLED: dict[type[OnMail], frozenset[Flag]] = {
    CorrectMunicipalities: frozenset({Flag.UNLINKED, Flag.AMBIGUOUS_MUNICIPALITY}),
    LinkToCase: frozenset({Flag.UNLINKED, Flag.AMBIGUOUS_MUNICIPALITY}),
    CorrectPlaces: frozenset({Flag.NUMBERS_DIFFER}),
    DealWith: frozenset({Flag.UNCERTAIN}),
}
# Flags that follow from findings, and so are raised or dropped again after a correction.
FOLLOWING = frozenset({Flag.INCOMPLETE, Flag.TIMELINE_UNKNOWN, Flag.UNLINKED})


def with_flags(
    judgement: Judgement, decisions: Sequence[OnMail], requests: Sequence[Request]
) -> Judgement:
    """A judgement with the flags, and their explanations, that follow from its findings."""
    settled = FOLLOWING.union(*(SETTLED.get(type(each), ()) for each in decisions))
    if Kind.INFORMATION_REPLY not in judgement.kinds:
        settled |= {Flag.LATE}
    kept = [each for each in without_old_doubts(judgement) if each[0] not in settled]
    told = [*following(judgement), *kept]
    about = [each for each in requests if each.reference in judgement.references]
    if any(isinstance(each, CorrectPlaces) for each in decisions):
        told += numbers_differ(about, judgement.places)
    unexplained = judgement.flags - settled - {flag for flag, _ in told}
    flags = frozenset(flag for flag, _ in told) | unexplained
    return replace(judgement, flags=flags, reasons=tuple(told))


def without_old_doubts(judgement: Judgement) -> list[tuple[Flag, str]]:
    """The reasons, in which nothing is doubted any more that the mail does not lack.

    What was doubted stays uncertain until an officer agrees with the whole.
    """
    old = {doubted_reason(each) for each in Element if each not in judgement.missing}
    return [
        (flag, REASONS[Flag.UNCERTAIN] if told in old else told) for flag, told in judgement.reasons
    ]


def following(judgement: Judgement) -> list[tuple[Flag, str]]:
    """The flags that the findings raise, each with its explanation."""
    told = []
    if judgement.missing:
        told.append((Flag.INCOMPLETE, missing_reason(judgement.missing)))
    is_unknown = judgement.timeline_state is TimelineState.UNKNOWN
    if judgement.kinds & SUBSTANTIVE and is_unknown:
        told.append((Flag.TIMELINE_UNKNOWN, REASONS[Flag.TIMELINE_UNKNOWN]))
    if not judgement.municipalities:
        told.append((Flag.UNLINKED, REASONS[Flag.UNLINKED]))
    return told


def numbers_differ(
    requests: Sequence[Request], places: Sequence[PlaceCount]
) -> list[tuple[Flag, str]]:
    """Corrected places that still are not those of the ministry's letter."""
    if len(requests) != 1:  # of several municipalities it is not told whose places these are
        return []
    different = differences(requests[0], tuple(places))
    return [(Flag.NUMBERS_DIFFER, difference_reason(different))] if different else []
