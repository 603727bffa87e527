"""When places will be there: which expressions of time say so, and whether none can be given.

An expression may as well tell of a council meeting, a permit, the past, the end of a lease, or
a plan that was given up. Rules shut out what cannot be; among the rest a small trained model
weighs the words around the expression together with the sentence's own score.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.elsewhere import Others
from rules.judgement import Availability, TimelineState
from rules.linear import LinearModel
from rules.mail import Owner
from rules.no_time import withholds
from rules.phrases_others import is_hardly_own
from rules.sentences import Sentence, flat, statement
from rules.spans import Expression
from rules.statements import Scores
from rules.time_candidates import candidates
from rules.timeline_features import features_of, surroundings

AVAILABLE = 0.5  # chance from which an expression says when places are there
SURE_SENTENCE = 0.7  # of the sentence's own score: its expressions need less
LOWERED = 0.2
DOUBTED_SENTENCE = 0.04  # below it the sentence says nothing of the sort
CONDITION = re.compile(
    r"\b((?:mits|als|indien|zodra|afhankelijk\s+van|onder\s+voorbehoud\s+van|na\s+(?:de\s+)?"
    r"(?:vergunning\w*|verlening\w*|gunning\w*|besluit\w*|instemming\w*|sloop|sanering))"
    r"\b[^,.;]{3,80})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """When the places will be there, as far as the mail says.

    entries: each expression with its sentence; margin: how far the best expression, or the
    best that was refused, lies from the border: near 0 is close to call; of_others: times that
    would be entries, if their sentences did not name other municipalities alone.
    """

    state: TimelineState
    entries: tuple[Availability, ...]
    unknown: tuple[Sentence, ...]  # that say no time can be given
    margin: float
    of_others: tuple[Availability, ...] = ()

    def disbelieved(self) -> "Timeline":
        """The same where none of its expressions is held to say when places will be there.

        Not `unknown`, whatever else it says: it names a time that a person must look at.
        """
        return replace(self, state=TimelineState.ABSENT, entries=())


NO_TIMELINE = Timeline(TimelineState.ABSENT, (), (), -1.0)


def timeline_of(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    others: Others,
    received_on: date,
    model: LinearModel,
) -> Timeline:
    """The timeline of a mail.

    A time of other municipalities alone is none of it. One where these are named, or that is
    demanded or doubted, is close to call.
    """
    entries: list[Availability] = []
    of_others: list[Availability] = []
    margin = -1.0
    doubted = DOUBTED_SENTENCE
    for candidate in candidates(sentences, scores, others.about, received_on, least=doubted):
        chance = candidate.chance
        for each, names in zip(
            candidate.expressions, features_of(candidate, received_on), strict=True
        ):
            score = model.chance(names)
            border = LOWERED if chance >= SURE_SENTENCE else AVAILABLE
            sure = score - border
            if sure > 0 and (candidate.at in others.named or is_doubted(candidate.sentence, each)):
                sure = 0.0
            margin = max(margin, sure)
            if score >= border:
                found = of_others if candidate.at in others.alone else entries
                found.append(availability(candidate.sentence, each))
    unknown = tuple(
        sentence
        for sentence, score in zip(sentences, scores, strict=True)
        if sentence.owner is Owner.SENDER and withholds(sentence, score, received_on)
    )
    state = TimelineState.UNKNOWN if unknown else TimelineState.ABSENT
    if entries:
        state = TimelineState.STATED
    return Timeline(state, distinct(entries), unknown, margin, distinct(of_others))


def is_doubted(sentence: Sentence, each: Expression) -> bool:
    """Whether words around a time tell that it is hardly the sender's own."""
    return is_hardly_own(flat(sentence.text), surroundings(sentence.text, each).clause)


def availability(sentence: Sentence, each: Expression) -> Availability:
    condition = CONDITION.search(flat(sentence.text))
    return Availability(
        flat(each.text),
        each.earliest,
        each.latest,
        statement(sentence),
        condition[1].strip() if condition else "",
    )


def distinct(entries: Sequence[Availability]) -> tuple[Availability, ...]:
    """The entries in order of text, each span of days once."""
    seen: dict[tuple[date | None, date | None], Availability] = {}
    for entry in entries:
        seen.setdefault((entry.earliest, entry.latest), entry)
    return tuple(seen.values())
