"""Expressions of time that may say when places will be there, with the sentences they stand in."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rules.anchors import Anchored
from rules.judgement import Element
from rules.mail import Layout, Owner
from rules.no_time import says_unknown
from rules.sentences import Sentence, flat
from rules.spans import Expression
from rules.statements import Scores
from rules.time_cues import is_perfect
from rules.times_before import Times

# 'mocht ... dan zou ... kunnen': a possibility, no promise
WISHED = Anchored(
    r"\b(?:mocht(?:en)?|hop(?:en|elijk)|hoopt|wens(?:en)?)\b.{0,120}\b(?:zou(?:den)?|misschien|mogelijk|"
    r"wellicht)\b|\bzou(?:den)?\b.{0,60}\bmisschien\b",
    re.IGNORECASE | re.DOTALL,
)
GIVEN_UP = Anchored(r"(?:\bin\s+plaats\s+van|\bi\.?p\.?v\.?)\s+(?:\w+\s+)?$", re.IGNORECASE)
NEGATED = Anchored(r"\bniet\s+(?:(?:al|meer|langer|reeds)\s+)?$", re.IGNORECASE)
CORRECTED = Anchored(r"\bmaar\b", re.IGNORECASE)
HALF_A_YEAR = 183  # days
# Of hundreds of mails none has more than 4 expressions a sentence and 16 in all.
MOST_IN_SENTENCE, MOST_IN_MAIL = 40, 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the sender with expressions that may tell when places are there."""

    at: int  # the place of the sentence in its mail
    sentence: Sentence
    chance: float  # that the sentence states a timeline
    is_about_others: bool  # other municipalities
    expressions: tuple[Expression, ...]


def candidates(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    others: Collection[int],
    received_on: date,
    *,
    least: float = 0.0,
) -> Iterable[Candidate]:
    """The sender's sentences with the expressions in each that may tell of availability.

    least: the chance of stating a timeline, below which a sentence is not asked for its times.
    """
    own = [at for at, each in enumerate(sentences) if each.owner is Owner.SENDER]
    times = Times([sentences[at].text for at in own], received_on)
    count = 0
    for place, at in enumerate(own):
        sentence, chance = sentences[at], scores[at].elements[Element.TIMELINE]
        if count >= MOST_IN_MAIL:
            return
        if chance < least or sentence.layout is Layout.HEADING:
            continue
        if says_unknown(sentence.text) or WISHED.search(flat(sentence.text)):
            continue  # the dates in it are those that cannot be promised
        found = times.of(place)
        possible = [each for each in found if may_be_ahead(sentence, each, received_on)]
        del possible[MOST_IN_SENTENCE:]
        count += len(possible)
        if possible:
            yield Candidate(at, sentence, chance, at in others, tuple(possible))


def may_be_ahead(sentence: Sentence, each: Expression, received_on: date) -> bool:
    """Whether an expression can name a time at which places will be there at all."""
    if each.is_past or is_given_up(sentence.text, each):
        return False
    end = each.latest or each.earliest
    return end is not None and end >= received_on and not has_been(sentence, each, received_on)


def is_given_up(text: str, each: Expression) -> bool:
    """Whether a time stands there as the one that does not hold: 'niet in mei, maar in juli'."""
    before, after = text[: each.start], text[each.end :]
    if GIVEN_UP.search(before):
        return True
    return NEGATED.search(before) is not None and CORRECTED.search(after) is not None


def has_been(sentence: Sentence, each: Expression, received_on: date) -> bool:
    """Whether a time without a year lies behind: 'op 1 april zijn kamers opgeleverd', in May.

    The same words told in May of 1 September are of the September to come.
    """
    if each.has_year or each.earliest is None:
        return False
    is_far = (each.earliest - received_on).days > HALF_A_YEAR
    return is_far and is_perfect(flat(sentence.text))
