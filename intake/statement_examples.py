"""What the model of statements learns from: sentences and what each states."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from intake.labelled import Labelled, is_same
from intake.passages import LETTERS, Passage
from rules.features import SIZE, Row, features_of
from rules.judgement import Element, TimelineState
from rules.mail import Owner
from rules.meanings import Meanings
from rules.sentences import Sentence
from rules.statements import COLUMNS

# Passages state far more to the line than mails do; at full weight they would make the model
# find elements everywhere. Found by cross-validation over writers.
PASSAGE_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """What someone wrote, and what each of the sender's sentences states: a row of COLUMNS."""

    writer: str
    sentences: tuple[Sentence, ...]  # of others than the sender too
    features: csr_matrix  # of the sender's
    labels: NDArray[np.bool_]  # of the sender's
    weight: float  # how much it counts in training


def example(labelled: Labelled, meanings: Meanings) -> Example:
    """The sender's sentences of a labelled mail, each with what it states."""
    own = tuple(each for each in labelled.sentences if each.owner is Owner.SENDER)
    labels = np.zeros((len(own), len(COLUMNS)), dtype=np.bool_)
    for column, element in enumerate(Element):
        for evidence in labelled.gold.elements[element]:
            for row, sentence in enumerate(own):
                labels[row, column] |= is_same(evidence, sentence.text)
    if labelled.gold.claims_met:
        labels[:, COLUMNS.index("claims_met")] = labels[:, COLUMNS.index(Element.CURRENT_STATE)]
    if labelled.gold.timeline_state is TimelineState.UNKNOWN:
        # Such a mail's evidence under timeline says that there is none to give.
        timeline = COLUMNS.index(Element.TIMELINE)
        labels[:, COLUMNS.index("no_time")] = labels[:, timeline]
        labels[:, timeline] = False
    return Example(
        labelled.writer, labelled.sentences, matrix(features_of(own, meanings)), labels, 1.0
    )


def example_of_passage(writer: str, passage: Passage, meanings: Meanings) -> Example:
    """A passage and what its sentences state."""
    labels = np.array(
        [[letter in letters for letter in LETTERS] for letters in passage.letters], dtype=np.bool_
    )
    features = matrix(features_of(passage.sentences, meanings))
    return Example(writer, passage.sentences, features, labels, PASSAGE_WEIGHT)


def matrix(found: Iterable[Row]) -> csr_matrix:
    """The rows as one sparse matrix."""
    rows = list(found)
    ends = np.cumsum([0, *(len(row.ids) for row in rows)])
    values = [np.zeros(0, dtype=np.float32), *(row.values for row in rows)]
    ids = [np.zeros(0, dtype=np.uint32), *(row.ids for row in rows)]
    result = csr_matrix(
        (np.concatenate(values), np.concatenate(ids).astype(np.int32), ends),
        shape=(len(rows), SIZE),
    )
    result.sum_duplicates()
    return result
