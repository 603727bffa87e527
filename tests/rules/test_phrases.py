import pytest

from rules.phrasebook import FAMILIES, PHRASEBOOK


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_catches_its_example_and_leaves_the_other(family):
    assert family.name in PHRASEBOOK.names_in(family.catches)
    assert family.name not in PHRASEBOOK.names_in(family.leaves)


def test_each_family_has_a_name_of_its_own():
    names = [family.name for family in FAMILIES]
    assert sorted(names) == sorted(set(names))
