"""Train linear models of named features; the same rows give the same weights everywhere."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from rules import linear
from rules.linear import LinearModel, hashed

UNSCALED: Mapping[str, float] = {}

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def matrix(rows: Sequence[Sequence[str]], scale: Mapping[str, float] = UNSCALED) -> csr_matrix:
    """The rows of named features as one sparse matrix; all features of one number scale alike.

    scale: how much a feature counts, by the first word of its name; 1 where it is not named.
    """
    scales = np.zeros(linear.SIZE)
    ids = []
    for row in rows:
        for name in row:
            number = hashed(name)
            scales[number] = max(scales[number], scale.get(name.partition(" ")[0], 1.0))
        ids.append(sorted({hashed(name) for name in row}))
    ends = np.cumsum([0, *(len(row) for row in ids)])
    columns = np.concatenate(ids)
    return csr_matrix((scales[columns], columns, ends), shape=(len(rows), linear.SIZE))


def regression(features: csr_matrix, answers: Flags, strength: float) -> LogisticRegression:
    """What tells the rows apart by answer; strength: inverse of the penalty on weights."""
    model = LogisticRegression(C=strength, solver="liblinear", random_state=0, max_iter=500)
    return model.fit(features, answers)


def linear_model(features: csr_matrix, answers: Flags, strength: float) -> LinearModel:
    """A model whose features count as 1 each: their scale goes into the weights.

    Weights are rounded, so that every machine writes the same.
    """
    model = regression(features, answers, strength)
    scales = features.max(axis=0).toarray()[0]
    weights = {
        number: round(float(weight), 4)
        for number, weight in enumerate(model.coef_[0] * scales)
        if abs(weight) > 5e-5
    }
    return LinearModel(weights, round(float(model.intercept_[0]), 4))
