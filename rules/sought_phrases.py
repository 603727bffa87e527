"""Signs of families of phrases, told by what stands between white space.

Of hundreds of phrases a sentence holds one or two. Each is filed under a word that it cannot do
without, so that it is sought in a sentence only where that word stands.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rules.anchors import EVERYWHERE, Words, needs_of
from rules.beginnings import compiled
from rules.needed_words import LONGEST
from rules.pattern_parts import PARTS, parts_of
from rules.word_parts import FIGURE, WordParts


# Equal to itself alone: sets are made of these, for each sentence.
@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """What may speak for a family: a phrase."""

    family: str
    written: str  # what stands, verbatim, in each text that holds the phrase
    others: tuple[Words, ...]  # of each of these one does as well
    pattern: re.Pattern[str]
    is_one_word: bool  # see the function of that name

    def is_in(self, text: str) -> bool:
        """Whether a text in lower case holds it, of which a word or figure led to this sign."""
        if self.written not in text:
            return False
        for words in self.others:
            if not any(map(text.__contains__, words)):
                return False
        return self.pattern.search(text) is not None


class SoughtPhrases:
    """Phrases, filed under what a text cannot do without that holds them."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """phrases: of each its family and its pattern, which is sought in lower case."""
        self._filed: dict[str, list[Sign]] = {}
        for family, pattern in phrases:
            for part, sign in signs_of(family, pattern):
                self._filed.setdefault(part, []).append(sign)
        self._parts = WordParts(self._filed)

    def near(self, piece: str) -> list[Sign]:
        """The signs that a piece between white space, in lower case, leads to."""
        return [sign for part in self._parts.within(piece) for sign in self._filed[part]]


def signs_of(family: str, pattern: str) -> Iterator[tuple[str, Sign]]:
    """For each of the words of which a phrase needs one, that or a part of it, and its sign."""
    needs = needs_of(pattern, 0)
    best = max(needs, key=rarity_of_parts, default=frozenset([""]))
    others = tuple(each for each in needs if each != best and FIGURE not in each)
    quick, is_one = compiled(pattern, 0), is_one_word(pattern)
    for word in sorted(best):
        written = "" if word == FIGURE else word
        yield telling_part(word), Sign(family, written, others, quick, is_one)


def rarity_of_parts(words: Words) -> tuple[bool, float]:
    """As `rules.anchors.rarity`, of the parts that are looked at; least where they are plain."""
    parts = {telling_part(each) for each in words}
    least = min(map(len, parts))
    return least > 1 and not parts & EVERYWHERE, least**2 / len(parts)


def telling_part(words: str) -> str:
    """Of some words one after another the one that fewest texts hold, as far as it is looked at."""
    return max(words.split(), key=telling, default="")[:LONGEST]


def telling(word: str) -> tuple[bool, int]:
    """How seldom texts hold a word, roughly: the more for long ones, the least for 'van'."""
    return len(word) > 1 and word not in EVERYWHERE, len(word)


def is_one_word(pattern: str) -> bool:
    """Whether what a pattern matches never reaches beyond white space, nor looks there."""
    return stay_in_word(parts_of(pattern, 0))


def stay_in_word(parts: Iterable[tuple[Any, Any]]) -> bool:
    """The same of its parts, of the kinds that phrases are made of."""
    return all(stays_in_word(*each) for each in parts)


def stays_in_word(kind: Any, value: Any) -> bool:
    """The same of one part."""
    if kind is PARTS.LITERAL:
        return not chr(value).isspace()
    if kind is PARTS.AT:
        return value is PARTS.AT_BOUNDARY  # which stands at both ends of white space
    if kind is PARTS.IN:
        return all(holds_no_space(*each) for each in value)
    if kind is PARTS.SUBPATTERN:
        return stay_in_word(value[-1])
    if kind is PARTS.BRANCH:
        return all(map(stay_in_word, value[1]))
    return kind is PARTS.MAX_REPEAT and stay_in_word(value[2])


def holds_no_space(kind: Any, value: Any) -> bool:
    """Whether a member of a set of characters is never white space."""
    if kind is PARTS.LITERAL:
        return not chr(value).isspace()
    return kind is PARTS.CATEGORY and value in (PARTS.CATEGORY_DIGIT, PARTS.CATEGORY_WORD)
