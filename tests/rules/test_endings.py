"""A pattern that is sought only where a text ends as it can finds what it always found."""

import importlib
import pkgutil
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rules
from rules.durations import LENGTH, NAMES_UNIT
from rules.endings import EndingIn, ends_of, small
from rules.later import COUNTS_FROM, LATER, SINCE
from tests.rules.timed import SENTENCES

ALL = {
    f"{module.name} {name}": each
    for module in pkgutil.iter_modules(rules.__path__, "rules.")
    for name, each in vars(importlib.import_module(module.name)).items()
    if isinstance(each, EndingIn)
}
BEHIND = ("", " ", "  ", "\n", " \n", "x", " x", "x ", " van ", " op  ")


def as_written(each):
    """The pattern as it is without what hastens it."""
    return re.compile(each.written, re.IGNORECASE)


def span(match):
    return match and match.span()


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_pattern_matches_it_still_matches(name, data):
    each = ALL[name]
    text = data.draw(st.text(max_size=3)) + data.draw(st.from_regex(as_written(each)))
    for behind in BEHIND:
        assert span(each.search(text + behind)) == span(as_written(each).search(text + behind))


@pytest.mark.parametrize("name", ALL)
def test_it_finds_the_same_at_each_place_of_sentences(name):
    each = ALL[name]
    for text in SENTENCES:
        for end in range(len(text) + 1):
            assert span(each.search(text[:end])) == span(as_written(each).search(text[:end]))


@pytest.mark.parametrize(
    ("pattern", "ends"),
    [
        pytest.param(r"\bop$", ["po"], id="the last letter first"),
        pytest.param(r"\b(?:sinds|van)\s+$", [" nav", " sdn"], id="of each choice"),
        pytest.param(r"\buit\s+(?:de\s+)?$", [" ed ", " tiu"], id="with what may be left out"),
        pytest.param(r"\bvan(?!af)\s?$", [" nav", "nav"], id="without what is not to follow"),
    ],
)
def test_what_a_pattern_may_end_with_is_read_off_it(pattern, ends):
    told = {"".join(each).replace(r"[\s]", " ") for each in ends_of(pattern)}
    assert sorted(told) == ends


@pytest.mark.parametrize("pattern", [r"\bvan\b.*$", r"\bvan$|$", r"van\s+(?:\w+\s+)?(?-i:A)?$"])
def test_a_pattern_that_may_end_with_anything_is_refused(pattern):
    with pytest.raises(ValueError, match="ends with anything"):
        EndingIn(pattern)


def test_a_pattern_that_may_match_before_the_end_is_refused():
    with pytest.raises(ValueError, match=r"before the end: \\bop\\s; write \$ last"):
        EndingIn(r"\bop\s")


@pytest.mark.parametrize("text", ["İİ uiterlijk op", "UıTERLIJK OP", "ſinds de", "Vóór de  "])
def test_small_letters_stand_where_the_letters_stood(text):
    assert len(small(text)) == len(text)
    assert re.fullmatch(re.escape(small(text)), text, re.IGNORECASE)


@pytest.mark.parametrize("pattern", [LATER.written, SINCE.written], ids=["later", "since"])
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_counts_from_another_time_is_told_by_a_word(pattern, data):
    found = data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE)))
    assert COUNTS_FROM.search(found.lower())


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.from_regex(re.compile(LENGTH, re.IGNORECASE)))
def test_a_length_names_its_unit(length):
    assert NAMES_UNIT.search(length.lower())
