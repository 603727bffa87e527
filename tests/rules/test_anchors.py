"""A pattern that is sought only beside the words it needs finds what it always found."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.anchors import Anchored, AnchoredMany, needs_of
from rules.needed_words import NEEDED_WORDS, lowered
from rules.word_parts import FIGURE
from tests.rules.patterns import ALL, as_written


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_pattern_matches_holds_the_words_it_needs(name, data):
    each = ALL[name]
    matching = data.draw(st.from_regex(as_written(each)))
    assert each.pattern.search(matching)
    assert each.may_be_in(matching)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bgeen\b.{0,9}\b(?:datum|termijn\w*)", [{"geen"}, {"datum", "termijn"}]),
        (r"\b(?:uw|jullie)\s+brief", [{"brief"}, {"jullie", "uw"}]),
        (r"(?:af)?melden", [{"melden"}]),
        (r"(?:termijn)*(?:datum)?", []),
        (r"(?:geen|\w+)", []),
        (r"(?!geen)niet(?=ooit)", [{"niet"}]),
        (r"[vV]oor", [{"voor"}]),
        (r"vóór", []),
        (r"(?:week|weken)+", [{"week", "weken"}]),
        (r"(?>ge)\w+", [{"ge"}]),
        (r"\d{1,2}|[1-4]|mei", [{FIGURE, "mei"}]),
        (r"[\d.]+|mei", []),
        (r"20\d\d", [{"20"}, {FIGURE}]),
        (r"van\s+(?:mei|juni)|[a-z]+\s+zomer", [{"mei", "juni", "zomer"}]),
        (r"\d+\s*(?:%|euro)", [{FIGURE}, {"%", "euro"}]),
    ],
)
def test_needed_words_are_read_off_a_pattern(pattern, words):
    assert sorted(map(sorted, needs_of(pattern, re.IGNORECASE))) == sorted(map(sorted, words))


@pytest.mark.parametrize(
    "text", ["ſtad", "STAD", "ıBT", "İBT", "\u212aoffie"]
)  # the last: a Kelvin sign
def test_letters_that_patterns_hold_to_be_the_same_are(text):
    pattern = Anchored("stad|ibt|koffie", re.IGNORECASE)
    assert pattern.search(text)


def test_a_text_without_the_words_is_not_searched():
    pattern = Anchored(r"\bgeen\b.{0,99}\bdatum", re.IGNORECASE)
    assert pattern.search("Wij noemen geen datum.")
    assert not pattern.may_be_in("Wij noemen een datum.")
    assert not pattern.search("Een datum die geen is.")
    assert (pattern.findall("Datum"), list(pattern.finditer("Datum"))) == ([], [])


def test_lower_case_keeps_plain_text_as_it_is():
    assert lowered("Één Gemeente") == "één gemeente"


def test_what_is_known_of_a_text_is_not_asked_again():
    pattern = Anchored(r"\bmotie\b")
    many = AnchoredMany({"motion": pattern})
    text = "een motie"
    held = NEEDED_WORDS.held_in(text)
    assert pattern.search(text, held)
    assert pattern.findall(text, held) == ["motie"]
    assert many.names_in(text, held) == ["motion"]
    assert not pattern.search(text, 0)
    assert (pattern.findall(text, 0), many.names_in(text, 0)) == ([], [])
