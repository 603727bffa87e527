import pytest

from rules import phrases_others
from rules.phrasebook import FAMILIES, PHRASEBOOK

BOOKS = [(PHRASEBOOK, FAMILIES), (phrases_others.BOOK, phrases_others.FAMILIES)]
EACH = [pytest.param(book, each, id=each.name) for book, families in BOOKS for each in families]


@pytest.mark.parametrize(("book", "family"), EACH)
def test_a_family_catches_its_example_and_leaves_the_other(book, family):
    assert family.name in book.names_in(family.catches)
    assert family.name not in book.names_in(family.leaves)


@pytest.mark.parametrize("families", [families for _, families in BOOKS])
def test_each_family_has_a_name_of_its_own(families):
    names = [family.name for family in families]
    assert sorted(names) == sorted(set(names))
