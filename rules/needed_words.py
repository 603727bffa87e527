"""Which of the words that patterns cannot do without stand in a text, all told at once.

Each set of words is a bit of a number. What a word of a text holds is kept, as official prose
repeats its words; of a text it is then all of these together.
"""

from collections.abc import Iterable

from rules.kept import WORDS_KEPT, Known
from rules.word_parts import WordParts

MOST_CHARS = 2_000  # of texts that many are kept of: a sentence has fewer
LONGEST = 12  # letters of a word that are looked for: no other word begins with so many


class NeededWords:
    """Sets of words, of which a text may hold one."""

    def __init__(self) -> None:
        self._bits: dict[frozenset[str], int] = {}
        self._of_word: dict[str, int] = {}  # the bits of the sets that a word is in
        self._parts = WordParts()  # the same words
        self._in_word = Known(self._held_in_word, most=WORDS_KEPT)
        self._in_text = Known(self._held_in, most=1_000)
        # A mail of a megabyte is not kept for a thousand mails to come.
        self._in_long_text = Known(self._held_in, most=2)

    def bits_of(self, sets: Iterable[frozenset[str]]) -> int:
        """A number with a bit for each of these sets, to be held against `held_in`."""
        found = 0
        for words in sets:
            if words not in self._bits:
                self._add(words)
            found |= self._bits[words]
        return found

    def _add(self, words: frozenset[str]) -> None:
        bit = self._bits[words] = 1 << len(self._bits)
        for word in words:
            # Of 'niet op dit' a part will do: a text that holds it holds each of its parts.
            part = max(word.split(), key=len, default="")[:LONGEST]
            if part not in self._of_word:
                self._parts.add(part)
            self._of_word[part] = self._of_word.get(part, 0) | bit
        for kept in (self._in_word, self._in_text, self._in_long_text):
            kept.clear()

    def held_in(self, text: str) -> int:
        """The bits of the sets of which the text holds a word."""
        return (self._in_text if len(text) <= MOST_CHARS else self._in_long_text)[text]

    def held_in_all(self, texts: Iterable[str]) -> int:
        """The same of some texts together."""
        found = 0
        for text in texts:
            found |= self.held_in(text)
        return found

    def _held_in(self, text: str) -> int:
        found = self._of_word.get("", 0)
        for word in set(lowered(text).split()):
            found |= self._in_word[word]
        return found

    def _held_in_word(self, word: str) -> int:
        found = 0
        for part in self._parts.within(word):
            found |= self._of_word[part]
        return found


def lowered(text: str) -> str:
    """A text in which each letter is the one that patterns hold to be the same."""
    lower = text.lower()
    if lower.isascii():
        return lower
    # What Python takes for s, i and i where case is ignored: long s, i without dot, I with dot.
    return lower.replace("ſ", "s").replace("ı", "i").replace("\u0307", "")


NEEDED_WORDS = NeededWords()
