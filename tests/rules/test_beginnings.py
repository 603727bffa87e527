"""A pattern behind a look ahead at where it may begin finds what it found without."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.beginnings import hastened
from rules.period_forms import KINDS
from rules.references import REFERENCE_END, REFERENCE_START, reference_pattern
from tests.rules.patterns import ALL, as_written
from tests.rules.timed import SENTENCES

WRITTEN = {name: as_written(each) for name, each in ALL.items()} | {
    each.split(">")[0]: re.compile(each, re.VERBOSE | re.IGNORECASE) for each in KINDS
}


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_pattern_matches_it_still_matches(name, data):
    written = WRITTEN[name]
    matching = data.draw(st.from_regex(written))
    assert spans(hastened(written.pattern, written.flags), written.flags, matching) == [
        each.span() for each in written.finditer(matching)
    ]


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("name", WRITTEN)
def test_it_finds_the_same_in_sentences(name, text):
    written = WRITTEN[name]
    assert spans(hastened(written.pattern, written.flags), written.flags, text) == [
        each.span() for each in written.finditer(text)
    ]


@pytest.mark.parametrize(
    ("pattern", "ahead"),
    [
        pytest.param(r"\b(?:één|geen|geld)", r"\b(?:ge(?:en|ld)|één)", id="letters told once"),
        pytest.param(r"(?:af)?melden", "(?:afme|meld)", id="with what may be left out"),
        pytest.param(r"\d{2,4}-", r"[\d]", id="what may come again ends it"),
        pytest.param(r"(?:^|(?<=[|:]))x", r"(?<=[\|:])x|^x", id="what stands before"),
        pytest.param(r"een\b.*", "een", id="as far as it is told"),
        pytest.param(
            r"de\s+w", r"de[\s](?:[\s]|w)", id="what stands behind one space, or a second"
        ),
        pytest.param(r"\s*w", r"(?:[\s](?:[\s]|w)|w)", id="a space that may be left out"),
    ],
)
def test_where_it_may_begin_is_read_off_a_pattern(pattern, ahead):
    assert hastened(pattern, 0) == f"(?={ahead})(?:{pattern})"


@pytest.mark.parametrize(
    ("pattern", "led"),
    [
        pytest.param(r"\bvan (?:de|het)", r"v(?<=\bv)an (?:de|het)", id="a letter"),
        pytest.param(r"\b\d{1,4} van", r"\d(?<=\b\d)\d{0,3} van", id="figures"),
        pytest.param(r"\bv?an\b", r"(?=\b(?:an|van))(?:\bv?an\b)", id="one that may be left out"),
        pytest.param(r"\bvan|\bop", r"(?=\b(?:op|van))(?:\bvan|\bop)", id="one of two"),
    ],
)
def test_a_pattern_is_sought_by_the_letter_or_figure_it_begins_with(pattern, led):
    assert hastened(pattern, 0) == led


@pytest.mark.parametrize("pattern", [r".*geen", r"\b", r"(?-i:A)b", r"(?:x|)", r"(a)?(?(1)b|c)"])
def test_a_pattern_that_may_begin_anywhere_is_left_as_it_is(pattern):
    assert hastened(pattern, 0) == pattern


def test_hundreds_of_references_are_looked_for_by_their_beginnings():
    known = [str(7_468_000 + number) for number in range(300)]
    pattern = reference_pattern(known)
    assert pattern.pattern != f"{REFERENCE_START}(?:{'|'.join(known)}){REFERENCE_END}"
    assert pattern.findall("Uw kenmerk: 7468089, en 7468301.") == ["7468089", "7468301"]


def spans(pattern, flags, text):
    return [each.span() for each in re.compile(pattern, flags).finditer(text)]
