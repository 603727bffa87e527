from random import Random

from rules.linear import SIZE, LinearModel, side_by_side

RANDOM = Random(8)
MODELS = [
    LinearModel({number: round(RANDOM.uniform(-2, 2), 4) for number in range(0, SIZE, step)}, 0.5)
    for step in (1, 2, 3)
]
THINGS = [[f"word {RANDOM.randrange(999)}" for _ in range(count)] for count in (60, 0, 1, 200)]


def test_models_side_by_side_tell_what_each_of_them_tells_alone():
    together = side_by_side(*MODELS)
    alone = [[model.chance(features) for model in MODELS] for features in THINGS]
    assert together.chances_of_all(THINGS) == alone
    assert [together.chances(features) for features in THINGS] == alone


def test_of_no_things_nothing_is_told():
    assert side_by_side(*MODELS).chances_of_all([]) == []
