"""What is sought by the letters that it begins with is found where it was."""

import re

import pytest

from rules.leading_letters import by_letters


@pytest.mark.parametrize(
    ("pattern", "flags", "led"),
    [
        pytest.param(
            r"\b(?:of|en|er)\b",
            0,
            r"(?-i:[oe])(?<=\b\w)(?:(?<=o)(?:f)|(?<=e)(?:n|r))\b",
            id="words",
        ),
        pytest.param(
            r"\b(?:A|b)", re.I, r"(?-i:[abAB])(?<=\b\w)(?:(?<=a)(?:)|(?<=b)(?:))", id="case"
        ),
        pytest.param(r"\b(?:a[|)]|a\|)", 0, r"(?-i:[a])(?<=\b\w)(?:(?<=a)(?:[|)]|\|))", id="marks"),
    ],
)
def test_words_are_sought_by_their_first_letters(pattern, flags, led):
    assert by_letters(pattern, flags) == led


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(?:a|b)", id="not at the edge of a word"),
        pytest.param(r"\b(?:a|b)?c", id="may be left out"),
        pytest.param(r"\b(?:a?b|c)", id="a letter may be"),
        pytest.param(r"\b(?:\w+a|b)", id="no letter"),
        pytest.param(r"\b(?:a|b)c|d", id="another beginning"),
        pytest.param(r"\b(?:a(b)|c)", id="what is asked for by its number"),
    ],
)
def test_what_begins_otherwise_is_left_as_it_is(pattern):
    assert by_letters(pattern, 0) is None


@pytest.mark.parametrize("text", ["KIS", "\u212ais", "k\u0131s", "k\u0130\u017f", "akis", "kis"])
def test_letters_are_the_same_that_they_are_elsewhere(text):
    pattern = r"\b(?:kis|is|s)"
    for part in (text, text[1:], text[2:]):
        led, plain = (re.search(each, part, re.I) for each in (by_letters(pattern, re.I), pattern))
        assert (led and led.span()) == (plain and plain.span())
