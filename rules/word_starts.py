"""Patterns that begin with a word, held against a text only where such a word begins.

A pattern of many forms that is sought at each character takes tens of microseconds a sentence. The
few characters with which a form may begin are told of a word at once, and are kept: official prose
repeats its words.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from rules.beginnings import DEPTH, openings

Match = Callable[[str, int], re.Match[str] | None]

# Letters and figures apart, as in 'Q3'; a year may be '27, and a cell begins behind its edge.
STARTS = re.compile(r"[^\W\d_]+|\d+|['’](?=\d)|^|(?<=[|:])")


def starts_in(text: str) -> list[int]:
    """Where the words, figures and cells of a text begin, in order."""
    return [match.start() for match in STARTS.finditer(text)]


class AtStarts:
    """Patterns, all of whose matches begin where a word, a figure or a cell does.

    Sought as one pattern of these choices: at each place the first of them that matches.
    """

    def __init__(self, patterns: Iterable[str], flags: int = 0) -> None:
        self._patterns = tuple(
            (re.compile(openings(each, flags), flags), re.compile(each, flags).match)
            for each in patterns
        )
        self._beginning_with = lru_cache(maxsize=20_000)(self._that_begin_with)

    def _that_begin_with(self, characters: str) -> tuple[Match, ...]:
        return tuple(
            match for opening, match in self._patterns if opening.match(characters) is not None
        )

    def finditer(self, text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
        """The matches in a text, in order; starts: those in the text."""
        end, beginning_with = 0, self._beginning_with
        for at in starts:
            if at < end:
                continue
            for match in beginning_with(text[at : at + DEPTH]):
                found = match(text, at)
                if found is not None:
                    yield found
                    end = found.end()
                    break
