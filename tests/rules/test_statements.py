"""What a mail states is told from what its sentences do."""

from rules.judgement import Element
from rules.statements import NOTHING, chances_of, scores_in

FIRST = scores_in([0.1, 0.9, 0.2, 0.0, 0.5, 0.3, 0.7, 0.6])
SECOND = scores_in([0.4, 0.2, 0.2, 0.1, 0.0, 0.8, 0.1, 0.1])


def test_a_mail_states_an_element_as_surely_as_its_surest_sentence():
    expected = dict(zip(Element, [0.4, 0.9, 0.2, 0.1, 0.5, 0.8], strict=True))
    assert chances_of([FIRST, NOTHING, SECOND]) == expected


def test_a_mail_without_sentences_states_nothing():
    assert chances_of([]) == dict.fromkeys(Element, 0.0)
