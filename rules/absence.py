"""Words with which somebody says to be away: 'ik ben van 1 tot 8 mei met vakantie'."""

import re
from collections.abc import Iterator

I_AM = re.compile(r"\bik\s+ben\s+", re.IGNORECASE)
NOW = re.compile(r"(?:momenteel|op\s+dit\s+moment)\s+", re.IGNORECASE)
FROM_OR_TO = re.compile(r"(?:van|tot)\s+", re.IGNORECASE)
LEAST_CHARS, MOST_CHARS = 3, 40  # of a day behind 'van' or 'tot'
AWAY = re.compile(
    r"afwezig|niet\s+aanwezig|met\s+(?:verlof|vakantie|zwangerschapsverlof)|vrij|op\s+vakantie",
    re.IGNORECASE,
)


def says_to_be_away(text: str) -> bool:
    """Whether somebody says so in a text in which single spaces part the words.

    Each place is looked at once: a pattern would try all ways to part the words between.
    """
    reached = {found.end() for found in I_AM.finditer(text)}
    left = list(reached)
    while left:
        at = left.pop()
        if AWAY.match(text, at):
            return True
        further = set(behind(text, at)) - reached
        reached |= further
        left += further
    return False


def behind(text: str, at: int) -> Iterator[int]:
    """Where a text may go on behind words that tell since when or until when."""
    if now := NOW.match(text, at):
        yield now.end()
    if start := FROM_OR_TO.match(text, at):
        first, last = start.end() + LEAST_CHARS, start.end() + MOST_CHARS
        yield from (place + 1 for place in range(first, last + 1) if text[place : place + 1] == " ")
