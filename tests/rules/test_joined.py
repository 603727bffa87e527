"""Sentences as one text."""

import pytest

from rules.anchors import Anchored
from rules.joined import joined
from rules.mail import Layout, Owner
from rules.sentences import Sentence

TEXTS = ("Wij vragen\nuitstel.", "Dank.", "Geen uitstel nodig?")
# Made before any text is asked for the words that they need, as all patterns are.
OVER_A_LINE, NOWHERE = Anchored(r"\bvragen uitstel\b"), Anchored(r"\bberoep\b")
OF_TWO, OF_THREE = Anchored(r"\bDank\b"), Anchored(r"\bnodig\b")
OF_NO_ONE = Anchored(r"\bDank\b.*\bnodig\b")  # its words stand in two sentences


def sentence(text):
    return Sentence(text, "body", 0, len(text), Owner.SENDER, Layout.PROSE, "", "", 0, "")


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ([OVER_A_LINE], [0]),
        ([OF_TWO, OF_THREE, NOWHERE], [1, 2]),
        ([NOWHERE], []),
        ([OF_NO_ONE], []),
    ],
)
def test_only_sentences_that_hold_a_pattern_are_told(patterns, expected):
    sentences = [sentence(text) for text in TEXTS]
    own = joined(sentences)
    assert own.text == "Wij vragen uitstel. Dank. Geen uitstel nodig?"
    assert own.that_hold(*patterns) == [sentences[number] for number in expected]
