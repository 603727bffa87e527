"""A small neural network over hashed features: one hidden layer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIZE = 1 << 16  # features are folded to numbers below this


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of a layer of rectified units and of the outputs that read it."""

    hidden: NDArray[np.float32]  # SIZE x units
    hidden_bias: NDArray[np.float32]
    output: NDArray[np.float32]  # units x outputs
    output_bias: NDArray[np.float32]

    def logits(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each output the logarithm of its odds; sums: of weights, a row a sentence."""
        units = np.maximum(sums + self.hidden_bias, 0)
        result: NDArray[np.float32] = units @ self.output + self.output_bias
        return result
