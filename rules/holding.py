"""The judgement that holds: what the program found, with what officers decided laid over it.

Decisions are applied in the order taken, each to what the ones before left; the program may
judge anew beneath them at any time.
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from functools import reduce

from rules.completeness import missing_elements
from rules.decisions import (
    CorrectClaimsMet,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectPlaces,
    CorrectReferences,
    CorrectTimeline,
    DealWith,
    LinkToCase,
    MarkEvidence,
    OnMail,
    UnmarkEvidence,
)
from rules.evidence import in_order, with_evidence, without_evidence
from rules.following_flags import with_flags
from rules.judgement import Doubtful, Element, Judgement, Kind, TimelineState
from rules.registry import Request


def holding(
    judgement: Judgement, decisions: Sequence[OnMail], requests: Sequence[Request] = ()
) -> Judgement:
    """The judgement that holds after an officer's decisions, in the order taken.

    requests: those that the mail is about; corrected places are held beside the only one.
    Lateness is left as it was where it stays a reply: the case says whether it is late.
    """
    if not any(isinstance(each, CORRECTIONS) for each in decisions):
        return judgement
    found = reduce(with_correction, decisions, judgement)
    missing = missing_elements(
        found.kinds,
        {element for element, stated in found.elements.items() if stated},
        found.timeline_state,
        claims_met=found.claims_met,
    )
    is_reply = Kind.INFORMATION_REPLY in found.kinds
    found = replace(
        found,
        missing=missing,
        late=found.late if is_reply else None,
        doubtful=tuple(each for each in found.doubtful if is_open(each, found, missing)),
    )
    return with_flags(found, decisions, requests)


def with_correction(judgement: Judgement, decision: OnMail) -> Judgement:
    """A judgement after one correction; what follows from it comes later."""
    match decision:
        case CorrectKinds(kinds):
            return replace(judgement, kinds=kinds)
        case DealWith():
            return replace(judgement, waits=False, doubtful=())
        case CorrectMunicipalities(municipalities):
            found = tuple(sorted(municipalities))
            return replace(judgement, municipalities=found, waits=False)
        case CorrectReferences(references):
            return replace(judgement, references=tuple(sorted(references)), waits=False)
        case LinkToCase(municipality, reference):
            return with_case(judgement, municipality, reference)
        case CorrectPlaces(places):
            return replace(judgement, places=places)
        case CorrectClaimsMet(claims_met):
            return replace(judgement, claims_met=claims_met)
        case CorrectTimeline():
            return with_timeline(judgement, decision)
        case MarkEvidence(element, statement):
            return with_evidence(judgement, element, statement)
        case UnmarkEvidence(element, statement):
            return without_evidence(judgement, element, statement)
        case _:
            return judgement


def with_case(judgement: Judgement, municipality: str, reference: str | None) -> Judgement:
    """A judgement of a mail that an officer put in a case: it speaks for that municipality."""
    references = {*judgement.references, *([reference] if reference else [])}
    return replace(
        judgement,
        municipalities=tuple(sorted({*judgement.municipalities, municipality})),
        references=tuple(sorted(references)),
    )


def with_timeline(judgement: Judgement, decision: CorrectTimeline) -> Judgement:
    """A judgement with an officer's times; sentences that state them are evidence."""
    evidence = judgement.elements[Element.TIMELINE]
    if decision.state is TimelineState.ABSENT:
        evidence = ()
    elif decision.state is TimelineState.STATED:
        told = {each.statement: None for each in decision.entries if each.statement.text}
        evidence = in_order([*evidence, *(each for each in told if each not in evidence)])
    return replace(
        judgement,
        timeline_state=decision.state,
        timeline=decision.entries,
        elements={**judgement.elements, Element.TIMELINE: evidence},
        doubtful=tuple(
            each
            for each in judgement.doubtful
            if each.element is not Element.TIMELINE or goes_beyond(each, decision)
        ),
    )


def goes_beyond(doubtful: Doubtful, decision: CorrectTimeline) -> bool:
    """Whether a sentence may give times besides those that an officer gave."""
    given = {(each.earliest, each.latest) for each in decision.entries}
    is_stated = decision.state is TimelineState.STATED
    return is_stated and any((each.earliest, each.latest) not in given for each in doubtful.times)


def is_open(doubtful: Doubtful, judgement: Judgement, missing: Set[Element]) -> bool:
    """Whether a sentence may still say what nobody found or decided.

    Of times there may be several: an officer who agreed with one has not decided on the next.
    """
    if doubtful.element in missing:
        return True
    is_time_stated = judgement.timeline_state is TimelineState.STATED
    return bool(doubtful.times) and is_time_stated and not doubtful.is_of_others


CORRECTIONS = (
    CorrectKinds,
    CorrectMunicipalities,
    CorrectReferences,
    CorrectTimeline,
    CorrectPlaces,
    CorrectClaimsMet,
    LinkToCase,
    MarkEvidence,
    UnmarkEvidence,
    DealWith,
)
