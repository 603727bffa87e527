"""Patterns that are sought only in texts that hold the words that they cannot do without.

A pattern of many words takes tens of microseconds to fail on a sentence; to see that none of these
words stands there takes a fraction of one. Which words those are is read off the pattern itself, so
that it finds what it always found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import digits
from typing import Any

from rules.beginnings import compiled
from rules.needed_words import NEEDED_WORDS
from rules.pattern_parts import PARTS, parts_of
from rules.word_parts import FIGURE

MOST = 60  # ways in which parts may go together to words, above which they stay apart
LEAST_CHARS = 2  # of a word that is looked for: single letters stand in every sentence
ASCII = 128
# What nearly every sentence holds, if only as part of a word.
EVERYWHERE = frozenset(
    "- . , aan als an bij dan dat de den die door een en er ge hebben heeft het in is met "
    "naar niet nog of om ook op te tot uit van voor wij worden wordt ze zijn".split()
)

Words = frozenset[str]
EMPTY: Words = frozenset([""])


class Anchored:
    """A pattern with the words that it needs: of each set one; `written`: as somebody wrote it."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.written = pattern
        self.pattern = compiled(pattern, flags)
        self._needs = NEEDED_WORDS.bits_of(needs_of(pattern, flags))

    def search(self, text: str, held: int | None = None) -> re.Match[str] | None:
        """As the pattern's own; held: what NEEDED_WORDS told of the text, where that is known."""
        held = NEEDED_WORDS.held_in(text) if held is None else held
        return self.pattern.search(text) if self._needs & held == self._needs else None

    def search_part(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """As the pattern's own in a part of a text, which holds no word that the whole lacks."""
        return self.pattern.search(text[start:end]) if self.may_be_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the pattern's own."""
        return self.pattern.finditer(text) if self.may_be_in(text) else iter(())

    def findall(self, text: str, held: int | None = None) -> list[Any]:
        """As the pattern's own; held: as for `search`."""
        return self.pattern.findall(text) if self.may_be_in(text, held) else []

    def may_be_in(self, text: str, held: int | None = None) -> bool:
        """Whether a text holds the words without which the pattern is not in it."""
        held = NEEDED_WORDS.held_in(text) if held is None else held
        return self._needs & held == self._needs


class AnyAnchored:
    """Patterns, one of which a text may hold."""

    def __init__(self, patterns: Iterable[Anchored]) -> None:
        self._patterns = tuple((each._needs, each.pattern.search) for each in patterns)

    def is_in(self, text: str) -> bool:
        """Whether a text holds one of them."""
        held = NEEDED_WORDS.held_in(text)
        for needs, search in self._patterns:
            if needs & held == needs and search(text) is not None:
                return True
        return False


class AnchoredMany:
    """Patterns by name, sought together in one text after the other."""

    def __init__(self, patterns: Mapping[str, Anchored]) -> None:
        self._patterns = tuple(
            (name, each._needs, each.pattern.search) for name, each in patterns.items()
        )

    def names_in(self, text: str, held: int | None = None) -> list[str]:
        """The names of the patterns that a text holds, in order; held: as for `search`."""
        held = NEEDED_WORDS.held_in(text) if held is None else held
        return [
            name
            for name, needs, search in self._patterns
            if needs & held == needs and search(text) is not None
        ]


def needs_of(pattern: str, flags: int) -> list[Words]:
    """Sets of words in lower case, one of each of which stands wherever the pattern is found."""
    found = [each for each in needs(parts_of(pattern, flags)) if is_telling(each)]
    return sorted(set(found), key=lambda each: (len(each), sorted(each)))


def is_telling(words: Words) -> bool:
    """Whether it is worth to look for these."""
    return all(len(each.strip()) >= LEAST_CHARS or is_mark(each) for each in words)


def is_mark(word: str) -> bool:
    """Whether a word is a single mark: few sentences hold most of these."""
    return len(word) == 1 and not word.isalnum() and not word.isspace()


def needs(parts: Iterable[Any]) -> list[Words]:
    """Sets of words, one of each of which stands in what these parts match, one after another."""
    found: list[Words] = []
    run = EMPTY  # the words, of which one ends where the next part begins
    for operation, argument in parts:
        whole = whole_words(operation, argument)
        if whole is not None and len(run) * len(whole) <= MOST:
            run = frozenset(one + other for one in run for other in whole)
            continue
        found.append(run)
        run = whole if whole is not None else EMPTY
        if whole is None:
            found += inner_needs(operation, argument)
    found.append(run)
    return [shortest(each) for each in found if "" not in each]


def shortest(words: Words) -> Words:
    """The words without those that hold another of them."""
    kept: list[str] = []
    for word in sorted(words, key=lambda each: (len(each), each)):
        if not any(each in word for each in kept):
            kept.append(word)
    return frozenset(kept)


def whole_words(operation: Any, argument: Any) -> Words | None:
    """All that a part can match, in lower case; None where that is too much to say."""
    if operation is PARTS.AT:
        return EMPTY
    if operation is PARTS.LITERAL:
        return frozenset([chr(argument).lower()]) if argument < ASCII else None
    if operation is PARTS.IN:
        return of_set(argument)
    if operation is PARTS.SUBPATTERN:
        return of_all(argument[-1])
    if operation is PARTS.BRANCH:
        return together([of_all(each) for each in argument[1]])
    if operation in (PARTS.MAX_REPEAT, PARTS.MIN_REPEAT):
        least, most, parts = argument
        whole = of_all(parts) if most == 1 else None
        return whole if whole is None or least else whole | EMPTY
    return None


def of_set(members: Sequence[tuple[Any, Any]]) -> Words | None:
    """The characters of a set, None where it holds more than single ones."""
    if any(kind is not PARTS.LITERAL or code >= ASCII for kind, code in members):
        return None
    return frozenset(chr(code).lower() for _, code in members)


def is_figure(kind: Any, value: Any) -> bool:
    """Whether a member of a set matches nothing but figures."""
    if kind is PARTS.RANGE:
        return all(chr(each) in digits for each in value)
    if kind is PARTS.LITERAL:
        return chr(value) in digits
    return kind is PARTS.CATEGORY and value is PARTS.CATEGORY_DIGIT


def of_all(parts: Iterable[Any]) -> Words | None:
    """All that some parts can match one after another."""
    found = EMPTY
    for operation, argument in parts:
        whole = whole_words(operation, argument)
        if whole is None or len(found) * len(whole) > MOST:
            return None
        found = frozenset(one + other for one in found for other in whole)
    return found


def together(found: Sequence[Words | None]) -> Words | None:
    """What any of these can match."""
    known = [each for each in found if each is not None]
    if len(known) < len(found) or sum(map(len, known)) > MOST:
        return None
    return frozenset().union(*known)


def inner_needs(operation: Any, argument: Any) -> list[Words]:
    """Sets of words, one of each of which stands in what a part of other parts matches."""
    if operation is PARTS.IN and all(is_figure(*each) for each in argument):
        return [frozenset([FIGURE])]
    if operation is PARTS.SUBPATTERN:
        return needs(argument[-1])
    if operation is PARTS.ATOMIC_GROUP:
        return needs(argument)
    if operation in (PARTS.MAX_REPEAT, PARTS.MIN_REPEAT, PARTS.POSSESSIVE_REPEAT):
        return needs(argument[2]) if argument[0] else []
    if operation is PARTS.BRANCH:
        best = [most_telling(needs(each)) for each in argument[1]]
        known = [each for each in best if each is not None]
        return [shortest(frozenset().union(*known))] if len(known) == len(best) else []
    return []


def most_telling(found: Sequence[Words]) -> Words | None:
    """The set of which a text is least likely to hold a word, None where none tells anything."""
    telling = [each for each in found if is_telling(each)]
    return max(telling, key=lambda each: (not each & EVERYWHERE, rarity(each)), default=None)


def rarity(words: Words) -> float:
    """How seldom texts hold one of these, roughly: the more for long ones, the less for many."""
    return min(LEAST_CHARS if each == FIGURE else len(each) for each in words) / len(words)
