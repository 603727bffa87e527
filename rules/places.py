"""How many places a municipality must have, has, will have and has lost, in its own words.

Each number that may count places is weighed by small trained models, one a role and one a
category.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rules.judgement import Category, PlaceCount, PlaceRole
from rules.linear import LinearModel, LinearModels, side_by_side
from rules.place_candidates import candidates
from rules.place_features import category_features, context_of, role_features
from rules.registry import Request
from rules.sentences import Sentence, statement
from rules.statements import Scores

ROLES, CATEGORIES = tuple(PlaceRole), tuple(Category)
STATED = 0.4  # chance from which a number has the role that is its likeliest
ALSO = 0.9  # from which it has another role besides: both in "de 36 van onze taak zijn er"


def places_of(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    received_on: date,
    requests: Sequence[Request],
    models: Mapping[str, LinearModel],
) -> tuple[PlaceCount, ...]:
    """The numbers of places that the sender states, in order of text, each once.

    scores: of each sentence; requests: the ministry's letters that the mail may answer, none
    where none is known; models: one for each role and each category, by its value.
    """
    found: dict[tuple[Category, PlaceRole, int], PlaceCount] = {}
    everything = candidates(sentences, scores, received_on)
    context = context_of(everything, requests)
    of_roles = side_by_side(*(models[role] for role in ROLES))
    of_categories = side_by_side(*(models[category] for category in CATEGORIES))
    for each in everything:
        roles = roles_of(role_features(each, context), of_roles)
        if not roles:
            continue
        category = category_of(category_features(each, context), of_categories)
        for role in roles:
            stated = PlaceCount(category, role, each.count.value, statement(each.sentence))
            found.setdefault((category, role, stated.count), stated)
    return tuple(found.values())


def roles_of(names: Iterable[str], models: LinearModels) -> list[PlaceRole]:
    """The roles of a number with these features; none where it counts no places."""
    chances = models.chances(names)
    best = max(chances)
    return [
        role
        for role, chance in zip(ROLES, chances, strict=True)
        if chance >= STATED and (chance == best or chance >= ALSO)
    ]


def category_of(names: Iterable[str], models: LinearModels) -> Category:
    """The likeliest category of a number with these features."""
    chances = models.chances(names)
    return CATEGORIES[chances.index(max(chances))]
