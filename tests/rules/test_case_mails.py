"""Which mails cases call for, day by day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.deadlines import Extension
from rules.decisions import AskSupplement, ConfirmComplete, Decided
from rules.judgement import Element, Kind
from rules.occasions import Occasion
from rules.proposals import Went, Wording
from tests.rules.called_for import called_for, named
from tests.rules.cases import (
    DUE,
    EXTENSION,
    FACTS,
    NOTIFICATION,
    QUESTION,
    REPLY,
    REQUEST,
    STATE,
    STEPS,
    TIMELINE,
    WHOLE,
    case_of,
    mail,
    on,
)

REMINDED = [("reminder", "2026-04-30")]
OVERDUE = [("overdue", "2026-04-30")]
NOTICED = Went(Occasion.OVERDUE, "2026-04-30", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("day", "went", "expected"),
    [
        # Five working days before 30 April, King's Day not counted.
        pytest.param(date(2026, 4, 21), (), [], id="the day before the reminder"),
        pytest.param(date(2026, 4, 22), (), REMINDED, id="the day of the reminder"),
        pytest.param(DUE, (), REMINDED, id="the last day"),
        pytest.param(date(2026, 5, 1), (), OVERDUE, id="the working day after"),
        pytest.param(date(2026, 9, 1), (), OVERDUE, id="months later, nothing went out"),
        pytest.param(date(2026, 5, 19), (NOTICED,), OVERDUE, id="the day before the second"),
        pytest.param(
            date(2026, 5, 20),
            (NOTICED,),
            [*OVERDUE, ("overdue_again", "2026-04-30")],
            id="ten working days after the notice",
        ),
    ],
)
def test_what_a_case_without_an_answer_calls_for(day, went, expected):
    assert named(called_for(case_of(), day=day, went=went)) == expected


def test_a_short_term_is_not_reminded_of_before_the_letter_was_sent():
    case = case_of(request=replace(REQUEST, term_days=4))
    assert named(called_for(case, day=date(2026, 4, 9))) == []
    assert named(called_for(case, day=date(2026, 4, 10))) == [("reminder", "2026-04-13")]


def test_more_time_moves_the_reminder():
    granted = Extension(date(2026, 6, 10), "raad", "jansen", on(28))
    case = case_of(extensions=[granted])
    assert named(called_for(case, day=date(2026, 5, 8))) == []
    (found,) = called_for(case, day=date(2026, 6, 3))
    assert (found.trigger, found.facts.is_extended) == ("2026-06-10", True)


def test_a_notification_is_no_answer_and_is_named_in_the_reminder():
    case = case_of(mail(1, 12, [NOTIFICATION], Element.DECLARATION, FACTS))
    (found,) = called_for(case, day=DUE)
    assert found.facts.notified_on == date(2026, 4, 12)
    assert found.facts.missing == {STATE, STEPS, TIMELINE}


@pytest.mark.parametrize("kind", [EXTENSION, QUESTION, Kind.AUTO_REPLY, Kind.OTHER])
def test_what_is_no_answer_stops_no_reminder(kind):
    case = case_of(mail(1, 12, [kind]))
    assert [name for name, _ in named(called_for(case, day=DUE))] == ["reminder"]


def test_a_whole_answer_calls_for_nothing():
    case = case_of(mail(1, 20, [REPLY], *WHOLE))
    assert [called_for(case, day=DUE + timedelta(days=days)) for days in (0, 30)] == [[], []]


# ------------------------------------------------------------------ what lacks


def test_what_lacks_is_asked_for_once_an_answer():
    part = mail(1, 20, [REPLY], FACTS)
    more = mail(2, 25, [REPLY], STATE)
    (first,) = called_for(case_of(part), day=date(2026, 4, 21))
    (second,) = called_for(case_of(part, more), day=date(2026, 4, 28))
    assert (first.trigger, second.trigger) == ("mail:m1", "mail:m2")
    assert second.facts.missing == {STEPS, TIMELINE}
    assert second.facts.received == {FACTS, STATE}
    # Fourteen days end on 12 May.
    assert (second.facts.due, second.in_reply_to) == (date(2026, 5, 12), "<2@ede.nl>")


def test_the_term_for_what_lacks_ends_on_no_holiday():
    case = case_of(mail(1, 20, [REPLY], FACTS))
    (found,) = called_for(case, day=date(2026, 4, 30))  # 14 May is Ascension Day, 15 May a bridge
    assert found.facts.due == date(2026, 5, 18)


ASKED = AskSupplement("Aanvulling", "Stuur ons de stappen.", frozenset({STEPS}), date(2026, 5, 8))


def test_what_an_officer_asks_for_goes_out_in_the_officers_words():
    case = replace(
        case_of(mail(1, 20, [REPLY], FACTS)), decisions=(Decided(7, ASKED, "", "jansen", on(22)),)
    )
    (found,) = called_for(case, day=date(2026, 4, 23))
    assert found.trigger == "decision:7"
    assert found.wording == Wording("Aanvulling", "Stuur ons de stappen.", "jansen")
    assert found.since == on(22)


def test_what_came_since_the_officer_asked_makes_the_letter_needless():
    mails = mail(1, 20, [REPLY], FACTS), mail(2, 23, [REPLY], STATE, STEPS, TIMELINE)
    case = replace(case_of(*mails), decisions=(Decided(7, ASKED, "", "jansen", on(22)),))
    assert called_for(case, day=date(2026, 4, 24)) == []


def test_an_answer_that_an_officer_holds_complete_is_asked_nothing():
    confirmed = Decided(8, ConfirmComplete(), "", "jansen", on(22))
    case = replace(case_of(mail(1, 20, [REPLY], FACTS)), decisions=(confirmed,))
    assert called_for(case, day=date(2026, 4, 24)) == []
