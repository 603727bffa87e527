"""The sender's numbers that may count places, each with what surrounds it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rules.counts import Count, counts_in
from rules.expressions import expressions_in
from rules.mail import Layout, Owner
from rules.phrases_places import categories_in
from rules.sentences import Sentence, flat
from rules.spans import Expression
from rules.statements import Scores

# A pattern that begins with a set of characters is sought fast: what these are is told behind it.
CLAUSE_EDGE = re.compile(
    r"[;:()|,\s](?:(?<=[;:()|])|(?<=,)\s|(?<=\s)(?:[-–—/]\s)|"
    r"(?<= )(?:en dan|maar|terwijl|waarna|zodat|plus) )"
)
CELL_EDGE = re.compile(r"\t|\s\|\s|\s{3,}")
ROW_NUMBER = re.compile(r"\d{1,2}\t")
# Of hundreds of mails none has more than 6 numbers a sentence and 22 in all; each takes its time.
MOST_IN_SENTENCE, MOST_IN_MAIL = 40, 400
LETTER = re.compile(r"[^\W\d_]")


class Candidate(NamedTuple):
    """A number that may count places, with its surroundings; white space as single spaces."""

    sentence: Sentence
    scores: Scores  # of the sentence
    number: Count
    before: str  # since the number before it, or the start of its cell or sentence
    after: str  # up to the next number, or the end of its cell or sentence
    follows: str  # the same of the next number: "reguliere" for the 0 of "0 van de 403 reguliere"
    clause: str  # with "@" for the number itself
    cell: str  # of its table; outside tables the sentence
    column: str  # the head of its column, "" outside tables
    row: str  # the other cells of its row, "" outside tables
    previous_category: str  # the one last named before its sentence, "" without
    times: tuple[str, ...]  # whether its sentence and clause tell of what was, is or comes


def candidates(
    sentences: Sequence[Sentence], scores: Sequence[Scores], received_on: date
) -> list[Candidate]:
    """The numbers in order of text, as far as anyone can mean; scores: of each sentence."""
    found: list[Candidate] = []
    source = category = ""
    head: list[str] = []
    for sentence, score in zip(sentences, scores, strict=True):
        if sentence.owner is not Owner.SENDER:
            continue
        if len(found) >= MOST_IN_MAIL:
            break
        if sentence.source != source:
            source, category, head = sentence.source, "", []
        counts = counts_in(sentence.text)[:MOST_IN_SENTENCE]
        head = head_of(sentence, bool(counts), head)
        for at, count in enumerate(counts):
            if count.start or not is_row_number(sentence):
                found.append(candidate(sentence, score, counts, at, head, category, received_on))
        category = next(reversed(categories_in(sentence.text)), category)
    return found


def head_of(sentence: Sentence, has_counts: bool, head: list[str]) -> list[str]:
    """The cells of the first row of the table in which a sentence stands, none outside tables.

    A ruled line between head and body is no end of the table.
    """
    if sentence.layout is not Layout.ROW:
        return [] if not head or LETTER.search(sentence.text) else head
    if not has_counts:
        return cells(sentence.text)
    if not head and sentence.header_row and not counts_in(sentence.header_row):
        return cells(sentence.header_row)
    return head


def is_row_number(sentence: Sentence) -> bool:
    """Whether a row begins with a number that merely numbers it."""
    return sentence.layout is Layout.ROW and ROW_NUMBER.match(sentence.text) is not None


def cells(text: str) -> list[str]:
    return [flat(each) for each in CELL_EDGE.split(text)]


def candidate(
    sentence: Sentence,
    scores: Scores,
    counts: Sequence[Count],
    at: int,
    head: Sequence[str],
    category: str,
    received_on: date,
) -> Candidate:
    """One number with its surroundings."""
    text, count = sentence.text, counts[at]
    number, start, end = cell_of(sentence, count)
    in_table = number is not None
    low = max([start, *(each.end for each in counts[:at])])
    high = min([end, *(each.start for each in counts[at + 1 :])])
    before, after = text[start : count.start], text[count.end : end]
    return Candidate(
        sentence=sentence,
        scores=scores,
        number=count,
        before=spaced(text[low : count.start]),
        after=spaced(text[count.end : high]),
        follows=following(text, counts[at + 1 :], end),
        clause=spaced(f"{CLAUSE_EDGE.split(before)[-1]} @ {CLAUSE_EDGE.split(after, 1)[0]}"),
        cell=spaced(text[start:end]) if in_table else flat(text),
        column=head[number] if number is not None and number < len(head) else "",
        row=spaced(f"{text[:start]} | {text[end:]}") if in_table else "",
        previous_category=category,
        times=tuple(sorted(set(times_in(text, count, received_on)))) or ("time none",),
    )


def cell_of(sentence: Sentence, count: Count) -> tuple[int | None, int, int]:
    """Number, start and end of the cell in which a count stands; outside tables the sentence."""
    text = sentence.text
    if sentence.layout is not Layout.ROW and " | " not in text and "\t" not in text:
        return None, 0, len(text)
    start = 0
    for number, edge in enumerate(CELL_EDGE.finditer(text)):
        if count.start < edge.start():
            return number, start, edge.start()
        start = edge.end()
    return sum(1 for _ in CELL_EDGE.finditer(text)), start, len(text)


def following(text: str, counts: Sequence[Count], end: int) -> str:
    """What stands behind the next number, up to the one after that."""
    if not counts:
        return ""
    return spaced(text[counts[0].end : min([end, *(each.start for each in counts[1:])])])


def spaced(text: str) -> str:
    """As `flat`, of a part of a sentence, about which nothing else asks: it is not kept."""
    return " ".join(text.split())


def times_in(text: str, count: Count, received_on: date) -> Iterator[str]:
    """Whether the expressions of time in a sentence, and near the count, are past or ahead."""
    for each in expressions_in(text, received_on):
        when = tense(each, received_on)
        between = text[min(each.start, count.start) : max(each.end, count.end)]
        yield f"time {when}"
        if not CLAUSE_EDGE.search(between):
            yield f"time near {when}"


def tense(each: Expression, received_on: date) -> str:
    last, first = each.latest or each.earliest, each.earliest or each.latest
    if each.is_past or last is None or first is None or last < received_on:
        return "past"
    return "ahead" if first > received_on else "now"
