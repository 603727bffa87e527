"""Promised days that have passed are followed up, once and in one case."""

from dataclasses import replace
from datetime import date

import pytest

from rules.judgement import Kind, TimelineState
from rules.occasions import Occasion
from tests.rules.called_for import called_for, named
from tests.rules.cases import FACTS, REPLY, REQUEST, WHOLE, case_of, mail

JULY, OCTOBER = date(2026, 7, 1), date(2026, 10, 1)
PROMISE = mail(1, 20, [REPLY], *WHOLE, promised=(JULY, OCTOBER))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(JULY, [], id="on the day itself"),
        pytest.param(date(2026, 7, 2), ["2026-07-01"], id="the working day after"),
        pytest.param(OCTOBER, ["2026-07-01"], id="the second not yet"),
        pytest.param(date(2026, 10, 2), ["2026-07-01", "2026-10-01"], id="each once"),
    ],
)
def test_a_promised_day_is_followed_up(day, expected):
    found = called_for(case_of(PROMISE), day=day)
    assert [each.trigger for each in found] == expected
    assert {each.occasion for each in found} <= {Occasion.FOLLOW_UP}


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(mail(2, 100, [REPLY], *WHOLE, promised=(date(2027, 1, 1),)), id="another day"),
        pytest.param(mail(2, 40, [REPLY], FACTS, claims_met=True), id="it is done"),
        pytest.param(
            mail(2, 40, [REPLY], FACTS, timeline_state=TimelineState.UNKNOWN), id="no day any more"
        ),
        pytest.param(mail(2, 93, [Kind.OTHER]), id="it wrote after the day"),
    ],
)
def test_what_a_municipality_wrote_later_takes_a_promise_back(later):
    case = case_of(mail(1, 20, [REPLY], *WHOLE, promised=(JULY,)), later)
    assert called_for(case, day=date(2026, 8, 1)) == []


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(mail(2, 40, [REPLY], FACTS), id="a supplement without a day"),
        pytest.param(mail(2, 93, [Kind.AUTO_REPLY]), id="a machine wrote"),
    ],
)
def test_a_promise_stands_beside(later):
    case = case_of(mail(1, 20, [REPLY], *WHOLE, promised=(JULY,)), later)
    assert named(called_for(case, day=date(2026, 8, 1))) == [("follow_up", "2026-07-01")]


def test_a_day_that_had_passed_when_it_was_named_is_no_promise():
    case = case_of(mail(1, 20, [REPLY], *WHOLE, promised=(date(2026, 4, 1),)))
    assert called_for(case, day=date(2026, 6, 1)) == []


def test_a_promise_in_two_letters_cases_is_followed_up_in_the_last():
    second = replace(REQUEST, reference="7500000", letter_date=date(2026, 4, 16))
    promise = mail(1, 20, [REPLY], *WHOLE, promised=(JULY,))
    cases = case_of(promise), case_of(promise, request=second)
    found = called_for(*cases, day=date(2026, 8, 1))
    assert [(each.reference, each.trigger) for each in found] == [("7500000", "2026-07-01")]
