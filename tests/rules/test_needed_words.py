"""The words that patterns cannot do without are found wherever they stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.needed_words import MOST_CHARS, NeededWords
from rules.word_parts import FIGURE

WORDS = st.frozensets(st.text("abc .", min_size=1, max_size=15), min_size=1, max_size=4)


@given(st.lists(WORDS, max_size=4), st.text("abcABC .\n", max_size=60))
def test_no_word_of_a_text_is_missed(sets, text):
    needed = NeededWords()
    held = needed.held_in(text)
    for words in sets:
        bit = needed.bits_of([words])
        if any(word in text.lower() for word in words):
            assert needed.held_in(text) & bit
    assert held == 0  # nothing was asked for yet, and what was found then is not kept


@pytest.mark.parametrize("text", ["Het college besluit.", "Het collegebesluit. " * MOST_CHARS])
def test_sets_are_told_apart(text):
    needed = NeededWords()
    college, council = (
        needed.bits_of([frozenset({"college"})]),
        needed.bits_of([frozenset({"raad"})]),
    )
    assert needed.held_in(text) == college
    assert college & council == 0
    assert needed.bits_of([frozenset({"college"}), frozenset({"raad"})]) == college | council


def test_of_several_words_a_part_will_do():
    needed = NeededWords()
    bit = needed.bits_of([frozenset({"niet op dit"})])
    assert needed.held_in("Antwoord niet op dit bericht.") == bit
    assert needed.held_in("Antwoord gerust.") == 0


@pytest.mark.parametrize(
    ("text", "holds"), [("In 2027.", 1), ("In \u0662\u0660.", 1), ("In mei.", 0)]
)
def test_figures_of_any_script_are_told(text, holds):
    needed = NeededWords()
    assert needed.bits_of([frozenset({FIGURE})]) == 1
    assert needed.held_in(text) == holds


def test_what_some_texts_hold_together_is_what_they_hold_as_one():
    needed = NeededWords()
    needed.bits_of(map(frozenset, (["raad"], ["college"], ["motie"])))
    texts = ["De raad", "en het college."]
    assert needed.held_in_all(texts) == needed.held_in(" ".join(texts)) == 0b011
