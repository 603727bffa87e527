"""What a classifier sees of a sentence: its words, what they mean, its phrases, its place.

Features come in blocks; a block's values have the length that `WEIGHTS` gives it, so that a long
sentence does not drown its own surroundings. Phrases are the exception: one tells as much in a
long sentence as in a short one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rules.forms import form_of, place
from rules.ids import UNSALTED, Ids, Ints, OfTexts, distinct, of_texts
from rules.meanings import Meanings
from rules.sentences import Sentence, flat
from rules.text_features import Words, words_of

SIZE = 1 << 18  # features are folded to numbers below this
WEIGHTS = {
    "words": 1.0,
    "meanings": 0.6,
    "meaning_pairs": 0.5,
    "meanings_around": 0.3,
    "letters": 1.0,
    "families": 0.25,
    "pairs": 0.5,
    "start": 0.3,
    "place": 0.3,
    "before": 0.2,
    "after": 0.2,
    "families_around": 0.3,
    "heading": 0.5,
    "heading_letters": 0.3,
    "heading_families": 0.3,
}
EACH = "families"  # the block of which each feature has the weight

NUMBERS = {name: number for number, name in enumerate(WEIGHTS)}
BLOCK_WEIGHTS = np.array(list(WEIGHTS.values()))
IS_EACH = np.array([name == EACH for name in WEIGHTS])

# The block of features, the features, and their salt: the same ones under another name.
Piece = tuple[str, OfTexts, int]
NEGATED = 9  # of what a negated sentence says
STEPS = (-2, -1, 1, 2)  # from a sentence to those around it


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence's features: their numbers, and their values beside them."""

    ids: Ids
    values: NDArray[np.float32]


def features_of(sentences: Sequence[Sentence], meanings: Meanings) -> Iterator[Row]:
    """A row for each sentence; the sentences are the sender's, in order, of one mail."""
    if not sentences:
        return
    words = words_of([flat(sentence.text) for sentence in sentences], meanings)
    forms = [form_of(sentences, at) for at in range(len(sentences))]
    found = [
        *own(words),
        *above(words_of([top_of(sentence) for sentence in sentences], meanings)),
        ("place", of_texts(list(map(place, forms))), UNSALTED),
    ]
    _, sources = np.unique([sentence.source for sentence in sentences], return_inverse=True)
    for step in STEPS:
        found += [
            (block, beside(near, step, sources), salt) for block, near, salt in around(words, step)
        ]
    yield from rows(found, len(sentences))


def own(words: Words) -> list[Piece]:
    """What a sentence says itself."""
    return [
        ("words", words.runs, UNSALTED),
        ("meanings", words.meanings, UNSALTED),
        ("meanings", negated(words, words.meanings), NEGATED),
        ("meaning_pairs", words.meaning_pairs, UNSALTED),
        ("letters", words.letters, UNSALTED),
        ("families", words.families, UNSALTED),
        ("families", negated(words, words.families), NEGATED),
        ("pairs", words.family_pairs, UNSALTED),
        ("start", words.start, UNSALTED),
    ]


def negated(words: Words, found: OfTexts) -> OfTexts:
    """What the texts have that negate something."""
    return found.where(words.negated[found.at])


def around(words: Words, step: int) -> list[Piece]:
    """What the sentence says that stands so many steps away."""
    found = [
        ("meanings_around", words.meanings, 4 + step),
        ("families_around", words.families, 4 + step),
    ]
    if abs(step) == 1:
        found.append(("before" if step < 0 else "after", words.tokens, UNSALTED))
    return found


def beside(found: OfTexts, step: int, sources: Ints) -> OfTexts:
    """What the sentences have so many steps away from each, where these are of one source."""
    to = found.at - step
    inside = (to >= 0) & (to < len(sources))
    to, there = to[inside], found.where(inside)
    return OfTexts(there.ids, to).where(sources[to] == sources[there.at])


def above(words: Words) -> list[Piece]:
    """What stands above a sentence."""
    return [
        ("heading", words.tokens, UNSALTED),
        ("heading_letters", words.letters, UNSALTED),
        ("heading_families", words.families, UNSALTED),
    ]


def top_of(sentence: Sentence) -> str:
    """What stands above a sentence, as one text."""
    return f"{sentence.heading} {sentence.question} {sentence.header_row}".strip()


def rows(found: Sequence[Piece], count: int) -> Iterator[Row]:
    """The rows of so many sentences with these features, each block scaled to its weight."""
    blocks = len(WEIGHTS)
    block, ids = distinct(
        [
            (each.at * blocks + NUMBERS[name], each.ids, NUMBERS[name], salt)
            for name, each, salt in found
        ]
    )
    held = np.bincount(block, minlength=count * blocks)
    values = scales(held, np.arange(len(held)) % blocks).astype(np.float32)[block]
    ends = np.cumsum(held)[blocks - 1 :: blocks].tolist()
    for start, end in pairwise([0, *ends]):
        yield Row(ids[start:end] % np.uint32(SIZE), values[start:end])


def scales(held: Ints, blocks: Ints) -> NDArray[np.float64]:
    """The value of each feature in blocks with these numbers that hold so many."""
    shrunk = np.where(IS_EACH[blocks], 1.0, np.sqrt(np.maximum(held, 1)))
    return BLOCK_WEIGHTS[blocks] / shrunk
