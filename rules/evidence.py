"""The sentences that state an element: which are the same, which may still say more."""

from collections.abc import Iterable
from dataclasses import replace

from rules.judgement import Element, Judgement, Statement, TimelineState


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
