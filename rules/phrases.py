"""Families of words and phrases that mean alike in municipal letters, and how they are found.

A family is one meaning ("says that something is refused"), so that a word that the training
mails never held still counts as the words beside it do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from rules.anchors import Anchored
from rules.beginnings import compiled
from rules.kept import WORDS_KEPT, Known
from rules.sought_phrases import Sign, SoughtPhrases

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Family:
    """A meaning, with the words and phrases that carry it.

    words: patterns parted by white space, one of which a whole word must match; phrases:
    patterns sought in the sentence; both on lower case. catches and leaves: a sentence that it
    must find, and one that looks alike and that it must leave alone.
    """

    name: str
    catches: str
    leaves: str
    words: str = ""
    phrases: tuple[str, ...] = ()

    @cached_property
    def word_pattern(self) -> re.Pattern[str] | None:
        """`words`, compiled; None without."""
        return re.compile("|".join(self.words.split())) if self.words else None

    @cached_property
    def phrase_pattern(self) -> Anchored | None:
        """`phrases`, compiled; None without."""
        return Anchored("|".join(self.phrases)) if self.phrases else None


class Told(NamedTuple):
    """What stands between white space, in lower case, tells of the text that holds it."""

    names: tuple[str, ...]  # families that it holds by itself
    signs: tuple[Sign, ...]  # of phrases that it may be part of


class Phrasebook:
    """Families, ready to be sought in sentences."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = tuple(families)
        self._with_words = tuple((f.name, f.word_pattern) for f in self._families)
        words = [word for family in self._families for word in family.words.split()]
        self._any_word = compiled("|".join(words), 0)
        phrases = [(family.name, each) for family in self._families for each in family.phrases]
        self._phrases = SoughtPhrases(phrases)
        self._of_word = Known(self._names_of_word, most=WORDS_KEPT)
        self._of_piece = Known(self._told_by_piece, most=WORDS_KEPT)
        # A sentence is asked about again for each number in it.
        self._of_text = lru_cache(maxsize=1_000)(self._names_of_text)

    def _names_of_word(self, word: str) -> tuple[str, ...]:
        if not self._any_word.fullmatch(word):
            return ()
        return tuple(
            name for name, pattern in self._with_words if pattern and pattern.fullmatch(word)
        )

    def of_words(self, words: Iterable[str]) -> list[tuple[str, ...]]:
        """The families of each word, in order; words in lower case."""
        return [self._of_word[word] for word in words]

    def names_in(self, text: str) -> frozenset[str]:
        """The names of the families that a sentence holds."""
        return self._of_text(text)

    def _names_of_text(self, text: str) -> frozenset[str]:
        lowered = text.lower()
        told = [each for each in map(self._of_piece.__getitem__, lowered.split()) if each]
        names: set[str] = set().union(*[each.names for each in told])
        signs: set[Sign] = set().union(*[each.signs for each in told])
        for sign in signs:
            # The first alone tells of most, and is no call.
            if sign.written in lowered and sign.family not in names and sign.is_in(lowered):
                names.add(sign.family)
        return frozenset(names)

    def _told_by_piece(self, piece: str) -> Told | None:
        """What such a piece tells; None where that is nothing."""
        names = {name for names in self.of_words(WORD.findall(piece)) for name in names}
        near = self._phrases.near(piece)
        # A phrase of one word is told with the piece that it stands in, and kept with it.
        names.update(sign.family for sign in near if sign.is_one_word and sign.is_in(piece))
        signs = [sign for sign in near if not sign.is_one_word]
        return Told(tuple(names), tuple(signs)) if names or signs else None
