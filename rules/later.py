"""Lengths of time that count from another time: 'een jaar later', 'vijf maanden na 1 oktober'."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

from rules.anchors import Anchored
from rules.durations import ABOUT, LENGTH, length_ends
from rules.explained import EXPLAINS
from rules.spans import Edge, Expression, Span

BACK = 110  # characters before a time in which a length that counts from it begins
HOW = (
    r"(?:(?P<within>binnen|uiterlijk|(?:binnen\s+)?een\s+(?:termijn|periode|tijdsbestek)\s+van)\s+)?"
    rf"(?:(?:precies|exact|nog)\s+)?{ABOUT}"
)
# What says of a length that it counts from a time named before it.
THEN, AFTER_THAT = "later|daarna|nadien|erna|hierna", r"na\s+(?:die|deze|dat|dit)"
# 'een jaar later', but not 'een jaar later dan gepland'.
LATER = Anchored(
    rf"\b{HOW}(?P<length>{LENGTH})\s+(?:(?!later\s+dan\b)(?:{THEN})\b|"
    rf"{AFTER_THAT}\s+(?:datum|dag|moment|tijdstip)\b)",
    re.IGNORECASE,
)
VERB = (
    r"(?:is|zijn|was|waren|wordt|worden|werd|kan|kunnen|zal|zullen|moet|moeten|gaat|gaan|komt|komen|"
    r"staat|staan|heeft|hebben|opent|openen|(?<!\bde )start|starten|volgt|volgen|verwachten?|"
    r"leveren|levert|beschikken|hopen|zitten|wonen)"
)
WORD = rf"(?!{VERB}\b)[\w'’-]+"
# 'vijf maanden na de akte, die op' before the day: the event whose day it is stands between.
SINCE = Anchored(
    rf"\b{HOW}(?P<length>{LENGTH})\s+na(?:\s+afloop\s+van)?\s+"
    rf"(?P<event>(?:{WORD}\s+){{0,6}}(?:{WORD},?\s+\(?(?:die|dat|welke)\s+(?:{WORD}\s+){{0,3}})?)$",
    re.IGNORECASE,
)
# In small letters, one of the words without which neither is there.
COUNTS_FROM = re.compile(r"later\b|na\b|nad")
BARE = re.compile(r"(?:(?:de|het)\s+)?$", re.IGNORECASE)


def later(text: str, found: Sequence[Expression], said: Span | None) -> Iterator[Expression]:
    """The lengths of a sentence that count from the time named before them.

    found: the other times of the sentence; said: the last one before the sentence.
    """
    if not found and said is None:
        return
    for match in LATER.finditer(text):
        if any(is_explained(text, match.end(), each) for each in found):
            continue
        before = [each for each in found if each.end <= match.start()]
        since = max(before, key=lambda each: each.end, default=None)
        span = Span(since.earliest, since.latest) if since else said
        moved = span and moved_on(span, match)
        if moved:
            is_past = since is not None and since.is_past
            start, end = match.span()
            yield Expression(
                text[start:end], start, end, moved.earliest, moved.latest, is_past=is_past
            )


def is_explained(text: str, end: int, each: Expression) -> bool:
    """Whether a time tells when a length before it ends: 'een jaar later, dus in juni 2028'."""
    match = EXPLAINS.match(text[end : each.start]) if each.start >= end else None
    return match is not None and not match["rest"].strip()


def since_event(text: str, base: Expression) -> Expression | None:
    """A time with the length that counts from it before it; None without such a length."""
    match = SINCE.search_part(text, max(0, base.start - BACK), base.start)
    if match is None:
        return None
    # Of a longer period itself the end counts: 'drie maanden na de zomer'.
    first = base.latest if BARE.match(match["event"]) else base.earliest
    moved = moved_on(Span(first, base.latest), match)
    if moved is None:
        return None
    start = base.start - len(match.string) + match.start()
    return base.stretched(text, start, moved.earliest, moved.latest)


def moved_on(span: Span, match: re.Match[str]) -> Span | None:
    """A span so much later; None where that is past all terms or it is open to both sides."""
    ends = [end and length_ends(match["length"], end) for end in (span.earliest, span.latest)]
    first, last = ends[0] and ends[0][0], ends[1] and ends[1][1]
    if last and span.latest and is_month_end(span) and not counts_days(match["length"]):
        last = last.replace(day=monthrange(last.year, last.month)[1])
    if match["within"] or match["most"]:
        first = None
    elif match["least"]:
        last = None
    return Span(first, last) if first or last else None


def is_month_end(span: Span) -> bool:
    """Whether a span ends with a month, not on a day that happens to be its last."""
    day: Edge = span.latest
    if day is None or span.earliest == span.latest:
        return False
    return day.day == monthrange(day.year, day.month)[1]


def counts_days(length: str) -> bool:
    """Whether a length is one of days or weeks, which know no ends of months."""
    return re.search(r"dag|we(?:ek|ken)", length, re.IGNORECASE) is not None
