"""What a classifier sees of a sentence: its words, what they mean, its phrases, its place.

Each feature is a number below `SIZE`, hashed from its name, so that no list of words travels
with the model. Features come in blocks; a block's values have the length that `WEIGHTS` gives
it, so that a long sentence does not drown its own surroundings. Phrases are the exception: one
tells as much in a long sentence as in a short one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
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

AT_ONCE = 128  # sentences whose features are worked out together; more would only take memory

Ids = NDArray[np.uint32]
NONE: Ids = np.zeros(0, dtype=np.uint32)
BLOCK_WEIGHTS = np.array(list(WEIGHTS.values()))
IS_EACH = np.array([name == EACH for name in WEIGHTS])


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence's features: their numbers, and their values beside them."""

    ids: Ids
    values: NDArray[np.float32]


def rows_of(weights: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
    """The rows of a table of weights with these numbers, which all are in it."""
    # By far the most time that a model takes; a fifth of what brackets take for the same rows.
    return weights.take(ids.astype(np.intp), axis=0, mode="clip")


@dataclass(frozen=True, slots=True)
class Words:
    """What one text says, apart from where it stands."""

    tokens: Ids
    runs: Ids  # of one to three tokens
    letters: Ids
    families: Ids
    family_pairs: Ids
    meanings: Ids
    meaning_pairs: Ids
    negated: bool
    start: Ids


# Features with their salt: the same ones under another name, as a neighbour's or a negation's.
Piece = tuple[Ids, int]
OWN = 0  # no salt


def features_of(sentences: Sequence[Sentence], meanings: Meanings) -> Iterator[Row]:
    """A row for each sentence; the sentences are the sender's, in order, of one mail."""
    words = [words_of(flat(sentence.text), meanings) for sentence in sentences]
    for start in range(0, len(sentences), AT_ONCE):
        places = range(start, min(start + AT_ONCE, len(sentences)))
        yield from rows([blocks(sentences, words, at, meanings) for at in places])


def blocks(
    sentences: Sequence[Sentence], words: Sequence[Words], at: int, meanings: Meanings
) -> list[list[Piece]]:
    """The features of one sentence, block by block in the order of WEIGHTS."""
    own, sentence = words[at], sentences[at]
    around = {
        step: words[at + step]
        for step in (-2, -1, 1, 2)
        if 0 <= at + step < len(words) and sentences[at + step].source == sentence.source
    }
    top = f"{sentence.heading} {sentence.question} {sentence.header_row}".strip()
    above = words_of(top, meanings)
    negated = [9] if own.negated else []
    found: dict[str, list[Piece]] = {
        "words": [(own.runs, OWN)],
        "meanings": [(own.meanings, salt) for salt in (OWN, *negated)],
        "meaning_pairs": [(own.meaning_pairs, OWN)],
        "meanings_around": [(near.meanings, 4 + step) for step, near in around.items()],
        "letters": [(own.letters, OWN)],
        "families": [(own.families, salt) for salt in (OWN, *negated)],
        "pairs": [(own.family_pairs, OWN)],
        "start": [(own.start, OWN)],
        "place": [(place(sentences, at), OWN)],
        "before": [(around[-1].tokens, OWN)] if -1 in around else [],
        "after": [(around[1].tokens, OWN)] if 1 in around else [],
        "families_around": [(near.families, 4 + step) for step, near in around.items()],
        "heading": [(above.tokens, OWN)],
        "heading_letters": [(above.letters, OWN)],
        "heading_families": [(above.families, OWN)],
    }
    return [found[name] for name in WEIGHTS]


def rows(sentences: Sequence[Sequence[Sequence[Piece]]]) -> list[Row]:
    """The rows of sentences of which the blocks are given, each block scaled to its weight."""
    count = len(WEIGHTS)
    pieces = [
        (at * count + number, *piece)
        for at, of_sentence in enumerate(sentences)
        for number, block in enumerate(of_sentence)
        for piece in block
    ]
    ids = np.concatenate([each for _, each, _ in pieces])
    sizes = [len(each) for _, each, _ in pieces]
    block = np.repeat(np.array([number for number, _, _ in pieces]), sizes)
    salt = np.repeat(np.array([salt for _, _, salt in pieces]), sizes)
    has_salt = np.flatnonzero(salt != OWN)
    ids[has_salt] = salted(ids[has_salt], salt[has_salt])
    ids = salted(ids, 16 + block % count)
    # Each feature once a block: block and number as one, in order.
    keys = np.sort(block.astype(np.uint64) << np.uint64(32) | ids)
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    block, ids = (keys >> np.uint64(32)).astype(np.intp), keys.astype(np.uint32)
    held = np.bincount(block, minlength=len(sentences) * count)
    shrunk = np.where(np.tile(IS_EACH, len(sentences)), 1.0, np.sqrt(np.maximum(held, 1)))
    values = (np.tile(BLOCK_WEIGHTS, len(sentences)) / shrunk).astype(np.float32)[block]
    ends = np.cumsum(held)[count - 1 :: count]
    ids %= np.uint32(SIZE)
    return [
        Row(ids[start:end], values[start:end])
        for start, end in pairwise([0, *(int(end) for end in ends)])
    ]


def normal(text: str) -> str:
    """The text in lower case, with months, years and numbers as one word each."""
    lowered = YEAR.sub("_jaar_", MONTH.sub("_maand_", text.lower()))
    return DIGITS.sub("0", lowered).replace("_", " ")


@lru_cache(maxsize=4_000)
def words_of(text: str, meanings: Meanings) -> Words:
    """What a text says; kept, as headings come back for each sentence below them."""
    lowered = normal(text)
    found = TOKEN.findall(lowered)
    first = found[:3]
    start = [f"{at} {token}" for at, token in enumerate(first)]
    start += [name for names in PHRASEBOOK.of_words(first) for name in names]
    tokens = hashed(found)
    families = hashed(sorted(PHRASEBOOK.names_in(text)))
    meant = hashed(sorted({each for token in found for each in meanings.of(token)}))
    return Words(
        tokens=tokens,
        runs=np.concatenate([tokens, runs(tokens, 2), runs(tokens, 3)]),
        letters=np.concatenate([NONE, *(letters(token) for token in found)]),
        families=families,
        family_pairs=pairs(families),
        meanings=meant,
        meaning_pairs=pairs(meant),
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


def salted(ids: Ids, salt: NDArray[np.intp]) -> Ids:
    """The same features under other names: those of a neighbour, of a heading."""
    return mixed(ids ^ salt.astype(np.uint32) * np.uint32(0x9E3779B1))


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
    first, second = each_two(len(ids))
    return mixed(ids[first] * np.uint32(31) + ids[second])


@lru_cache(maxsize=200)
def each_two(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The numbers of each two of so many, those below before those above."""
    first, second = np.triu_indices(count, 1)
    return first, second
