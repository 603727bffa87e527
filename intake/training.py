"""Train the models from labelled mails; the same mails give the same bytes.

`python -m intake.training` reads every set under tests/corpus/data. The models of times and
kinds see how the model of statements scores mails of writers that it has not seen, as they will
in use.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, vstack
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from intake.labelled import Gold, Labelled, is_same, labelled_mails
from intake.models import COLUMNS, FOLDER, linear_json, load_statement_model
from intake.place_training import examples_of, fit_places
from intake.registry import default_registry, read_requests
from rules import kinds, linear, timeline
from rules.calendar import HOLIDAYS
from rules.deadlines import received_on
from rules.features import SIZE, Row, features_of
from rules.found import Found
from rules.judge import Judge, Models
from rules.judgement import SUBSTANTIVE, Element, Kind
from rules.language import blank_language
from rules.linear import LinearModel, hashed
from rules.links import Linker, municipalities_of
from rules.mail import Owner
from rules.sentences import Sentence
from rules.statements import NOTHING, Scores, chances_of

CORPUS = Path(__file__).parents[1] / "tests" / "corpus" / "data"
# Sets that are held back: the figures in docs and notes are measured on them.
HELD_BACK = frozenset({"t1", "t2", "w1", "w7"})
# Inverses of the penalty on weights, found by cross-validation over writers.
STRENGTH = 20.0
STEPS = 50
TIMELINE_STRENGTH = 0.5
KINDS_STRENGTH = 0.5
CONFIDENCE_STRENGTH = 0.3


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


def fit_linear(rows: Sequence[Sequence[str]], answers: Sequence[bool], c: float) -> LinearModel:
    """A linear model of named features; weights rounded so that every machine writes the same."""
    ids = [sorted({hashed(name) for name in row}) for row in rows]
    ends = np.cumsum([0, *(len(row) for row in ids)])
    features = csr_matrix(
        (np.ones(ends[-1]), np.concatenate(ids), ends), shape=(len(rows), linear.SIZE)
    )
    model = LogisticRegression(C=c, solver="liblinear", random_state=0, max_iter=500)
    model.fit(features, answers)
    weights = {
        number: round(float(weight), 4)
        for number, weight in enumerate(model.coef_[0])
        if abs(weight) > 5e-5
    }
    return LinearModel(weights, round(float(model.intercept_[0]), 4))


def fit_timeline(mails: Sequence[Labelled], scores: Sequence[Sequence[Scores]]) -> LinearModel:
    """Which expressions say when places will be there."""
    rows, answers = [], []
    for mail, scored in zip(mails, scores, strict=True):
        if not SUBSTANTIVE & set(mail.gold.kinds):
            continue
        day = received_on(mail.mail.received_at)
        gold = {(each.earliest, each.latest) for each in mail.gold.timeline}
        chances = [each.elements[Element.TIMELINE] for each in scored]
        for sentence, chance, found in timeline.candidates(mail.sentences, chances, day):
            is_evidence = any(
                is_same(each, sentence.text) for each in mail.gold.elements[Element.TIMELINE]
            )
            for each in found:
                is_gold = (each.earliest, each.latest) in gold
                if is_gold and not is_evidence:
                    continue  # the same day named elsewhere: neither right nor wrong
                rows.append(timeline.features(sentence, each, day, chance))
                answers.append(is_gold)
    return fit_linear(rows, answers, TIMELINE_STRENGTH)


def fit_kinds(
    mails: Sequence[Labelled], scores: Sequence[Sequence[Scores]], linker: Linker
) -> Mapping[Kind, LinearModel]:
    """What tells a notification from a reply."""
    chosen = [
        (mail, scored)
        for mail, scored in zip(mails, scores, strict=True)
        if SUBSTANTIVE & set(mail.gold.kinds)
    ]
    rows = [
        kinds.features(
            mail.mail, mail.sentences, chances_of(scored), linker.link(mail.mail, mail.sentences)
        )
        for mail, scored in chosen
    ]
    return {
        kind: fit_linear(rows, [kind in mail.gold.kinds for mail, _ in chosen], KINDS_STRENGTH)
        for kind in sorted(SUBSTANTIVE)
    }


def fit_confidence(
    mails: Sequence[Labelled], scores: Sequence[Sequence[Scores]], judge: Judge
) -> LinearModel:
    """How sure a judgement is: which ones were right of mails by writers not seen."""
    rows, answers = [], []
    for mail, scored in zip(mails, scores, strict=True):
        found = judge.find(mail.mail, mail.sentences, scored)
        rows.append(found.doubts)
        answers.append(is_right(mail.gold, found))
    return fit_linear(rows, answers, CONFIDENCE_STRENGTH)


def is_right(gold: Gold, found: Found) -> bool:
    """Whether kinds, links, missing elements and lateness are those of the labels."""
    municipalities = municipalities_of(found.kinds.kinds, found.links)
    return (
        set(gold.kinds) == found.kinds.kinds
        and set(gold.municipalities) == set(municipalities)
        and set(gold.references) == set(found.references)
        and (not SUBSTANTIVE & set(gold.kinds) or set(gold.missing) == found.missing)
        and (gold.late is None or gold.late == found.late)
    )


def training_sets() -> list[Path]:
    """The folders of labelled mails that may be learnt from."""
    folders = sorted(each.parent for each in CORPUS.glob("*/gold.jsonl"))
    return [each for each in folders if each.name not in HELD_BACK]


def train(folders: Sequence[Path], target: Path) -> None:
    """Learn from the sets and write the models."""
    mails = [mail for folder in folders for mail in labelled_mails(folder)]
    registry = default_registry()
    requests = read_requests(folders[0] / "requests.csv", registry.municipalities)
    linker = Linker(replace(registry, requests=requests))
    examples = [example(mail) for mail in mails]
    scores = scores_unseen(examples)
    save(fit(examples), target, examples)
    timeline_model = fit_timeline(mails, scores)
    place_models = fit_places(examples_of(mails, scores, linker))
    kind_models = fit_kinds(mails, scores, linker)
    models = Models(
        language=blank_language(),
        statements=load_statement_model(target),
        timeline=timeline_model,
        kinds=kind_models,
        places=place_models,
        confidence=LinearModel({}, 0.0),
    )
    sure = fit_confidence(mails, scores, Judge(models, linker, HOLIDAYS))
    written = {
        "timeline": {"availability": timeline_model},
        "places": place_models,
        "kinds": {kind.value: model for kind, model in kind_models.items()},
        "confidence": {"right": sure},
    }
    for name, linear_models in written.items():
        (target / f"{name}.json").write_text(linear_json(linear_models), encoding="utf-8")


if __name__ == "__main__":
    train(training_sets(), FOLDER)
