"""Patterns that begin with a word, held against a text only where such a word begins.

A pattern of many forms that is sought at each character takes tens of microseconds a sentence. The
few characters with which a form may begin are told of a word at once, and are kept: official prose
repeats its words.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from rules.beginnings import DEPTH, openings, tree
from rules.kept import WORDS_KEPT, Known

Match = Callable[[str, int], re.Match[str] | None]

# Letters and figures apart, as in 'Q3'; a year may be '27, and a cell begins behind its edge.
WORD_START = re.compile(r"[^\W\d_]+|\d+|['’](?=\d)|^|(?<=[|:])")


class AtStarts:
    """Patterns, all of whose matches begin where a word, a figure or a cell does.

    Sought as one pattern of these choices: at each place the first of them that matches.
    """

    def __init__(self, patterns: Iterable[str], flags: int = 0, *, depth: int = DEPTH) -> None:
        """depth: first characters by which what may begin at a place is told."""
        self._depth = depth
        found = [(each, openings(each, flags, depth=depth)) for each in patterns]
        self._patterns = tuple(
            (re.compile(tree(ways), flags), re.compile(each, flags).match) for each, ways in found
        )
        every = frozenset().union(*(ways for _, ways in found))
        # Of a word the last characters are told by fewer than those of a beginning.
        self._openings = [
            re.compile(tree({each[:length] for each in every}), flags)
            for length in range(1, depth + 1)
        ]
        self._in_word = Known(self._starts_in, most=WORDS_KEPT)
        self._beginning_with = Known(self._that_begin_with, most=WORDS_KEPT)

    def _starts_in(self, word: str) -> tuple[int, ...]:
        """Where in a run of characters without spaces, behind which a space may stand."""
        found, depth = [], self._depth
        for match in WORD_START.finditer(word):
            start = match.start()
            first = f"{word[start : start + depth]} "[:depth]
            if self._openings[len(first) - 1].match(first):
                found.append(start)
        return tuple(found)

    def _that_begin_with(self, characters: str) -> tuple[Match, ...]:
        return tuple(
            match for opening, match in self._patterns if opening.match(characters) is not None
        )

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches in a text, in order."""
        end, behind, words, depth = 0, 0, text.split(" "), self._depth
        for word, starts in zip(words, map(self._in_word.__getitem__, words), strict=True):
            for start in starts:
                at = behind + start
                if at < end:
                    continue
                for match in self._beginning_with[text[at : at + depth]]:
                    found = match(text, at)
                    if found is not None:
                        yield found
                        end = found.end()
                        break
            behind += len(word) + 1
