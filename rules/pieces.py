"""What stands between white space in a text, and how spaCy cuts it into tokens.

Where a sentence ends is told by the tokens beside a few marks. How spaCy cuts a piece does not
depend on what stands around it, so that no other piece is cut.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import accumulate

from spacy.language import Language
from spacy.tokenizer import Tokenizer

from rules.kept import WORDS_KEPT

# Most words, numbers and case numbers as 'Z/26/1234': spaCy would first work out for each new one
# a score of things that nobody asks for.
PLAIN = re.compile(r"([A-Za-z][a-z]+|(?:[A-Z]+[-/])?[0-9]+(?:[-.,/][0-9]+)*)([.!?,;:]?)")
LONGEST_CUT = 2_000  # characters; spaCy takes time in proportion to the square of their number
LONGEST_KEPT = 100  # characters of a piece; a line of a megabyte is not kept

Tokens = tuple[str, ...]


class Pieces:
    """The pieces of a text, in order."""

    def __init__(self, content: str, language: Language) -> None:
        self._content = content
        self._language = language
        self._long: dict[int, Tokens] = {}  # by piece, of those that are not kept
        self.texts = content.split()
        self.starts = starts_of(self.texts, content)

    def that_hold(self, rest: re.Pattern[str]) -> list[int]:
        """The pieces that a pattern finds, which takes a piece to its end."""
        return [
            bisect_right(self.starts, each.start()) - 1 for each in rest.finditer(self._content)
        ]

    def tokens(self, at: int) -> Tokens:
        """The tokens of a piece."""
        text = self.texts[at]
        if len(text) <= LONGEST_KEPT:
            return kept_tokens(text, self._language)
        if at not in self._long:
            self._long[at] = tokens_of(text, self._language)
        return self._long[at]

    def token_starts(self, at: int) -> list[int]:
        """Where each token of a piece begins, in characters of the text."""
        *starts, _ = accumulate(map(len, self.tokens(at)), initial=self.starts[at])
        return starts

    def space(self, at: int) -> str:
        """The white space before a piece, or at the end, but for a single space behind a piece."""
        end = self.starts[at - 1] + len(self.texts[at - 1]) if at else 0
        start = self.starts[at] if at < len(self.starts) else len(self._content)
        return self._content[end:start].removeprefix(" ") if at else self._content[:start]

    def before(self, at: int, token: int) -> list[str]:
        """The two tokens before one of a piece, fewer at the beginning; white space is one."""
        found = [*self.tokens(at)[max(0, token - 2) : token]][::-1]
        while len(found) < 2 and at >= 0:
            found += [self.space(at)] if self.space(at) else []
            at -= 1
            found += self.tokens(at)[-2:][::-1] if at >= 0 else ()
        return found[:2]

    def after(self, at: int, token: int) -> str:
        """The token behind one of a piece, "" at the end; white space is one."""
        tokens = self.tokens(at)
        if token + 1 < len(tokens):
            return tokens[token + 1]
        space = self.space(at + 1)
        return space or (self.tokens(at + 1)[0] if at + 1 < len(self.texts) else "")


def starts_of(pieces: Sequence[str], content: str) -> list[int]:
    """Where each of the pieces of a text begins, in characters."""
    sizes = [len(piece) + 1 for piece in pieces]
    if sum(sizes) == len(content) + 1:  # a single space or line's end between them, none around
        return list(accumulate(sizes[:-1], initial=0))
    starts, end = [], 0
    for piece in pieces:
        start = content.find(piece, end)
        starts.append(start)
        end = start + len(piece)
    return starts


def tokens_of(piece: str, language: Language) -> Tokens:
    """The tokens of a piece; one that is longer than any word is a single one."""
    if len(piece) > LONGEST_CUT:
        return (piece,)
    plain = PLAIN.fullmatch(piece)
    if plain and exceptions(language).isdisjoint((piece, plain[1])):
        return plain.groups() if plain[2] else (piece,)
    return tuple(token.text for token in language.make_doc(piece))


@lru_cache(maxsize=4)
def exceptions(language: Language) -> Set[str]:
    """What spaCy cuts otherwise than by its rules."""
    tokenizer = language.tokenizer
    return tokenizer.rules.keys() if isinstance(tokenizer, Tokenizer) else frozenset()


kept_tokens = lru_cache(maxsize=WORDS_KEPT)(tokens_of)
