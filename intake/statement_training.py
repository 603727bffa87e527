"""Train the model that tells what each sentence states."""

import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from scipy.special import expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from intake.models import ARRAYS
from intake.statement_examples import Example
from rules.features import SIZE
from rules.mail import Owner
from rules.network import SIZE as NETWORK_SIZE
from rules.statements import COLUMNS, NOTHING, Scores, scores_in

STRENGTH = 20.0  # inverse of the penalty on weights, found by cross-validation over writers
STEPS = 50  # of L-BFGS at the most
# Of the network: units, penalty, rounds over all sentences, sentences a step, size of a step.
UNITS = 48
ALPHA = 1e-4
ROUNDS = 12
BATCH = 128
RATE = 1e-3
FOLDS = 6  # groups of writers of mails, each scored by a model that has seen none of them

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trained:
    """A linear model, one row a feature that training has seen, and a network beside it."""

    ids: NDArray[np.uint32]
    values: Floats
    bias: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats

    def chances(self, features: csr_matrix) -> NDArray[np.float64]:
        """For each row the chances of COLUMNS, as `StatementModel` gives them."""
        linear = features[:, self.ids.astype(np.int32)] @ self.values + self.bias
        units = np.maximum(folded(features) @ self.hidden + self.hidden_bias, 0)
        result: NDArray[np.float64] = expit(
            (linear + units @ self.output + self.output_bias).astype(np.float64) / 2
        )
        return result


def fit(examples: Sequence[Example]) -> Trained:
    """What tells the labels of the examples best apart."""
    features = vstack([each.features for each in examples], format="csr")
    labels = np.concatenate([each.labels for each in examples]).astype(np.float32)
    weights = np.concatenate([np.full(len(each.labels), each.weight) for each in examples])
    seen, linear = fit_linear(features, labels, weights.astype(np.float32))
    network = MLPClassifier(
        (UNITS,),
        alpha=ALPHA,
        batch_size=BATCH,
        learning_rate_init=RATE,
        max_iter=ROUNDS,
        tol=0.0,
        n_iter_no_change=ROUNDS + 1,
        random_state=0,
    )
    with threadpool_limits(1), warnings.catch_warnings():  # several add up in another order
        # So many rounds are wanted and no more: later ones learn the writers by heart.
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(folded(features), labels.astype(int))
    hidden, output = (rounded(each) for each in network.coefs_)
    hidden_bias, output_bias = (each.astype(np.float32) for each in network.intercepts_)
    return Trained(seen, rounded(linear[:-1]), linear[-1], hidden, hidden_bias, output, output_bias)


def rounded(weights: NDArray[np.floating]) -> Floats:
    """Weights as they are kept: in half precision, which halves the model's size."""
    return weights.astype(np.float16).astype(np.float32)


def folded(features: csr_matrix) -> csr_matrix:
    """The features as the network knows them; those that fall together add up."""
    shape = (features.shape[0], NETWORK_SIZE)
    ids = features.indices % NETWORK_SIZE
    result = csr_matrix((features.data, ids, features.indptr), shape=shape, copy=True)
    result.sum_duplicates()
    return result.astype(np.float32)


def fit_linear(
    features: csr_matrix, labels: Floats, weights: Floats
) -> tuple[NDArray[np.uint32], Floats]:
    """Logistic regressions: the features that were seen, and a row for each and for the bias.

    All columns are fitted at once by L-BFGS; the penalty is the square of the weights.
    """
    seen = np.unique(features.indices)
    small = features[:, seen]
    shape = (len(seen) + 1, len(COLUMNS))  # the last row is the bias
    back = small.T.tocsr()
    counts = weights[:, np.newaxis]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        rows = flat.reshape(shape).astype(np.float32)
        totals = small @ rows[:-1] + rows[-1]
        errors = (expit(totals) - labels) * counts
        cost = ((np.logaddexp(0, totals) - labels * totals) * counts).sum(dtype=np.float64)
        slope = np.vstack([back @ errors, errors.sum(axis=0)])
        penalty = 0.5 * np.square(flat).sum()
        return STRENGTH * cost + penalty, (STRENGTH * slope + rows).ravel().astype(np.float64)

    start = np.zeros(shape[0] * shape[1])
    options = {"maxiter": STEPS, "maxcor": 6}
    with threadpool_limits(1):
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return seen.astype(np.uint32), found.x.reshape(shape).astype(np.float32)


def save(trained: Trained, folder: Path, examples: Sequence[Example]) -> None:
    """Write the model and its card; arrays alone, so that loading runs no code."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: getattr(trained, name).astype(np.float16) for name in ARRAYS}
    np.savez_compressed(folder / "statements.npz", ids=trained.ids, **arrays)
    card = {
        "size": [SIZE, NETWORK_SIZE],
        "columns": COLUMNS,
        "texts": len(examples),
        "sentences": sum(len(example.labels) for example in examples),
        "writers": sorted({example.writer for example in examples}),
    }
    (folder / "statements.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def scores_unseen(
    examples: Sequence[Example], further: Sequence[Example], folds: int
) -> list[list[Scores]]:
    """For each example the scores of a model that has seen nothing of its writer.

    further: what is learnt from besides, by other writers; folds: groups of writers, of which
    each is scored by a model that has seen none of them.
    """
    writers = sorted({each.writer for each in examples})
    found: dict[int, list[Scores]] = {}
    for fold in track(range(folds), "Scoring unseen writers"):
        unseen = set(writers[fold::folds])
        trained = fit([*(each for each in examples if each.writer not in unseen), *further])
        for number, each in enumerate(examples):
            if each.writer in unseen:
                found[number] = scores_of(each, trained)
    return [found[number] for number in range(len(examples))]


def scores_of(each: Example, trained: Trained) -> list[Scores]:
    """The scores of its sentences, as `StatementModel.score` gives them."""
    own = iter(
        [scores_in([float(chance) for chance in row]) for row in trained.chances(each.features)]
    )
    return [next(own) if sentence.owner is Owner.SENDER else NOTHING for sentence in each.sentences]
