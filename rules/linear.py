"""A linear model over named features: what each name speaks for, added up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
        ids = sorted({hashed(feature) for feature in features})
        total = self.bias + sum(self.weights.get(each, 0.0) for each in ids)
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def hashed(feature: str) -> int:
    """The number of a feature, the same on every machine."""
    return crc32(feature.encode()) % SIZE
