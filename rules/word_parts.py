"""Which parts of words stand in a word, told of all of them at once."""

import re
from collections.abc import Iterable

FIGURE = "\ufdd1"  # no character (Unicode, 23.7): it stands for any figure
FIRST = 2  # characters by which parts are told apart before they are held against a word
ANY_FIGURE = re.compile(r"\d")


class WordParts:
    """Parts of words, FIGURE among them where figures are looked for."""

    def __init__(self, parts: Iterable[str] = ()) -> None:
        self._begun: dict[str, list[str]] = {}  # parts by their first characters
        self._single: set[str] = set()  # those of one character
        for part in dict.fromkeys(parts):
            self.add(part)

    def add(self, part: str) -> None:
        """Look for another part as well, which it is not yet looked for."""
        if len(part) < FIRST:
            self._single.add(part)
        else:
            self._begun.setdefault(part[:FIRST], []).append(part)

    def within(self, word: str) -> set[str]:
        """The parts that a word holds; "" if that is one."""
        begun = self._begun.get
        found = {
            part
            for at in range(len(word))
            for part in begun(word[at : at + FIRST], ())
            if word.startswith(part, at)
        }
        found |= self._single.intersection(word)
        if "" in self._single:
            found.add("")
        if FIGURE in self._single and ANY_FIGURE.search(word):
            found.add(FIGURE)
        return found
