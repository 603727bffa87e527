"""What speaks for a next step of the ladder on a day."""

from datetime import UTC, date, datetime

import pytest

from rules.calendar import HOLIDAYS
from rules.cases import Case, CaseMail
from rules.decisions import AskSupplement, CloseLadder, Decided, SetLadderStep
from rules.distribution import DECISIONS, Realised, Task
from rules.judgement import (
    Availability,
    Category,
    Element,
    Kind,
    PlaceCount,
    PlaceRole,
    Statement,
    TimelineState,
)
from rules.next_step import Ground, reasons_for_next_step
from rules.outcomes import courses_on
from rules.promised import tellings_of
from rules.registry import Request
from rules.signalling import signal
from tests.rules.mails import judgement_of

REQUEST = Request("7473202", "Ede", date(2026, 4, 9), 21, 142, 23, 5, 0)  # due on 30 April
QUOTE = Statement("Op 1 juni staan er 40 plekken.", "body", 0, 30)
TASKS = [Task("Ede", 1, Category.REGULAR, 142), Task("Ede", 1, Category.AMV, 23)]
REPLY, EXTENSION = Kind.INFORMATION_REPLY, Kind.EXTENSION_REQUEST


def at(month, day):
    return datetime(2026, month, day, 10, tzinfo=UTC)


def mail(name, moment, kind, *, promised=None, **more):
    entries = () if promised is None else (Availability("x", promised, promised, QUOTE),)
    state = TimelineState.STATED if entries else TimelineState.ABSENT
    given = {"timeline": entries, "timeline_state": state} | more
    judgement = judgement_of(kind, municipalities=("Ede",), references=("7473202",), **given)
    return CaseMail(name, f"<{name}@ede.nl>", moment, judgement)


def case_of(*mails, decisions=()):
    return Case("Ede", "7473202", REQUEST, "", (), mails, tuple(decisions))


def figures(regular, amv, counted_on):
    counts = counts_of(regular, amv, counted_on)
    return signal("Ede", DECISIONS[0], TASKS, counts, on=date(2027, 1, 1))


def counts_of(regular, amv, counted_on):
    return [
        Realised("Ede", 1, Category.REGULAR, counted_on, regular),
        Realised("Ede", 1, Category.AMV, counted_on, amv),
    ]


def reasons(case, *, on, progress=None, counts=()):
    tellings = tellings_of([case], DECISIONS, on=on)
    courses = courses_on(tellings, TASKS, counts, on=on)
    return reasons_for_next_step(case, progress, courses, on=on, holidays=HOLIDAYS)


def grounds(case, **more):
    return [(each.ground, each.since) for each in reasons(case, **more)]


@pytest.mark.parametrize(
    ("mails", "on", "expected"),
    [
        pytest.param([], date(2026, 4, 30), [], id="the last day"),
        pytest.param(
            [], date(2026, 5, 1), [(Ground.NO_REPLY, date(2026, 5, 1))], id="a day past due"
        ),
        pytest.param([mail("m", at(4, 29), EXTENSION)], date(2026, 5, 1), [], id="time asked for"),
        pytest.param([mail("m", at(4, 29), REPLY)], date(2026, 5, 1), [], id="a reply"),
        pytest.param(
            [mail("m", at(5, 4), REPLY)],
            date(2026, 5, 1),
            [(Ground.NO_REPLY, date(2026, 5, 1))],
            id="the reply came after that day",
        ),
    ],
)
def test_no_reply_speaks_for_it_from_the_day_after_the_last(mails, on, expected):
    assert grounds(case_of(*mails), on=on) == expected


def test_a_supplement_that_did_not_come_speaks_for_it():
    asked = AskSupplement("Aanvulling", "Graag.", frozenset({Element.STEPS}), date(2026, 5, 20))
    case = case_of(
        mail("m", at(4, 29), REPLY), decisions=[Decided(1, asked, "", "jansen", at(5, 4))]
    )
    assert grounds(case, on=date(2026, 5, 20)) == []
    assert grounds(case, on=date(2026, 5, 21)) == [(Ground.NO_SUPPLEMENT, date(2026, 5, 21))]


def test_figures_that_fall_short_speak_for_it_with_their_day_and_numbers():
    case = case_of(mail("m", at(4, 29), REPLY))
    (old,) = reasons(case, on=date(2026, 5, 1), progress=figures(5, 0, date(2025, 7, 1)))
    (new,) = reasons(case, on=date(2026, 7, 1), progress=figures(6, 0, date(2026, 6, 1)))
    assert (old.counted_on, old.is_new) == (date(2025, 7, 1), False)  # the letter rests on them
    assert (new.counted_on, new.is_new) == (date(2026, 6, 1), True)
    assert new.figures == (("regular", 142, 6), ("amv", 23, 0))
    met = figures(142, 23, date(2026, 6, 1))
    assert reasons(case, on=date(2026, 7, 1), progress=met) == []


def test_a_promised_day_that_passed_speaks_for_it_with_the_sentence_and_the_mail():
    case = case_of(mail("m1", at(4, 29), REPLY, promised=date(2026, 6, 1)))
    assert reasons(case, on=date(2026, 6, 1)) == []
    (found,) = reasons(case, on=date(2026, 6, 2))
    assert (found.ground, found.since) == (Ground.PROMISE_PAST, date(2026, 6, 2))
    assert (found.source, found.quote) == ("m1", QUOTE.text)
    met = figures(142, 23, date(2026, 6, 1))
    assert reasons(case, on=date(2026, 6, 2), progress=met) == []


def test_a_promise_that_a_report_shows_to_be_broken_speaks_for_it():
    counted = (PlaceCount(Category.REGULAR, PlaceRole.PLANNED, 40, QUOTE),)
    reply = mail("m1", at(4, 29), REPLY, promised=date(2026, 6, 1), places=counted)
    counts = counts_of(5, 0, date(2025, 7, 1)) + counts_of(9, 0, date(2026, 6, 8))
    (found,) = reasons(case_of(reply), on=date(2026, 6, 9), counts=counts)
    assert (found.ground, found.source) == (Ground.PROMISE_BROKEN, "m1")
    assert found.course.report.places == 9
    (before,) = reasons(case_of(reply), on=date(2026, 6, 7), counts=counts)
    assert before.ground is Ground.PROMISE_PAST


@pytest.mark.parametrize(
    "later",
    [
        pytest.param({"promised": date(2026, 9, 1)}, id="another day"),
        pytest.param({"timeline_state": TimelineState.UNKNOWN}, id="no day can be given"),
    ],
)
def test_a_promise_moved_or_taken_back_speaks_for_nothing(later):
    first = mail("m1", at(4, 29), REPLY, promised=date(2026, 6, 1))
    case = case_of(first, mail("m2", at(5, 20), REPLY, **later))
    assert reasons(case, on=date(2026, 6, 2)) == []


def test_what_led_to_the_step_is_told_as_of_before_it():
    step = Decided(1, SetLadderStep(3, "geen antwoord", "brief"), "", "jansen", at(5, 20))
    (found,) = reasons(case_of(decisions=[step]), on=date(2026, 6, 1))
    assert (found.ground, found.is_new) == (Ground.NO_REPLY, False)


@pytest.mark.parametrize("last", [CloseLadder("voldoet", "brief"), SetLadderStep(6, "x", "y")])
def test_nothing_speaks_for_a_step_that_there_is_not(last):
    case = case_of(decisions=[Decided(1, last, "", "jansen", at(5, 20))])
    assert grounds(case, on=date(2026, 5, 19)) == [(Ground.NO_REPLY, date(2026, 5, 1))]
    assert grounds(case, on=date(2026, 5, 20)) == []
