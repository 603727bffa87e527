"""Patterns that are held against the starts of words alone find what they find everywhere."""

import re
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.durations import DURATIONS, lengths_in
from rules.period_forms import KINDS, PERIOD
from rules.word_starts import AtStarts
from tests.rules.timed import SENTENCES

SHORT_OF = {
    "periods": (PERIOD.finditer, re.compile("|".join(KINDS), re.VERBOSE | re.IGNORECASE)),
    "durations": (lengths_in, re.compile("|".join(DURATIONS), re.IGNORECASE)),
}
AROUND = st.text(alphabet=" \u00a0x7_'’-/.,:|(½²éK\u017f\u212a", max_size=6)
SOON = 5.0  # seconds; in proportion to the square it takes minutes


def check_same(name, text):
    """Both ways find the same, of the same form, with the same parts."""
    short, long = SHORT_OF[name]
    found = [told(each) for each in short(text)]
    assert found == [told(each) for each in long.finditer(text)]


def told(match):
    parts = {name: each for name, each in match.groupdict().items() if each is not None}
    return match.span(), match.lastgroup, parts


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("name", SHORT_OF)
def test_they_find_the_same_in_sentences(name, text):
    check_same(name, text)


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.split(">")[0][4:])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_form_of_a_period_begins_where_a_word_does(kind, data):
    form = data.draw(st.from_regex(re.compile(kind, re.VERBOSE | re.I)))
    check_same("periods", data.draw(AROUND) + form + data.draw(AROUND))


@pytest.mark.parametrize("form", DURATIONS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_form_of_a_length_begins_where_a_word_or_a_cell_does(form, data):
    length = data.draw(st.from_regex(re.compile(form, re.I)))
    check_same("durations", data.draw(AROUND) + length + data.draw(AROUND))


def test_the_first_form_that_matches_is_taken_and_none_begins_within_it():
    sought = AtStarts([r"(?P<two>mei juni)", r"(?P<one>mei|juni)"])
    text = "mei juni juni"
    found = [each.lastgroup for each in sought.finditer(text)]
    assert found == ["two", "one"]


def test_a_pattern_that_may_begin_anywhere_is_refused():
    with pytest.raises(ValueError, match="begins with anything: x"):
        AtStarts(["x?"])


@pytest.mark.parametrize("text", ["1" * 400_000, "1 " * 100_000, "het " * 100_000, "'2" * 200_000])
def test_a_long_text_takes_no_time_by_the_square(text):
    begin = process_time()
    for sought, _ in SHORT_OF.values():
        list(sought(text))
    assert process_time() - begin < SOON
