"""Which sentences state which element, by a trained model and by rules that overrule it."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.elsewhere import NOT_OURS
from rules.features import Row, features_of, rows_of
from rules.judgement import Element, Kind
from rules.mail import Owner
from rules.meanings import Meanings
from rules.network import Network
from rules.sentences import Sentence, flat

ELEMENTS = tuple(Element)

# A sentence is evidence from this score on. The first sentence of an element decides that it is
# present at all, so it must be surer: a mail wrongly called complete is the worst error.
FIRST = {
    Element.DECLARATION: 0.40,
    Element.FACTS: 0.40,
    Element.CURRENT_STATE: 0.50,
    Element.STEPS: 0.80,
    Element.TIMELINE: 0.35,
    Element.DOCUMENTS: 0.20,
}
# Nobody asks a reply for a declaration, so only what cannot be read otherwise is one.
FIRST_IN_REPLY = FIRST | {Element.DECLARATION: 0.55}
FURTHER = {
    Element.DECLARATION: 0.25,
    Element.FACTS: 0.30,
    Element.CURRENT_STATE: 0.22,
    Element.STEPS: 0.30,
    Element.TIMELINE: 0.28,
    Element.DOCUMENTS: 0.18,
}


@dataclass(frozen=True, slots=True)
class Scores:
    """How probable it is that a sentence states each element, and two things besides.

    claims_met: that the whole task is met; no_time: that no time can be given.
    """

    elements: Mapping[Element, float]
    claims_met: float
    no_time: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What the sender's sentences state.

    elements: the evidence, in order of text; margins: how far the best sentence's score lies
    above (or below 0: under) what makes the element present: near 0 is close to call.
    """

    elements: Mapping[Element, tuple[Sentence, ...]]
    margins: Mapping[Element, float]


NOTHING = Scores(dict.fromkeys(ELEMENTS, 0.0), 0.0, 0.0)
COLUMNS = (*(element.value for element in ELEMENTS), "claims_met", "no_time")  # of the model


def scores_in(chances: Sequence[float]) -> Scores:
    """The scores of a sentence from a row of chances, in the order of COLUMNS."""
    return Scores(dict(zip(ELEMENTS, chances, strict=False)), chances[-2], chances[-1])


class StatementModel:
    """What tells what a sentence states: a linear model and a network, as sure as their mean.

    Each has an output for each of COLUMNS. They err on different sentences: the linear one
    knows words, the network how they go together.
    """

    def __init__(
        self,
        meanings: Meanings,
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        network: Network,
    ) -> None:
        self._meanings = meanings
        self._weights = weights
        self._bias = bias
        self._network = network

    def score(self, sentences: Sequence[Sentence]) -> list[Scores]:
        """Scores for each sentence of a mail, in order; words of others than the sender get 0."""
        own = [sentence for sentence in sentences if sentence.owner is Owner.SENDER]
        scores = iter([self._scores_of(row) for row in features_of(own, self._meanings)])
        return [
            next(scores) if sentence.owner is Owner.SENDER else NOTHING for sentence in sentences
        ]

    def _scores_of(self, row: Row) -> Scores:
        linear = row.values @ rows_of(self._weights, row.ids) + self._bias
        mean = (linear + self._network.logits(row)) / 2
        return scores_in((1 / (1 + np.exp(-mean.astype(np.float64)))).tolist())


def statements_of(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    kinds: Set[Kind],
    others: Collection[int] = frozenset(),
) -> Findings:
    """The elements that a mail of these kinds states, each with its evidence.

    others: places of sentences about other municipalities; see `rules.elsewhere`.
    """
    elements, margins = {}, {}
    first = FIRST if Kind.ARTICLE_8_NOTIFICATION in kinds else FIRST_IN_REPLY
    for element in ELEMENTS:
        of_element = [
            0.0 if at in others and element in NOT_OURS else score.elements[element]
            for at, score in enumerate(scores)
        ]
        margins[element] = max(of_element, default=0.0) - first[element]
        elements[element] = tuple(
            sentence
            for sentence, score in zip(sentences, of_element, strict=True)
            if margins[element] >= 0 and score >= FURTHER[element] and flat(sentence.text)
        )
    return Findings(elements, margins)


def chances_of(scores: Sequence[Scores]) -> dict[str, float]:
    """For each element how probable it is that the mail states it at all."""
    return {
        element.value: max((score.elements[element] for score in scores), default=0.0)
        for element in ELEMENTS
    }
