"""Sentences as one text, with the words of it that patterns need."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.needed_words import NEEDED_WORDS
from rules.sentences import Sentence, flat


@dataclass(frozen=True, slots=True)
class Joined:
    """Sentences as one text, with what is known of it: see `rules.needed_words`."""

    text: str
    held: int


def joined(sentences: Sequence[Sentence]) -> Joined:
    """The sentences parted by single spaces; each was asked for its words before."""
    texts = [flat(each.text) for each in sentences]
    return Joined(" ".join(texts), NEEDED_WORDS.held_in_all(each.text for each in sentences))
