"""The sentences that may state what a mail is held to lack: a person reads these first."""

from collections.abc import Iterator, Sequence, Set

from rules.judgement import Availability, Doubtful, Element, Statement
from rules.presence import Said
from rules.sentences import flat, statement
from rules.statements import FURTHER

MOST = 3  # sentences of an element, besides times: who must read more may as well read the mail


def doubtful_in(said: Said, doubted: Element | None, missing: Set[Element]) -> tuple[Doubtful, ...]:
    """The sentences for whose sake an element is doubted, then times of other municipalities.

    doubted: see `rules.presence`; missing: all that the mail is held to lack.
    """
    found: list[Doubtful] = []
    if doubted is Element.TIMELINE:
        found += of_times(said.timeline.entries, is_of_others=False)
    elif doubted is not None:
        found += surest(said, doubted)
    if Element.TIMELINE in missing:
        found += of_times(said.timeline.of_others, is_of_others=True)
    return tuple(found)


def surest(said: Said, element: Element) -> Iterator[Doubtful]:
    """What would be evidence of an element, if the mail were held to state it; the surest first."""
    chances = {
        at: score.elements[element]
        for at, score in enumerate(said.scores)
        if score.elements[element] > 0 and flat(said.sentences[at].text)
    }
    least = min(FURTHER[element], max(chances.values(), default=0.0))
    order = sorted((at for at in chances if chances[at] >= least), key=lambda at: -chances[at])
    for at in order[:MOST]:
        yield Doubtful(element, statement(said.sentences[at]))


def of_times(times: Sequence[Availability], *, is_of_others: bool) -> list[Doubtful]:
    """The sentences with these times, in order of text, each with all of its own."""
    found: dict[Statement, tuple[Availability, ...]] = {}
    for each in times:
        found[each.statement] = (*found.get(each.statement, ()), each)
    return [Doubtful(Element.TIMELINE, told, own, is_of_others) for told, own in found.items()]
