"""A phrase that is sought only beside a word that it needs is found as if it always were."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.phrasebook import FAMILIES, PHRASEBOOK
from rules.phrases import Family, Phrasebook
from rules.sought_phrases import SoughtPhrases, is_one_word, telling_part

PHRASES = [(family, phrase) for family in FAMILIES for phrase in family.phrases]


@pytest.mark.parametrize(("family", "phrase"), PHRASES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_phrase_matches_tells_its_family(family, phrase, data):
    text = data.draw(st.from_regex(phrase))
    assert (family.name in PHRASEBOOK.names_in(text)) or not re.search(phrase, text.lower())


@given(st.lists(st.sampled_from([*"\t\n .,/7", "niet", "NIET", "meer", "van", "de", "8 plekken"])))
def test_no_family_is_found_that_is_not_there_nor_missed(words):
    text = "".join(words)
    book = Phrasebook(
        [
            Family("some", "", "", phrases=(r"\bniet (?:meer|van)\b", r"\d plek", r"\bmeer\b.*8")),
            Family("date", "", "", words="plek(ken)?", phrases=(r"\b\d/\d\b",)),
            Family("any", "", "", phrases=(r"\w",)),
        ]
    )
    found = {
        "some": r"\bniet (?:meer|van)\b|\d plek|\bmeer\b.*8",
        "date": r"\bplek(ken)?\b|\b7/7\b",
        "any": r"\w",
    }
    held = {name for name, pattern in found.items() if re.search(pattern, text.lower())}
    assert book.names_in(text) == held


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("niet op dit", "dit"),
        ("aan u", "aan"),
        (" van ", "van"),
        ("een bod", "bod"),
        ("omgevingsverordening", "omgevingsver"),
        ("", ""),
    ],
)
def test_a_phrase_is_filed_under_the_word_that_tells_most(written, part):
    assert telling_part(written) == part


def test_a_phrase_is_led_to_by_its_word_alone():
    phrases = SoughtPhrases([("short", r"\bte weinig\b"), ("of", r"\d van")])
    assert [sign.family for sign in phrases.near("weinigen")] == ["short"]
    assert [sign.family for sign in phrases.near("te")] == []
    assert [sign.family for sign in phrases.near("van")] == ["of"]


@pytest.mark.parametrize(
    ("pattern", "is_one"),
    [
        (r"\bzak(?:t|ken)\b", True),
        (r"\b\d{1,2}[-/.](?:20)?\d\d\b", True),
        (r"https?://", True),
        (r"te weinig", False),
        (r"te\s+weinig", False),
        (r"te[ -]weinig", False),
        (r"te[^-]weinig", False),
        (r"te.weinig", False),
        (r"te\Wweinig", False),
        (r"^weinig", False),
        (r"weinig(?! te)", False),
    ],
)
def test_what_holds_white_space_is_more_than_one_word(pattern, is_one):
    assert is_one_word(pattern) == is_one
