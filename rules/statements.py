"""Which sentences state which element, by a trained model and by rules that overrule it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.elsewhere import NOT_OURS
from rules.features import Row, features_of
from rules.judgement import Element
from rules.mail import Owner
from rules.sentences import Sentence, flat

ELEMENTS = tuple(Element)

# A sentence is evidence from this score on. The first sentence of an element decides that it is
# present at all, so it must be surer: a mail wrongly called complete is the worst error.
FIRST = {
    Element.DECLARATION: 0.40,
    Element.FACTS: 0.40,
    Element.CURRENT_STATE: 0.25,
    Element.STEPS: 0.65,
    Element.TIMELINE: 0.35,
    Element.DOCUMENTS: 0.25,
}
FURTHER = {
    Element.DECLARATION: 0.25,
    Element.FACTS: 0.30,
    Element.CURRENT_STATE: 0.22,
    Element.STEPS: 0.30,
    Element.TIMELINE: 0.28,
    Element.DOCUMENTS: 0.20,
}
CLAIMS_MET = 0.5


@dataclass(frozen=True, slots=True)
class Scores:
    """How probable it is that a sentence states each element, or that the task is met."""

    elements: Mapping[Element, float]
    claims_met: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What the sender's sentences state.

    elements: the evidence, in order of text; margins: how far the best sentence's score lies
    above (or below 0: under) what makes the element present: near 0 is close to call.
    """

    elements: Mapping[Element, tuple[Sentence, ...]]
    margins: Mapping[Element, float]
    claims_met: bool
    claims_met_margin: float


NOTHING = Scores(dict.fromkeys(ELEMENTS, 0.0), 0.0)


class StatementModel:
    """A linear model over hashed features, one column an element and one for `claims_met`."""

    def __init__(self, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._weights = weights
        self._bias = bias

    def score(self, sentences: Sequence[Sentence]) -> list[Scores]:
        """Scores for each sentence of a mail, in order; words of others than the sender get 0."""
        own = [sentence for sentence in sentences if sentence.owner is Owner.SENDER]
        scores = iter([self._scores_of(row) for row in features_of(own)])
        return [
            next(scores) if sentence.owner is Owner.SENDER else NOTHING for sentence in sentences
        ]

    def _scores_of(self, row: Row) -> Scores:
        totals = row.values @ self._weights[row.ids] + self._bias
        chances = [float(chance) for chance in 1 / (1 + np.exp(-totals.astype(np.float64)))]
        return Scores(dict(zip(ELEMENTS, chances, strict=False)), chances[-1])


def statements_of(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    others: Collection[int] = frozenset(),
) -> Findings:
    """The elements that a mail states, each with its evidence.

    others: places of sentences about other municipalities; see `rules.elsewhere`.
    """
    elements, margins = {}, {}
    for element in ELEMENTS:
        of_element = [
            0.0 if at in others and element in NOT_OURS else score.elements[element]
            for at, score in enumerate(scores)
        ]
        margins[element] = max(of_element, default=0.0) - FIRST[element]
        elements[element] = tuple(
            sentence
            for sentence, score in zip(sentences, of_element, strict=True)
            if margins[element] >= 0 and score >= FURTHER[element] and flat(sentence.text)
        )
    claim = max((score.claims_met for score in scores), default=0.0) - CLAIMS_MET
    return Findings(elements, margins, claim >= 0, claim)


def chances_of(scores: Sequence[Scores]) -> dict[str, float]:
    """For each element how probable it is that the mail states it at all."""
    return {
        element.value: max((score.elements[element] for score in scores), default=0.0)
        for element in ELEMENTS
    }
