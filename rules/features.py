"""What a classifier sees of a sentence: its words, what they mean, its phrases, its place.

Each feature is a number below `SIZE`, hashed from its name, so that no list of words travels
with the model. Features come in blocks; a block's values have the length that `WEIGHTS` gives
it, so that a long sentence does not drown its own surroundings. Phrases are the exception: one
tells as much in a long sentence as in a short one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rules.mail import Layout
from rules.meanings import Meanings
from rules.phrasebook import PHRASEBOOK
from rules.phrases_timeline import MONTHS
from rules.sentences import Sentence, flat

SIZE = 1 << 18
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
TOKEN = re.compile(r"[^\W_]+|[?:;%€]")
MONTH = re.compile(rf"\b(?:{MONTHS})\b")
YEAR = re.compile(r"\b20\d\d\b")
DIGITS = re.compile(r"\d+")
NEGATION = re.compile(r"\b(?:niet|geen|nooit|niets|noch|evenmin|zonder)\b")
POSITIONS = 6  # parts into which a text is cut to say where a sentence stands

Ids = NDArray[np.uint32]
NONE: Ids = np.zeros(0, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence's features: their numbers, and their values beside them."""

    ids: Ids
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """What one text says, apart from where it stands."""

    tokens: Ids
    letters: Ids
    families: Ids
    meanings: Ids
    negated: bool
    start: Ids


def features_of(sentences: Sequence[Sentence], meanings: Meanings) -> list[Row]:
    """A row for each sentence; the sentences are the sender's, in order, of one mail."""
    words = [words_of(flat(sentence.text), meanings) for sentence in sentences]
    return [row(sentences, words, at, meanings) for at in range(len(sentences))]


def row(sentences: Sequence[Sentence], words: Sequence[Words], at: int, meanings: Meanings) -> Row:
    """The features of one sentence, block by block."""
    own = words[at]
    around = {
        step: words[at + step]
        for step in (-2, -1, 1, 2)
        if 0 <= at + step < len(words) and sentences[at + step].source == sentences[at].source
    }
    sentence = sentences[at]
    top = f"{sentence.heading} {sentence.question} {sentence.header_row}".strip()
    above = words_of(top, meanings)
    blocks = {
        "words": np.concatenate([own.tokens, runs(own.tokens, 2), runs(own.tokens, 3)]),
        "letters": own.letters,
        "meanings": np.concatenate([own.meanings, salted(own.meanings, 9)])
        if own.negated
        else own.meanings,
        "meaning_pairs": pairs(own.meanings),
        "meanings_around": np.concatenate(
            [NONE, *(salted(near.meanings, 4 + step) for step, near in around.items())]
        ),
        "families": np.concatenate([own.families, salted(own.families, 9)])
        if own.negated
        else own.families,
        "pairs": pairs(own.families),
        "start": own.start,
        "place": place(sentences, at),
        "before": around[-1].tokens if -1 in around else NONE,
        "after": around[1].tokens if 1 in around else NONE,
        "families_around": np.concatenate(
            [NONE, *(salted(near.families, 4 + step) for step, near in around.items())]
        ),
        "heading": above.tokens,
        "heading_letters": above.letters,
        "heading_families": above.families,
    }
    return joined(blocks)


def joined(blocks: dict[str, Ids]) -> Row:
    """One row of all blocks, each scaled to its weight."""
    ids, values = [], []
    for number, (name, weight) in enumerate(WEIGHTS.items()):
        block = np.unique(salted(blocks[name], 16 + number))
        ids.append(block)
        each = weight if name == EACH else weight / max(1.0, len(block)) ** 0.5
        values.append(np.full(len(block), each, dtype=np.float32))
    return Row(np.concatenate(ids) % np.uint32(SIZE), np.concatenate(values))


def normal(text: str) -> str:
    """The text in lower case, with months, years and numbers as one word each."""
    lowered = YEAR.sub("_jaar_", MONTH.sub("_maand_", text.lower()))
    return DIGITS.sub("0", lowered).replace("_", " ")


@lru_cache(maxsize=4_000)
def words_of(text: str, meanings: Meanings) -> Words:
    """What a text says; kept, as headings come back for each sentence below them."""
    lowered = normal(text)
    tokens = TOKEN.findall(lowered)
    families = sorted(PHRASEBOOK.names_in(text))
    first = tokens[:3]
    start = [f"{at} {token}" for at, token in enumerate(first)]
    start += [name for names in PHRASEBOOK.of_words(first) for name in names]
    return Words(
        tokens=hashed(tokens),
        letters=np.concatenate([NONE, *(letters(token) for token in tokens)]),
        families=hashed(families),
        meanings=hashed(sorted({each for token in tokens for each in meanings.of(token)})),
        negated=NEGATION.search(lowered) is not None,
        start=hashed(start),
    )


@lru_cache(maxsize=20_000)
def letters(word: str) -> Ids:
    """Runs of three to five letters of a word, its edges marked."""
    edged = f"<{word}>"
    return hashed([edged[at : at + n] for n in (3, 4, 5) for at in range(len(edged) - n + 1)])


def place(sentences: Sequence[Sentence], at: int) -> Ids:
    """Where a sentence stands and what form it has."""
    sentence = sentences[at]
    text = sentence.text.rstrip()
    length = int(np.log2(len(text.split()) + 1) * 1.5)
    source = sentence.source if sentence.source in ("subject", "body") else "attachment"
    names = [
        f"layout {sentence.layout.value}",
        f"source {source}",
        f"length {min(8, length)}",
        f"position {POSITIONS * at // len(sentences)}",
        f"digit {bool(DIGITS.search(text))}",
        f"ends {text[-1:] if text[-1:] in '?:;.!' else ''}",
        f"heading {bool(sentence.heading)}",
        f"question {bool(sentence.question)}",
        f"row {sentence.layout is Layout.ROW and flat(text) == sentence.header_row}",
    ]
    return hashed(names)


def hashed(names: Sequence[str]) -> Ids:
    """A number for each name, the same on every machine."""
    return np.array([crc32(name.encode()) for name in names], dtype=np.uint32)


def salted(ids: Ids, salt: int) -> Ids:
    """The same features under another name: those of a neighbour, of a heading."""
    return mixed(ids ^ np.uint32(salt * 0x9E3779B1 & 0xFFFFFFFF))


def mixed(ids: Ids) -> Ids:
    """Numbers spread over all bits (the finisher of MurmurHash3, in the public domain)."""
    ids = (ids ^ (ids >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    ids = (ids ^ (ids >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return ids ^ (ids >> np.uint32(16))


def runs(tokens: Ids, length: int) -> Ids:
    """Each run of so many tokens as one feature."""
    if len(tokens) < length:
        return NONE
    result = tokens[: len(tokens) - length + 1]
    for offset in range(1, length):
        result = mixed(result * np.uint32(31) + tokens[offset : len(tokens) - length + 1 + offset])
    return result


def pairs(ids: Ids) -> Ids:
    """Each two features of a set as one feature."""
    first, second = np.triu_indices(len(ids), 1)
    return mixed(ids[first] * np.uint32(31) + ids[second])
