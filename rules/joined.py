"""Sentences as one text, with the words of it that patterns need."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.anchors import Anchored
from rules.needed_words import NEEDED_WORDS
from rules.sentences import Sentence, flat


@dataclass(frozen=True, slots=True)
class Joined:
    """Sentences as one text, with what is known of it: see `rules.needed_words`."""

    sentences: Sequence[Sentence]
    text: str
    held: int

    def that_hold(self, *patterns: Anchored) -> list[Sentence]:
        """The sentences that hold one of these; most mails lack the words for any to do so."""
        likely = [each for each in patterns if each.may_be_in(self.text, self.held)]
        if not likely:
            return []
        return [
            each
            for each in self.sentences
            if any(pattern.search(flat(each.text)) for pattern in likely)
        ]


def joined(sentences: Sequence[Sentence]) -> Joined:
    """The sentences parted by single spaces; each was asked for its words before."""
    texts = [flat(each.text) for each in sentences]
    held = NEEDED_WORDS.held_in_all(each.text for each in sentences)
    return Joined(sentences, " ".join(texts), held)
