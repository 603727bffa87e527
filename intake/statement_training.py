"""Train the model that tells what each sentence states."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from scipy.special import expit

from intake.labelled import Labelled, is_same
from intake.models import COLUMNS
from rules.features import SIZE, Row, features_of
from rules.judgement import Element
from rules.mail import Owner
from rules.sentences import Sentence
from rules.statements import NOTHING, Scores

STRENGTH = 20.0  # inverse of the penalty on weights, found by cross-validation over writers
STEPS = 50  # of L-BFGS at the most


@dataclass(frozen=True, slots=True)
class Example:
    """The sender's sentences of a mail, and what each states: a row of COLUMNS."""

    labelled: Labelled
    sentences: tuple[Sentence, ...]
    features: csr_matrix
    labels: NDArray[np.bool_]

    @property
    def writer(self) -> str:
        return self.labelled.writer


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained linear model: one row a feature that training has seen."""

    ids: NDArray[np.uint32]
    values: NDArray[np.float16]
    bias: NDArray[np.float32]


def fit(examples: Sequence[Example]) -> Weights:
    """The weights that tell the labels of the examples best apart: logistic regressions.

    All columns are fitted at once by L-BFGS; the penalty is the square of the weights.
    """
    features = vstack([each.features for each in examples], format="csr")
    labels = np.concatenate([each.labels for each in examples]).astype(np.float32)
    seen = np.unique(features.indices)
    small = features[:, seen]
    shape = (len(seen) + 1, len(COLUMNS))  # the last row is the bias
    back = small.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape).astype(np.float32)
        totals = small @ weights[:-1] + weights[-1]
        errors = expit(totals) - labels
        cost = (np.logaddexp(0, totals) - labels * totals).sum(dtype=np.float64)
        slope = np.vstack([back @ errors, errors.sum(axis=0)])
        penalty = 0.5 * np.square(flat).sum()
        return STRENGTH * cost + penalty, (STRENGTH * slope + weights).ravel().astype(np.float64)

    start = np.zeros(shape[0] * shape[1])
    options = {"maxiter": STEPS, "maxcor": 6}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    weights = found.x.reshape(shape)
    return Weights(
        seen.astype(np.uint32), weights[:-1].astype(np.float16), weights[-1].astype(np.float32)
    )


def matrix(rows: Sequence[Row]) -> csr_matrix:
    """The rows as one sparse matrix."""
    ends = np.cumsum([0, *(len(row.ids) for row in rows)])
    values = [np.zeros(0, dtype=np.float32), *(row.values for row in rows)]
    ids = [np.zeros(0, dtype=np.uint32), *(row.ids for row in rows)]
    result = csr_matrix(
        (np.concatenate(values), np.concatenate(ids).astype(np.int32), ends),
        shape=(len(rows), SIZE),
    )
    result.sum_duplicates()
    return result


def save(weights: Weights, folder: Path, examples: Sequence[Example]) -> None:
    """Write the model and its card; arrays alone, so that loading runs no code."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "statements.npz", ids=weights.ids, values=weights.values, bias=weights.bias
    )
    card = {
        "size": SIZE,
        "columns": COLUMNS,
        "mails": len(examples),
        "sentences": sum(len(example.sentences) for example in examples),
        "writers": sorted({example.writer for example in examples}),
    }
    (folder / "statements.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def example(labelled: Labelled) -> Example:
    """The sender's sentences of a labelled mail, each with what it states."""
    own = tuple(each for each in labelled.sentences if each.owner is Owner.SENDER)
    labels = np.zeros((len(own), len(COLUMNS)), dtype=np.bool_)
    for column, element in enumerate(Element):
        for evidence in labelled.gold.elements[element]:
            for row, sentence in enumerate(own):
                labels[row, column] |= is_same(evidence, sentence.text)
    if labelled.gold.claims_met:
        labels[:, -1] = labels[:, list(Element).index(Element.CURRENT_STATE)]
    return Example(labelled, own, matrix(features_of(own)), labels)


def scores_unseen(examples: Sequence[Example]) -> list[list[Scores]]:
    """For each mail the scores of a model that has seen no mail of its writer."""
    found: dict[int, list[Scores]] = {}
    for writer in sorted({each.writer for each in examples}):
        weights = fit([each for each in examples if each.writer != writer])
        for number, each in enumerate(examples):
            if each.writer == writer:
                found[number] = scores_of(each, weights)
    return [found[number] for number in range(len(examples))]


def scores_of(each: Example, weights: Weights) -> list[Scores]:
    """The scores of a mail's sentences, as `StatementModel.score` gives them."""
    known = each.features[:, weights.ids.astype(np.int32)]
    chances = expit(known @ weights.values.astype(np.float32) + weights.bias)
    own = iter(
        [
            Scores(dict(zip(Element, map(float, row), strict=False)), float(row[-1]))
            for row in chances
        ]
    )
    return [
        next(own) if sentence.owner is Owner.SENDER else NOTHING
        for sentence in each.labelled.sentences
    ]
