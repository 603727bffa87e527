"""Train the models that tell which elements a mail states."""

import json
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from intake.scored import Scored
from rules.calendar import HOLIDAYS
from rules.judge import Judge, Models
from rules.judgement import Element
from rules.presence import DECIDED, PresenceModel, values_of

STRENGTH = 0.5  # inverse of the penalty on weights of values with a spread of 1
STEPS = 500  # at the most


def fit_presence(mails: Sequence[Scored], models: Models) -> Mapping[Element, PresenceModel]:
    """What tells which elements a mail states; models: with those that these build on."""
    said = [
        Judge(models, mail.linker, HOLIDAYS)
        .known(mail.labelled.mail, mail.labelled.sentences, mail.tell_scores)
        .said
        for mail in mails
    ]
    return {
        element: fit_one(
            [values_of(each, element) for each in said],
            [bool(mail.labelled.gold.elements.get(element)) for mail in mails],
        )
        for element in DECIDED
    }


def fit_one(rows: Sequence[Mapping[str, float]], answers: Sequence[bool]) -> PresenceModel:
    """The model of one element. Weights are rounded, so that every machine writes the same."""
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    middle, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=STEPS, tol=1e-8)
    model.fit((values - middle) / spread, np.array(answers))
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - weights @ middle)
    rounded = {name: round(float(each), 4) for name, each in zip(names, weights, strict=True)}
    return PresenceModel(rounded, round(bias, 4))


def presence_json(models: Mapping[Element, PresenceModel]) -> str:
    """The models as they are kept, by element."""
    content = {
        element.value: {"weights": dict(model.weights), "bias": model.bias}
        for element, model in models.items()
    }
    return json.dumps(content, indent=2) + "\n"
