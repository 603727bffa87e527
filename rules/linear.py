"""A linear model over named features: what each name speaks for, added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat
from math import exp
from zlib import crc32

import numpy as np

SIZE = 1 << 15  # features are hashed to numbers below this


# Equal to itself alone, so that it can be looked up: a mapping of weights has no hash.
@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """Weights of hashed features; a feature that is not there weighs nothing."""

    weights: Mapping[int, float]
    bias: float

    def chance(self, features: Iterable[str]) -> float:
        """The probability, 0 to 1, that these features stand for."""
        return chance_of(self.bias + sum(map(self.weights.get, numbers(features), repeat(0.0))))


class LinearModels:
    """Models that are asked about the same features, whose weights are added up together."""

    def __init__(self, models: Sequence[LinearModel]) -> None:
        self._biases = [model.bias for model in models]
        self._weights = np.zeros((SIZE, len(models)))
        for column, model in enumerate(models):
            self._weights[list(model.weights), column] = list(model.weights.values())

    def chances(self, features: Iterable[str]) -> list[float]:
        """What each of them alone gives as the `chance` of these features."""
        # Row by row, so in the order in which one model alone adds up.
        totals = self._weights.take(numbers(features), axis=0).sum(axis=0).tolist()
        return self._with_biases(totals)

    def chances_of_all(self, things: Iterable[Iterable[str]]) -> list[list[float]]:
        """The same of the features of each of some things."""
        found = [numbers(features) for features in things]
        weights = self._weights.take(list(chain.from_iterable(found)), axis=0)
        of_which = np.repeat(np.arange(len(found)), [len(each) for each in found])
        # `bincount` adds up in this order too.
        totals = [np.bincount(of_which, each, len(found)).tolist() for each in weights.T]
        return [self._with_biases(each) for each in zip(*totals, strict=True)]

    def _with_biases(self, totals: Sequence[float]) -> list[float]:
        return [chance_of(bias + total) for bias, total in zip(self._biases, totals, strict=True)]


@lru_cache(maxsize=8)
def side_by_side(*models: LinearModel) -> LinearModels:
    """These models, made ready once to be asked together."""
    return LinearModels(models)


def chance_of(total: float) -> float:
    """The probability of which the logarithm of the odds is given."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def numbers(features: Iterable[str]) -> list[int]:
    """The numbers of features, each once and in order: sums are the same on every machine."""
    return sorted(set(map(hashed, features)))


@lru_cache(maxsize=20_000)  # mail after mail has the same ones
def hashed(feature: str) -> int:
    """The number of a feature, the same on every machine."""
    return crc32(feature.encode()) % SIZE
