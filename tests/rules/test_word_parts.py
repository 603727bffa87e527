"""Every part that a word holds is told, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.word_parts import FIGURE, WordParts


@given(st.lists(st.text("abc.", max_size=4), max_size=8), st.text("abc.", max_size=12))
def test_a_word_holds_the_parts_that_stand_in_it(parts, word):
    assert WordParts(parts).within(word) == {part for part in parts if part in word}


@pytest.mark.parametrize(
    ("word", "parts"), [("2027", {FIGURE}), ("\u0662\u0660", {FIGURE}), ("mei27", {FIGURE, "mei"})]
)
def test_figures_of_any_script_are_told(word, parts):
    assert WordParts([FIGURE, "mei"]).within(word) == parts


def test_what_is_looked_for_may_come_later():
    parts = WordParts(["raad"])
    assert parts.within("raadsbesluit") == {"raad"}
    parts.add("besluit")
    assert parts.within("raadsbesluit") == {"raad", "besluit"}
    assert WordParts(["raad"]).within("2027") == set()
