"""A small neural network over hashed features: one hidden layer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rules.features import Row, rows_of

SIZE = 1 << 16  # features are folded to numbers below this
FOLD = np.uint32(SIZE)


@dataclass(frozen=True, slots=True)
class Network:
    """Weights of a layer of rectified units and of the outputs that read it."""

    hidden: NDArray[np.float32]  # SIZE x units
    hidden_bias: NDArray[np.float32]
    output: NDArray[np.float32]  # units x outputs
    output_bias: NDArray[np.float32]

    def logits(self, row: Row) -> NDArray[np.float32]:
        """For each output the logarithm of its odds."""
        units = row.values @ rows_of(self.hidden, row.ids % FOLD) + self.hidden_bias
        result: NDArray[np.float32] = np.maximum(units, 0) @ self.output + self.output_bias
        return result
