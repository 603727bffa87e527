"""What a notification or a reply must hold, by the table of the corpus's schema."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.completeness import missing_elements, required_elements
from rules.judgement import SUBSTANTIVE, Element, Kind, TimelineState

NOTIFICATION, REPLY = Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY
DECLARATION, FACTS, STATE, STEPS, TIMELINE, DOCUMENTS = Element
STATED, UNKNOWN, ABSENT = TimelineState
OTHERS = sorted(set(Kind) - SUBSTANTIVE)


@pytest.mark.parametrize(
    ("kind", "claims_met", "required"),
    [
        (NOTIFICATION, False, {DECLARATION, FACTS, STEPS, TIMELINE}),
        (NOTIFICATION, True, {DECLARATION, FACTS, STEPS, TIMELINE}),
        (REPLY, False, {FACTS, STATE, STEPS, TIMELINE}),
        (REPLY, True, {STATE}),
        *((kind, False, set()) for kind in OTHERS),
    ],
)
def test_each_kind_requires_its_elements(kind, claims_met, required):
    assert required_elements(kind, claims_met=claims_met) == required


@pytest.mark.parametrize("element", [DECLARATION, FACTS, STEPS, TIMELINE])
def test_what_a_notification_leaves_out_is_missing(element):
    stated = set(Element) - {element}
    state = ABSENT if element is TIMELINE else STATED
    assert missing_elements({NOTIFICATION}, stated, state, claims_met=False) == {element}


@pytest.mark.parametrize("element", [FACTS, STATE, STEPS, TIMELINE])
def test_what_a_reply_leaves_out_is_missing(element):
    stated = set(Element) - {element}
    state = ABSENT if element is TIMELINE else STATED
    assert missing_elements({REPLY}, stated, state, claims_met=False) == {element}


@pytest.mark.parametrize("kind", [NOTIFICATION, REPLY])
@pytest.mark.parametrize("state", [UNKNOWN, ABSENT])
def test_a_time_that_is_not_given_is_missing_though_a_sentence_speaks_of_it(kind, state):
    assert missing_elements({kind}, set(Element), state, claims_met=False) == {TIMELINE}


def test_documents_are_never_missing():
    stated = set(Element) - {DOCUMENTS}
    assert missing_elements({NOTIFICATION, REPLY}, stated, STATED, claims_met=False) == set()


def test_a_mail_of_two_kinds_must_hold_what_both_require():
    missing = missing_elements({NOTIFICATION, REPLY}, set(), ABSENT, claims_met=False)
    assert missing == {DECLARATION, FACTS, STATE, STEPS, TIMELINE}


def test_a_reply_that_the_task_is_met_needs_only_the_current_state():
    assert missing_elements({REPLY}, set(), ABSENT, claims_met=True) == {STATE}
    assert missing_elements({REPLY}, {STATE}, ABSENT, claims_met=True) == set()


@given(
    kinds=st.sets(st.sampled_from(list(Kind))),
    stated=st.sets(st.sampled_from(list(Element))),
    more=st.sampled_from(list(Element)),
    state=st.sampled_from(list(TimelineState)),
    claims_met=st.booleans(),
)
def test_stating_more_never_leaves_more_missing(kinds, stated, more, state, claims_met):
    before = missing_elements(kinds, stated, state, claims_met=claims_met)
    after = missing_elements(kinds, stated | {more}, state, claims_met=claims_met)
    assert after <= before
    assert (before - after) <= {more}


@given(kinds=st.sets(st.sampled_from(OTHERS)), stated=st.sets(st.sampled_from(list(Element))))
def test_other_mail_lacks_nothing(kinds, stated):
    assert missing_elements(kinds, stated, ABSENT, claims_met=False) == set()
