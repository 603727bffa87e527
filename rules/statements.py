"""Which sentences state which element, by a trained model and by rules that overrule it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.contributions import Contributions
from rules.judgement import Element
from rules.mail import Owner
from rules.meanings import Meanings
from rules.network import Network
from rules.sentences import Sentence, flat

ELEMENTS = tuple(Element)
NAMES = tuple(element.value for element in ELEMENTS)

# The score from which one sentence makes these present; of the others `rules.presence` tells.
FIRST = {Element.TIMELINE: 0.35, Element.DOCUMENTS: 0.20}
# From which a sentence is evidence of an element that the mail states.
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
    """How probable it is that a sentence states each of ELEMENTS, in order; two things besides.

    claims_met: that the whole task is met; no_time: that no time can be given.
    """

    elements: Mapping[Element, float]
    claims_met: float
    no_time: float


NOTHING = Scores(dict.fromkeys(ELEMENTS, 0.0), 0.0, 0.0)
COLUMNS = (*NAMES, "claims_met", "no_time")  # of the model


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
        self._bias = bias
        self._network = network
        self._contributions = Contributions(meanings, (weights, network.hidden))

    def score(self, sentences: Sequence[Sentence]) -> list[Scores]:
        """Scores for each sentence of a mail, in order; words of others than the sender get 0."""
        own = [sentence for sentence in sentences if sentence.owner is Owner.SENDER]
        scores = iter([scores_in(row) for row in self._chances(own)])
        return [
            next(scores) if sentence.owner is Owner.SENDER else NOTHING for sentence in sentences
        ]

    def _chances(self, own: Sequence[Sentence]) -> list[list[float]]:
        sums = self._contributions.of(own)
        linear = sums[:, : len(COLUMNS)] + self._bias
        mean = (linear + self._network.logits(sums[:, len(COLUMNS) :])) / 2
        chances: list[list[float]] = (1 / (1 + np.exp(-mean.astype(np.float64)))).tolist()
        return chances


def statements_of(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    stated: Set[Element],
) -> dict[Element, tuple[Sentence, ...]]:
    """The evidence of each element, in order of text: at least the surest sentence where stated.

    stated: of the elements that `rules.presence` decides those that the mail states.
    """
    found = {}
    for element in ELEMENTS:
        of_element = [score.elements[element] for score in scores]
        surest = max(of_element, default=0.0)
        is_stated = surest >= FIRST[element] if element in FIRST else element in stated
        least = min(FURTHER[element], surest)
        found[element] = tuple(
            sentence
            for sentence, score in zip(sentences, of_element, strict=True)
            if is_stated and 0 < score >= least and flat(sentence.text)
        )
    return found


def chances_of(scores: Sequence[Scores]) -> dict[str, float]:
    """For each element how probable it is that the mail states it at all."""
    columns = zip(*[score.elements.values() for score in scores], strict=True)
    surest = map(max, columns) if scores else [0.0] * len(ELEMENTS)
    return dict(zip(NAMES, surest, strict=True))
