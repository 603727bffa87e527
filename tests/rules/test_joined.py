"""Sentences as one text."""

from rules.anchors import Anchored
from rules.joined import joined
from rules.mail import Layout, Owner
from rules.sentences import Sentence


def sentence(text):
    return Sentence(text, "body", 0, len(text), Owner.SENDER, Layout.PROSE, "", "", 0, "")


def test_only_sentences_that_hold_a_pattern_are_told():
    first, second, third = map(sentence, ("Wij vragen\nuitstel.", "Dank.", "Geen uitstel nodig?"))
    own = joined([first, second, third])
    assert own.text == "Wij vragen uitstel. Dank. Geen uitstel nodig?"
    assert own.that_hold(Anchored(r"\bvragen uitstel\b")) == [first]
    assert own.that_hold(Anchored(r"\bDank\b"), Anchored(r"\bnodig\b")) == [second, third]
    assert own.that_hold(Anchored(r"\bberoep\b")) == []
    # Each word stands in the mail, but no sentence holds both.
    assert own.that_hold(Anchored(r"\bDank\b.*\bnodig\b")) == []
