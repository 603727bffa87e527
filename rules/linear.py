"""A linear model over named features: what each name speaks for, added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import exp
from zlib import crc32

SIZE = 1 << 15  # features are hashed to numbers below this


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of hashed features; a feature that is not there weighs nothing."""

    weights: Mapping[int, float]
    bias: float

    def chance(self, features: Iterable[str]) -> float:
        """The probability, 0 to 1, that these features stand for."""
        return self.chance_of(numbers(features))

    def chance_of(self, ids: Sequence[int]) -> float:
        """The same of features given as their `numbers`, which several models may share."""
        total = self.bias + sum(map(self.weights.get, ids, repeat(0.0)))
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def numbers(features: Iterable[str]) -> list[int]:
    """The numbers of features, each once and in order: sums are the same on every machine."""
    return sorted({hashed(feature) for feature in features})


def hashed(feature: str) -> int:
    """The number of a feature, the same on every machine."""
    return crc32(feature.encode()) % SIZE
