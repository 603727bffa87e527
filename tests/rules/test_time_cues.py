"""Families of words around a time are told by what stands there, in whatever case."""

import pytest

from rules.time_cues import ACTORS, BOOK, FAMILIES, TENSES, actors, cues, tenses


@pytest.mark.parametrize("family", [*FAMILIES, *TENSES, *ACTORS], ids=lambda each: each.name)
def test_a_family_is_told_by_its_words_alone(family):
    assert family.name in BOOK.names_in(family.catches.lower())
    assert family.name not in BOOK.names_in(family.leaves.lower())


@pytest.mark.parametrize("text", ["ZIJN ER PLEKKEN?", "zijn er ple\u212aken?", "zijn\ner plekken?"])
def test_the_case_of_letters_tells_nothing(text):
    assert cues(text) == ["places", "ready", "places+ready"]


def test_tenses_and_actors_are_told_in_their_order():
    assert tenses("Wij hadden het gezegd, en het zal zo zijn.") == ["future", "past"]
    assert actors("Het COA en wij bouwen.") == ["we", "another"]
