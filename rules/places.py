"""How many places a municipality must have, has, will have and has lost, in its own words.

Each number that may count places is weighed by small trained models, one a role and one a
category.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rules.judgement import Category, PlaceCount, PlaceRole
from rules.linear import LinearModel, side_by_side
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
    roles = roles_of(role_features(everything, context), models)
    told = [(each, of_it) for each, of_it in zip(everything, roles, strict=True) if of_it]
    categories = categories_of((category_features(each, context) for each, _ in told), models)
    for (each, of_it), category in zip(told, categories, strict=True):
        for role in of_it:
            stated = PlaceCount(category, role, each.number.value, statement(each.sentence))
            found.setdefault((category, role, stated.count), stated)
    return tuple(found.values())


def roles_of(
    features: Iterable[Iterable[str]], models: Mapping[str, LinearModel]
) -> Iterator[list[PlaceRole]]:
    """The roles of each number with these features; none where it counts no places."""
    for chances in side_by_side(*(models[role] for role in ROLES)).chances_of_all(features):
        best = max(chances)
        yield [
            role
            for role, chance in zip(ROLES, chances, strict=True)
            if chance >= STATED and (chance == best or chance >= ALSO)
        ]


def categories_of(
    features: Iterable[Iterable[str]], models: Mapping[str, LinearModel]
) -> list[Category]:
    """The likeliest category of each number with these features."""
    together = side_by_side(*(models[category] for category in CATEGORIES))
    return [
        CATEGORIES[chances.index(max(chances))] for chances in together.chances_of_all(features)
    ]
