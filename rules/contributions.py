"""What each text adds to the scores of sentences: of the one it is, of those around and below it.

A model that adds up the weights of features adds them up as well by text: what a sentence says
itself, what it is to the one before it, and so on. So the weights of a text are gathered once, and
those of all texts of a mail that are new together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from thinc.api import NumpyOps

from rules.features import (
    NUMBERS,
    STEPS,
    Piece,
    above,
    around,
    own,
    scales,
    top_of,
)
from rules.forms import Form, form_of, place
from rules.ids import UNSALTED, Ints, distinct, of_texts
from rules.kept import Kept
from rules.meanings import Meanings
from rules.sentences import Sentence, flat
from rules.text_features import Words, words_of

MOST_KEPT = 2_000  # texts, of 3 kB each
AT_ONCE = 64  # texts whose weights are gathered together; more would only take memory

OWN = ("words", "meanings", "meaning_pairs", "letters", "families", "pairs", "start")
BESIDE = ((-1, "before"), (1, "after"))
AROUND = ("meanings_around", "families_around")  # which several sentences fill together
# What a text can be to a sentence, by the steps from that sentence to it; 0: it is that one.
GROUPS = [
    *((0, block) for block in OWN),
    *BESIDE,
    *((step, block) for block in AROUND for step in STEPS),
]
NUMBER_OF = {group: number for number, group in enumerate(GROUPS)}
APART = max(STEPS)  # empty rows, so that no sentence has one of another source near it
ALONE = len(OWN) + len(BESIDE)  # groups that fill a block alone
SCALED = 1 + len(BESIDE)  # first rows of what a text adds, which nothing divides any more
BLOCKS = np.array([NUMBERS[block] for _, block in GROUPS])

Sums = NDArray[np.float32]
# Adds up row after row; `np.add.reduceat` goes down each column, which takes three times as long.
OPS = NumpyOps()


@dataclass(frozen=True, slots=True)
class Added:
    """What a text adds to sentences, a column for each of a model's sums.

    sums: a row for the text itself, for one after and one before it, and for each of AROUND and
    STEPS; the latter to be divided by what of `held`, in the same order, comes together.
    """

    sums: Sums
    held: Ints


class Contributions:
    """Sums of weights of the features of sentences.

    tables: rows of weights of each feature, whose number is folded to the length of the table,
    a power of two.
    """

    def __init__(self, meanings: Meanings, tables: Sequence[Sums]) -> None:
        self._meanings = meanings
        self._tables = tables
        self._width = sum(table.shape[1] for table in tables)
        self._texts = Kept(self._added, most=MOST_KEPT, at_once=AT_ONCE)
        self._tops = Kept(self._below, most=MOST_KEPT, at_once=AT_ONCE)
        self._forms = Kept(self._placed, most=MOST_KEPT, at_once=AT_ONCE)

    def of(self, sentences: Sequence[Sentence]) -> Sums:
        """A row of sums for each sentence of the sender; these are in order and of one mail."""
        if not sentences:
            return np.zeros((0, self._width), dtype=np.float32)
        texts = self._texts.of([flat(sentence.text) for sentence in sentences])
        tops = self._tops.of([top_of(sentence) for sentence in sentences])
        forms = self._forms.of([form_of(sentences, at) for at in range(len(sentences))])
        total: Sums = np.array(tops) + np.array(forms)  # `np.stack` takes three times as long
        return total + together(texts, [sentence.source for sentence in sentences])

    def _added(self, texts: Sequence[str]) -> Iterator[Added]:
        found = grouped(words_of(texts, self._meanings))
        return added(*self._summed(found, len(texts), len(GROUPS)))

    def _below(self, texts: Sequence[str]) -> Iterator[Sums]:
        return self._scaled(above(words_of(texts, self._meanings)), len(texts))

    def _placed(self, forms: Sequence[Form]) -> Iterator[Sums]:
        return self._scaled([("place", of_texts(list(map(place, forms))), UNSALTED)], len(forms))

    def _scaled(self, found: Sequence[Piece], count: int) -> Iterator[Sums]:
        """For each of so many texts the sum of these features, each of a block of its own."""
        sums, held = self._summed(list(enumerate(found)), count, len(found))
        blocks = np.array([NUMBERS[name] for name, *_ in found])
        values = scales(held, blocks).astype(np.float32)
        return iter(np.einsum("ij,ijk->ik", values, sums))

    def _summed(
        self, found: Sequence[tuple[int, Piece]], count: int, groups: int
    ) -> tuple[Sums, Ints]:
        """Of each of so many texts for each of so many groups the sum of its rows, and how many.

        found: features, with the number of their group.
        """
        group, ids = distinct(
            [
                (each.at * groups + number, each.ids, NUMBERS[name], salt)
                for number, (name, each, salt) in found
            ]
        )
        held = np.bincount(group, minlength=count * groups)
        sums = np.zeros((len(held), self._width), dtype=np.float32)
        if len(ids):
            sizes = held.astype(np.int32)
            # The last bits are what is left of a division, a tenth of the time that it takes.
            numbers = ids.astype(np.intp)
            parts = (table.take(numbers & len(table) - 1, axis=0) for table in self._tables)
            sums = np.concatenate([OPS.reduce_sum(part, sizes) for part in parts], axis=1)
        return sums.reshape(count, groups, self._width), held.reshape(count, groups)


def grouped(words: Words) -> list[tuple[int, Piece]]:
    """What texts are to sentences, each piece with the number of its group."""
    found = [(0, piece) for piece in own(words)]
    found += [(step, piece) for step in STEPS for piece in around(words, step)]
    return [(NUMBER_OF[step, piece[0]], piece) for step, piece in found]


def added(sums: Sums, held: Ints) -> Iterator[Added]:
    """What each text adds, by the sums of its groups and how many features each holds."""
    scale = scales(held[:, :ALONE], BLOCKS[:ALONE]).astype(np.float32)
    scaled = sums[:, :ALONE] * scale[:, :, np.newaxis]
    its_own = scaled[:, : len(OWN)].sum(axis=1, keepdims=True)
    adds = np.concatenate([its_own, scaled[:, len(OWN) :], sums[:, ALONE:]], axis=1)
    return map(Added, adds, held[:, ALONE:])


def together(texts: Sequence[Added], sources: Sequence[str]) -> Sums:
    """What the texts of sentences add to each of them; only those of one source add to others."""
    at = rows_apart(sources)
    sums = np.zeros((at[-1] + 1 + APART, *texts[0].sums.shape), dtype=np.float32)
    held = np.zeros((len(sums), len(texts[0].held)), dtype=np.intp)
    sums[at], held[at] = [text.sums for text in texts], [text.held for text in texts]
    near = at[:, np.newaxis] + np.array([0, *(step for step, _ in GROUPS[len(OWN) :])])
    given = sums[near, np.arange(near.shape[1])]
    total: Sums = given[:, :SCALED].sum(axis=1)
    counted = held[near[:, SCALED:], np.arange(held.shape[1])]
    for number, name in enumerate(AROUND):
        part = slice(number * len(STEPS), (number + 1) * len(STEPS))
        count = counted[:, part].sum(axis=1)
        scale = scales(count, np.full(len(texts), NUMBERS[name])).astype(np.float32)
        total += given[:, SCALED:][:, part].sum(axis=1) * scale[:, np.newaxis]
    return total


def rows_apart(sources: Sequence[str]) -> Ints:
    """A row for each sentence, with empty ones around those of each source."""
    changes = np.array([False, *(one != other for one, other in pairwise(sources))])
    rows: Ints = np.arange(len(sources)) + APART * (1 + np.cumsum(changes))
    return rows
