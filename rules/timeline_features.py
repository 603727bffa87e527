"""What speaks for or against an expression of time as one that says when places are there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from rules.mail import Layout
from rules.sentences import Sentence, flat
from rules.spans import Expression
from rules.time_candidates import Candidate
from rules.time_cues import actors, cues, tenses

# A pattern that begins with a set of characters is sought fast: what these are is told behind it.
CLAUSE_EDGE = re.compile(
    r"[;:()|,\s](?:(?<=[;:()|])|(?<=,)\s|(?<=\s)[-–]\s|"
    r"(?<= )(?:en dan|maar|terwijl|waarna|zodat) )"
)
WORD = re.compile(r"\w+|[@|%?:]")
NEAR = 6  # words on either side of an expression that are looked at
SOON, NEXT_MONTHS, NEXT_YEAR = 30, 120, 400  # days until an expression ends


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The text of a sentence around an expression; cells of a row are parted by bars."""

    before: str
    after: str
    clause: str  # that the expression stands in, with @ in its place


def surroundings(text: str, each: Expression) -> Surroundings:
    """What stands before and after an expression of a sentence's text."""
    before, after = blank(text[: each.start]), blank(text[each.end :])
    behind = CLAUSE_EDGE.search(after)
    clause = f"{CLAUSE_EDGE.split(before)[-1]} @ {after[: behind.start()] if behind else after}"
    return Surroundings(before, after, clause)


def blank(text: str) -> str:
    """A text with its white space as spaces, and with bars between the cells of a row."""
    if text.isprintable():  # white space but for a space is not
        return text
    return re.sub(r"\s", " ", text.replace("\t", " | "))


def features_of(candidate: Candidate, received_on: date) -> Iterator[list[str]]:
    """For each expression of a sentence, in order, what speaks for or against it, as words."""
    whole = sentence_features(candidate)
    said = spoken(flat(candidate.sentence.text))
    for each in candidate.expressions:
        around = surroundings(candidate.sentence.text, each)
        yield [
            *whole,
            *around_features(around),
            *column_features(candidate.sentence, each),
            *tense_features("sentence", said, each),
            *tense_features("clause", spoken(around.clause), each),
            *span_features(each, received_on),
            *order_features(each, candidate),
        ]


def sentence_features(candidate: Candidate) -> list[str]:
    """What the sentence says and what is asked above it, the same for each of its expressions."""
    sentence = candidate.sentence
    above = f"{sentence.heading} {sentence.question}"
    return [
        *(f"sentence {name}" for name in cues(flat(sentence.text.replace("\t", " | ")))),
        *(f"heading {name}" for name in cues(above)),
        *(f"top {word}" for word in words_of(above)),
        f"layout {sentence.layout}",
        f"chance {bucket(candidate.chance)}",
        f"others {candidate.is_about_others}",
    ]


def around_features(around: Surroundings) -> list[str]:
    """The words around the expression, near and far."""
    before, after = words_of(around.before)[-NEAR:], words_of(around.after, NEAR)
    return [
        *[f"clause {name}" for name in cues(around.clause)],
        *[f"word {word}" for word in words_of(around.clause)],
        *[f"before {word}" for word in before],
        *[f"after {word}" for word in after],
        f"last {' '.join(before[-2:])}",
        f"next {' '.join(after[:2])}",
    ]


def column_features(sentence: Sentence, each: Expression) -> Iterator[str]:
    """The head of the column: 'oude planning' and 'nu' stand above dates that look alike."""
    head = column_of(sentence, each)
    if not head:
        yield "head "
        return
    yield from (f"column {name}" for name in cues(head))
    yield from (f"headword {word}" for word in words_of(head))
    yield f"head {head.lower().strip()}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a text speaks of what happens."""

    tenses: Sequence[str]
    actors: Sequence[str]


def spoken(text: str) -> Spoken:
    """The tenses of a text and who acts in it."""
    return Spoken(tenses(text), actors(text))


def tense_features(where: str, said: Spoken, each: Expression) -> Iterator[str]:
    """Whether something has been or will be, and who does it.

    'Op 1 april zijn kamers opgeleverd' names no year: its tense alone tells that it has been.
    """
    for tense in said.tenses:
        yield f"{tense} {where}"
        yield f"{tense} {where} year {each.has_year}"
    yield from (f"{actor} {where}" for actor in said.actors)


def span_features(each: Expression, received_on: date) -> Iterator[str]:
    """How precise an expression is, and how far ahead."""
    yield f"year {each.has_year}"
    yield f"duration {each.is_duration}"
    yield f"open {each.earliest is None}"
    yield f"shape {shape(each)}"
    end = each.latest or each.earliest
    if end is not None:
        yield f"far {distance((end - received_on).days)}"


def order_features(each: Expression, candidate: Candidate) -> Iterator[str]:
    """Where it stands among the expressions of its sentence, and whether it holds one of them."""
    rank = place_among(each, candidate.expressions)
    is_row = candidate.sentence.layout is Layout.ROW
    yield f"order {rank}"
    yield f"order {'row' if is_row else 'text'} {rank}"
    for other in candidate.expressions:
        if (other.earliest, other.latest) != (each.earliest, each.latest):
            if lies_within(other, each):
                yield "contains another"
            if lies_within(each, other):
                yield "within another"


def place_among(each: Expression, expressions: Sequence[Expression]) -> str:
    """Whether an expression is the only one, the first, the last, or between others."""
    if len(expressions) == 1:
        return "only"
    if each is expressions[0]:
        return "first"
    return "last" if each is expressions[-1] else "middle"


def lies_within(inner: Expression, outer: Expression) -> bool:
    """Whether the days of one expression are among those of another."""
    start, end = inner.earliest or inner.latest, inner.latest
    if outer.earliest is None or outer.latest is None or start is None or end is None:
        return False
    return outer.earliest <= start and end <= outer.latest


def words_of(text: str, most: int | None = None) -> list[str]:
    """The words of a text in lower case, figures as one word; no more of them than asked for."""
    words = WORD.findall(text.lower())
    return ["#" if word[0].isdigit() else word for word in words[:most]]


def column_of(sentence: Sentence, each: Expression) -> str:
    """The head of the table's column in which an expression stands, "" outside tables."""
    if sentence.layout is not Layout.ROW or not sentence.header_row:
        return ""
    place = sentence.text[: each.start].count("\t")
    heads = sentence.header_row.split("\t")
    return heads[place] if place < len(heads) else ""


def shape(each: Expression) -> str:
    """How precise an expression is."""
    if each.earliest is None or each.latest is None:
        return "open"
    days = (each.latest - each.earliest).days
    return "day" if days < 1 else "month" if days < 32 else "season" if days < 130 else "year"


def distance(days: int) -> str:
    """How far ahead so many days are."""
    if days < NEXT_MONTHS:
        return "soon" if days < SOON else "months"
    return "year" if days < NEXT_YEAR else "later"


def bucket(chance: float) -> str:
    """The sentence's own score as one of some steps on a logarithmic scale."""
    bounded = min(0.999, max(0.001, chance))
    return str(round(log(bounded / (1 - bounded)) * 1.2))
