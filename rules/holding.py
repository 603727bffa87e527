"""The judgement that holds: what the program found, with what officers decided laid over it.

Decisions are applied in the order taken, each to what the ones before left; the program may
judge anew beneath them at any time.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import reduce

from rules.completeness import missing_elements
from rules.decisions import (
    AssignMail,
    CorrectClaimsMet,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectPlaces,
    CorrectReferences,
    CorrectTimeline,
    DealWith,
    Disposition,
    LinkToCase,
    MarkEvidence,
    NotForUs,
    OnMail,
    Reopen,
    UnmarkEvidence,
)
from rules.differences import differences
from rules.judgement import (
    SUBSTANTIVE,
    Doubtful,
    Element,
    Flag,
    Judgement,
    Kind,
    PlaceCount,
    Statement,
    TimelineState,
)
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


def disposition(decisions: Iterable[OnMail]) -> Disposition:
    """Whether anybody still has to look at a mail: what was decided last counts."""
    found = Disposition.OPEN
    for each in decisions:
        if isinstance(each, DealWith):
            found = Disposition.DEALT_WITH
        elif isinstance(each, NotForUs):
            found = Disposition.NOT_FOR_US
        elif isinstance(each, Reopen):
            found = Disposition.OPEN
    return found


def assignee(decisions: Iterable[OnMail]) -> str | None:
    """Who looks at a mail, as was decided for this mail; None: nothing was."""
    found = None
    for each in decisions:
        if isinstance(each, AssignMail):
            found = each.officer
    return found


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


def with_evidence(judgement: Judgement, element: Element, statement: Statement) -> Judgement:
    """A judgement in which a sentence states an element.

    A sentence that states a time makes the time stated, though no day could be read in it.
    """
    evidence = judgement.elements[element]
    if not same(evidence, statement):
        evidence = in_order([*evidence, statement])
    found = without_doubtful(judgement, element, statement)
    found = replace(found, elements={**judgement.elements, element: evidence})
    if element is Element.TIMELINE:
        found = replace(found, timeline_state=TimelineState.STATED)
    return found


def without_evidence(judgement: Judgement, element: Element, statement: Statement) -> Judgement:
    """A judgement in which a sentence does not state an element, nor a time that it gave."""
    gone = same(judgement.elements[element], statement)
    left = tuple(each for each in judgement.elements[element] if each not in gone)
    found = without_doubtful(judgement, element, statement)
    found = replace(found, elements={**judgement.elements, element: left})
    if element is not Element.TIMELINE or not gone:
        return found
    timeline = tuple(each for each in found.timeline if not same([each.statement], statement))
    state = found.timeline_state if left else TimelineState.ABSENT
    return replace(found, timeline=timeline, timeline_state=state)


def without_doubtful(judgement: Judgement, element: Element, statement: Statement) -> Judgement:
    """A judgement in which it is no longer doubtful whether a sentence states an element."""
    left = tuple(
        each
        for each in judgement.doubtful
        if each.element is not element or not same([each.statement], statement)
    )
    return replace(judgement, doubtful=left)


def is_open(doubtful: Doubtful, judgement: Judgement, missing: Set[Element]) -> bool:
    """Whether a sentence may still say what nobody found or decided.

    Of times there may be several: an officer who agreed with one has not decided on the next.
    """
    if doubtful.element in missing:
        return True
    is_time_stated = judgement.timeline_state is TimelineState.STATED
    return bool(doubtful.times) and is_time_stated and not doubtful.is_of_others


def same(evidence: Iterable[Statement], wanted: Statement) -> list[Statement]:
    """The sentences that are the wanted one: in its very place, else by its words.

    A later version of the program may read a text otherwise, so that places shift and
    sentences are cut elsewhere; a decision about a sentence must still find it. Where the words
    were destroyed, the place alone tells.
    """
    there = [each for each in evidence if each.source == wanted.source]
    place = (wanted.start, wanted.end)
    words = flat(wanted.text)
    return (
        [each for each in there if (each.start, each.end) == place and flat(each.text) == words]
        or [each for each in there if words and flat(each.text) == words]
        or [
            each
            for each in there
            if each.start < wanted.end
            and wanted.start < each.end
            and (flat(each.text) in words or words in flat(each.text))
        ]
    )


def flat(text: str) -> str:
    """The text with white space as single spaces."""
    return " ".join(text.split())


def in_order(evidence: Iterable[Statement]) -> tuple[Statement, ...]:
    """Sentences in order of text."""
    return tuple(sorted(evidence, key=lambda each: (each.source, each.start, each.end)))


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
