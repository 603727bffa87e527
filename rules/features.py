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
from math import log2
from typing import NamedTuple
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
NUMBERS = {name: number for number, name in enumerate(WEIGHTS)}
BLOCK_WEIGHTS = np.array(list(WEIGHTS.values()))
IS_EACH = np.array([name == EACH for name in WEIGHTS])


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence's features: their numbers, and their values beside them."""

    ids: Ids
    values: NDArray[np.float32]


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


# The block of features, the features, and their salt: the same ones under another name.
Piece = tuple[str, Ids, int]
UNSALTED = 0
NEGATED = 9  # of what a negated sentence says
STEPS = (-2, -1, 1, 2)  # from a sentence to those around it


def features_of(sentences: Sequence[Sentence], meanings: Meanings) -> Iterator[Row]:
    """A row for each sentence; the sentences are the sender's, in order, of one mail."""
    words = [words_of(flat(sentence.text), meanings) for sentence in sentences]
    for start in range(0, len(sentences), AT_ONCE):
        places = range(start, min(start + AT_ONCE, len(sentences)))
        yield from rows([pieces(sentences, words, at, meanings) for at in places])


def pieces(
    sentences: Sequence[Sentence], words: Sequence[Words], at: int, meanings: Meanings
) -> list[Piece]:
    """All features of one sentence."""
    sentence = sentences[at]
    found = [*own(words[at]), *above(words_of(top_of(sentence), meanings))]
    found.append(("place", place(form_of(sentences, at)), UNSALTED))
    for step in STEPS:
        near = at + step
        if 0 <= near < len(words) and sentences[near].source == sentence.source:
            found += around(words[near], step)
    return found


def own(words: Words) -> list[Piece]:
    """What a sentence says itself."""
    found = [
        ("words", words.runs, UNSALTED),
        ("meanings", words.meanings, UNSALTED),
        ("meaning_pairs", words.meaning_pairs, UNSALTED),
        ("letters", words.letters, UNSALTED),
        ("families", words.families, UNSALTED),
        ("pairs", words.family_pairs, UNSALTED),
        ("start", words.start, UNSALTED),
    ]
    if words.negated:
        found += [("meanings", words.meanings, NEGATED), ("families", words.families, NEGATED)]
    return found


def around(words: Words, step: int) -> list[Piece]:
    """What the sentence says that stands so many steps away."""
    found = [
        ("meanings_around", words.meanings, 4 + step),
        ("families_around", words.families, 4 + step),
    ]
    if abs(step) == 1:
        found.append(("before" if step < 0 else "after", words.tokens, UNSALTED))
    return found


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


def rows(sentences: Sequence[Sequence[Piece]]) -> list[Row]:
    """The rows of sentences of which the features are given, each block scaled to its weight."""
    count = len(WEIGHTS)
    block, ids = distinct(
        [
            (at * count + NUMBERS[name], name, found, salt)
            for at, of_sentence in enumerate(sentences)
            for name, found, salt in of_sentence
        ]
    )
    held = np.bincount(block, minlength=len(sentences) * count)
    values = scales(held, np.arange(len(held)) % count).astype(np.float32)[block]
    ends = np.cumsum(held)[count - 1 :: count]
    return [
        Row(ids[start:end], values[start:end])
        for start, end in pairwise([0, *(int(end) for end in ends)])
    ]


def distinct(
    found: Sequence[tuple[int, str, Ids, int]],
) -> tuple[NDArray[np.intp], Ids]:
    """Each feature once in the group that it is given for: groups, in order, and features.

    found: of each some features: the number of their group, their block, themselves, their salt.
    """
    ids = np.concatenate([each for _, _, each, _ in found])
    sizes = [len(each) for _, _, each, _ in found]
    group = np.repeat(np.array([number for number, *_ in found], dtype=np.uint64), sizes)
    salt = np.repeat(np.array([salt for *_, salt in found]), sizes)
    has_salt = np.flatnonzero(salt != UNSALTED)
    ids[has_salt] = salted(ids[has_salt], salt[has_salt])
    ids = salted(ids, np.repeat(np.array([16 + NUMBERS[name] for _, name, *_ in found]), sizes))
    # Group and number as one, in order.
    keys = np.sort(group << np.uint64(32) | ids)
    if len(keys):
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return (keys >> np.uint64(32)).astype(np.intp), keys.astype(np.uint32) % np.uint32(SIZE)


def scales(held: NDArray[np.intp], blocks: NDArray[np.intp]) -> NDArray[np.float64]:
    """The value of each feature in blocks with these numbers that hold so many."""
    shrunk = np.where(IS_EACH[blocks], 1.0, np.sqrt(np.maximum(held, 1)))
    return BLOCK_WEIGHTS[blocks] / shrunk


def normal(text: str) -> str:
    """The text in lower case, with months, years and numbers as one word each."""
    lowered = YEAR.sub("_jaar_", MONTH.sub("_maand_", text.lower()))
    return DIGITS.sub("0", lowered).replace("_", " ")


@lru_cache(maxsize=1_000)
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


class Form(NamedTuple):
    """Where a sentence stands and what form it has; made and looked up for each, so a tuple."""

    layout: Layout
    source: str  # "subject", "body" or "attachment"
    length: int  # in steps of its logarithm in words, 8 at the most
    position: int  # in the mail, of which POSITIONS parts are told apart, from 0
    has_digit: bool
    last_mark: str  # "" where it ends otherwise
    has_heading: bool
    has_question: bool
    is_header_row: bool  # the first of its table


def form_of(sentences: Sequence[Sentence], at: int) -> Form:
    """The form of the sentence in that place of a mail."""
    sentence = sentences[at]
    text = flat(sentence.text)
    return Form(
        layout=sentence.layout,
        source=sentence.source if sentence.source in ("subject", "body") else "attachment",
        length=min(8, int(log2(text.count(" ") + (2 if text else 1)) * 1.5)),
        position=POSITIONS * at // len(sentences),
        has_digit=DIGITS.search(text) is not None,
        last_mark=text[-1:] if text[-1:] in "?:;.!" else "",
        has_heading=bool(sentence.heading),
        has_question=bool(sentence.question),
        is_header_row=sentence.layout is Layout.ROW and text == sentence.header_row,
    )


def place(form: Form) -> Ids:
    """The features of a form."""
    names = [
        f"layout {form.layout.value}",
        f"source {form.source}",
        f"length {form.length}",
        f"position {form.position}",
        f"digit {form.has_digit}",
        f"ends {form.last_mark}",
        f"heading {form.has_heading}",
        f"question {form.has_question}",
        f"row {form.is_header_row}",
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
