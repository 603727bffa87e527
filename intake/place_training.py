"""Train the models that tell what a number of places stands for.

The labels name the numbers of a mail, not where they stand. Where a mail holds a number more
than once, the models themselves tell which one is meant: each round asks those that have seen
no mail of its writer.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from intake.labelled import GoldPlaces
from intake.linear_training import Flags, Floats, linear_model, matrix, regression
from intake.scored import Scored
from rules.judgement import Category, PlaceRole
from rules.linear import LinearModel
from rules.place_candidates import candidates
from rules.place_features import category_features, context_of, role_features

STRENGTH = 0.25  # inverse of the penalty on weights, found by cross-validation over writers
ROUNDS = 3
FOLDS = 6  # groups of writers, each told by models that have seen none of them
AGREES = 0.4  # chance from which a further place of a labelled number is one too
UNTOLD = 0.1  # from which it is left out of training
# How dear weights are, by the first word of a feature's name: single words tell most of one
# writer, the ministry's letter holds for all.
SCALE = {
    "asked": 2.5,
    "lead": 2.0,
    "zero": 2.0,
    "word": 0.5,
    "book": 0.5,
    "row": 0.5,
    "last": 0.5,
    "next": 0.5,
}
ROLES = tuple(PlaceRole)


@dataclass(frozen=True, slots=True)
class Example:
    """One number of a labelled mail."""

    mail: int  # which one
    writer: str
    value: int
    gold: tuple[GoldPlaces, ...]  # the labels of that number
    for_role: tuple[str, ...]
    for_category: tuple[str, ...]


def examples_of(mails: Sequence[Scored]) -> list[Example]:
    """The numbers of mails of substance."""
    found = []
    for number, mail in enumerate(mails):
        numbers = candidates(mail.labelled.sentences, mail.scores, mail.day)
        context = context_of(numbers, mail.requests)
        places = mail.labelled.gold.places
        found += [
            Example(
                mail=number,
                writer=mail.labelled.writer,
                value=each.number.value,
                gold=tuple(gold for gold in places if gold.count == each.number.value),
                for_role=tuple(for_role),
                for_category=tuple(category_features(each, context)),
            )
            for each, for_role in zip(numbers, role_features(numbers, context), strict=True)
        ]
    return found


def fit_places(examples: Sequence[Example]) -> dict[str, LinearModel]:
    """The models of all roles and categories, by value."""
    rows = [each.for_role for each in examples]
    labels, used = assigned(examples, matrix(rows, SCALE))
    # Once more as if no letter were known, so that the words alone suffice where none is.
    unasked = [tuple(name for name in row if not name.startswith("asked ")) for row in rows]
    features = matrix([*rows, *unasked], SCALE)
    models = {}
    for column, role in enumerate(ROLES):
        use, answers = np.tile(used[:, column], 2), np.tile(labels[:, column], 2)
        models[role.value] = linear_model(features[use], answers[use], STRENGTH)
    return models | fit_categories(examples, labels)


def fit_categories(examples: Sequence[Example], labels: Flags) -> dict[str, LinearModel]:
    """The models of categories, from the numbers that have a role."""
    categories = [
        category_in(each) if roles.any() else None
        for each, roles in zip(examples, labels, strict=True)
    ]
    told = [at for at, category in enumerate(categories) if category is not None]
    features = matrix([examples[at].for_category for at in told])
    return {
        category.value: linear_model(
            features, np.array([categories[at] is category for at in told]), STRENGTH
        )
        for category in Category
    }


def category_in(each: Example) -> Category | None:
    """A number's category; where its value has several, the one named nearest, if any."""
    labelled = {gold.category for gold in each.gold}
    if len(labelled) > 1:
        labelled = {one for one in labelled if f"first {one}" in each.for_category}
    return labelled.pop() if len(labelled) == 1 else None


def assigned(examples: Sequence[Example], features: csr_matrix) -> tuple[Flags, Flags]:
    """For each number which roles it has, and for which it is used in training."""
    labels = np.array([[any(g.role is role for g in e.gold) for role in ROLES] for e in examples])
    used = np.ones(labels.shape, dtype=np.bool_)
    for _ in range(ROUNDS - 1):
        chances = chances_unseen(examples, features, labels, used)
        labels, used = picked(examples, chances)
    return labels, used


def chances_unseen(
    examples: Sequence[Example], features: csr_matrix, labels: Flags, used: Flags
) -> Floats:
    """For each number the chance of each role, by models that have not seen its writer."""
    writers = np.array([each.writer for each in examples])
    groups = sorted(set(writers))
    chances = np.zeros(labels.shape)
    for fold in range(min(FOLDS, len(groups))):
        held = np.isin(writers, groups[fold::FOLDS])
        for column in range(len(ROLES)):
            seen = ~held & used[:, column]
            model = regression(features[seen], labels[seen, column], STRENGTH)
            chances[held, column] = model.predict_proba(features[held])[:, 1]
    return chances


def picked(examples: Sequence[Example], chances: Floats) -> tuple[Flags, Flags]:
    """The likeliest place of each label; others that look alike have the same role."""
    labels = np.zeros(chances.shape, dtype=np.bool_)
    used = np.ones(chances.shape, dtype=np.bool_)
    same: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, each in enumerate(examples):
        same[each.mail, each.value].append(number)
    for numbers in same.values():
        columns = sorted({ROLES.index(gold.role) for gold in examples[numbers[0]].gold})
        if columns:
            pick(numbers, columns, chances, labels, used)
    return labels, used


def pick(
    numbers: Sequence[int], columns: Sequence[int], chances: Floats, labels: Flags, used: Flags
) -> None:
    """Share the roles of one value out over the places where it stands."""
    free, open_roles = set(numbers), set(columns)
    while free and open_roles:
        number, column = max(
            ((n, c) for n in sorted(free) for c in sorted(open_roles)), key=lambda at: chances[at]
        )
        labels[number, column] = True
        free.discard(number)
        open_roles.discard(column)
    for column in open_roles:  # more roles than places: one has several
        labels[max(numbers, key=lambda n: chances[n, column]), column] = True
    for number in free:
        column = max(columns, key=lambda c: chances[number, c])
        if chances[number, column] >= AGREES:
            labels[number, column] = True
        elif chances[number, column] >= UNTOLD:
            used[number, column] = False
