"""How a case stands on a day, and what its mails do to it."""

from dataclasses import replace
from datetime import date

import pytest

from rules.calendar import HOLIDAYS
from rules.case_state import Action, NextAction, Status, case_state, case_states
from rules.cases import Case
from rules.deadlines import Extension
from rules.decisions import (
    AskSupplement,
    AssignCase,
    ConfirmComplete,
    Decided,
    Hold,
    RefuseExtension,
    SetLadderStep,
)
from rules.judgement import Flag, Kind, TimelineState
from rules.registry import Request
from tests.rules.cases import (
    DECLARATION,
    DUE,
    EXTENSION,
    FACTS,
    LETTER,
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


def state_of(*mails, as_of=date(2026, 4, 30), **more):
    return case_state(case_of(*mails, **more), as_of, HOLIDAYS)


# ------------------------------------------------------------------ status by the schema


@pytest.mark.parametrize(
    ("mails", "as_of", "status", "late"),
    [
        pytest.param([], date(2026, 4, 9), Status.AWAITING, None, id="letter sent today"),
        pytest.param([], DUE, Status.AWAITING, None, id="on the last day"),
        pytest.param([], date(2026, 5, 1), Status.OVERDUE, None, id="a day past due"),
        pytest.param([mail(1, 20, [REPLY], *WHOLE)], DUE, Status.COMPLETE, False, id="whole reply"),
        pytest.param([mail(1, 20, [REPLY], FACTS)], DUE, Status.INCOMPLETE, False, id="part"),
        pytest.param(
            [mail(1, 20, [REPLY], FACTS, STATE), mail(2, 25, [REPLY], STEPS, TIMELINE)],
            DUE,
            Status.COMPLETE,
            False,
            id="two halves",
        ),
        pytest.param(
            [mail(1, 20, [REPLY], FACTS), mail(2, 45, [REPLY], STATE, STEPS, TIMELINE)],
            date(2026, 5, 20),
            Status.COMPLETE,
            False,
            id="supplement after due",
        ),
        pytest.param(
            [mail(1, 31, [REPLY], *WHOLE)],
            date(2026, 5, 2),
            Status.COMPLETE,
            True,
            id="reply a day late",
        ),
        pytest.param(
            [mail(1, 30, [REPLY], *WHOLE, hour=21)],
            date(2026, 5, 2),
            Status.COMPLETE,
            False,
            id="reply in the last hour",
        ),
        pytest.param(
            [mail(1, 30, [REPLY], *WHOLE, hour=22)],
            date(2026, 5, 2),
            Status.COMPLETE,
            True,
            id="reply at midnight",
        ),
        pytest.param(
            [mail(1, 20, [EXTENSION])], date(2026, 5, 1), Status.OVERDUE, None, id="asked for time"
        ),
        pytest.param([mail(1, 20, [QUESTION])], DUE, Status.AWAITING, None, id="a question"),
        pytest.param(
            [mail(1, 20, [Kind.AUTO_REPLY])], DUE, Status.AWAITING, None, id="automatic reply"
        ),
        pytest.param(
            [mail(1, 20, [NOTIFICATION], *WHOLE)], DUE, Status.AWAITING, None, id="no reply yet"
        ),
        pytest.param(
            [mail(1, 20, [REPLY], *WHOLE)],
            date(2026, 4, 19),
            Status.AWAITING,
            None,
            id="reply still to come",
        ),
    ],
)
def test_a_case_stands_as_its_mails_and_term_say(mails, as_of, status, late):
    found = state_of(*mails, as_of=as_of)
    assert (found.status, found.late) == (status, late)


@pytest.mark.parametrize(
    ("mails", "missing"),
    [
        ([], {FACTS, STATE, STEPS, TIMELINE}),
        ([mail(1, 20, [REPLY], FACTS, STEPS)], {STATE, TIMELINE}),
        ([mail(1, 1, [NOTIFICATION], DECLARATION, FACTS)], {STATE, STEPS, TIMELINE}),
        (
            [mail(1, 1, [NOTIFICATION], FACTS), mail(2, 20, [REPLY], STATE, STEPS, TIMELINE)],
            set(),
        ),
        ([mail(1, 20, [REPLY], STATE, claims_met=True)], set()),
        ([mail(1, 20, [QUESTION], FACTS, STATE)], {FACTS, STATE, STEPS, TIMELINE}),
        (
            [mail(1, 20, [REPLY], FACTS, TIMELINE, timeline_state=TimelineState.UNKNOWN)],
            {STATE, STEPS, TIMELINE},
        ),
    ],
)
def test_missing_is_what_no_mail_of_substance_has_stated(mails, missing):
    assert state_of(*mails).missing == missing


def test_the_last_reply_decides_whether_the_task_is_said_to_be_met():
    met, not_met = mail(1, 20, [REPLY], STATE, claims_met=True), mail(2, 25, [REPLY], STATE)
    assert state_of(met, not_met).status is Status.INCOMPLETE
    assert state_of(met, not_met, as_of=date(2026, 4, 22)).status is Status.COMPLETE


def test_a_notification_without_a_request_has_no_term():
    whole = mail(1, 20, [NOTIFICATION], DECLARATION, FACTS, STEPS, TIMELINE)
    found = state_of(whole, request=None, as_of=date(2027, 1, 1))
    assert (found.status, found.late, found.deadline) == (Status.COMPLETE, None, None)
    part = state_of(mail(1, 20, [NOTIFICATION], DECLARATION), request=None)
    assert (part.status, part.missing) == (Status.INCOMPLETE, {FACTS, STEPS, TIMELINE})


def test_a_mail_of_midnight_belongs_to_the_day_that_begins():
    reply = mail(1, 30, [REPLY], *WHOLE, hour=22)
    assert state_of(reply, as_of=DUE).mails == ()
    assert state_of(reply, as_of=date(2026, 5, 1)).mails == ("<1@ede.nl>",)


# ------------------------------------------------------------------ extensions


def granted(due, day):
    return Extension(due, "zomerreces", "j.jansen", on(day))


@pytest.mark.parametrize(
    ("as_of", "status"),
    [(date(2026, 5, 1), Status.AWAITING), (date(2026, 5, 16), Status.OVERDUE)],
)
def test_an_extension_moves_the_due_day_once_granted(as_of, status):
    found = state_of(as_of=as_of, extensions=[granted(date(2026, 5, 15), 20)])
    assert (found.status, found.deadline.due) == (status, date(2026, 5, 15))


def test_an_extension_does_not_count_before_it_was_granted():
    extension = granted(date(2026, 5, 15), 35)  # on 5 May
    assert state_of(as_of=date(2026, 5, 1), extensions=[extension]).status is Status.OVERDUE
    assert state_of(as_of=date(2026, 5, 5), extensions=[extension]).status is Status.AWAITING


def test_a_reply_within_the_extension_is_not_late():
    extension = granted(date(2026, 5, 15), 20)
    reply = mail(1, 40, [REPLY], *WHOLE)
    assert state_of(reply, as_of=date(2026, 6, 1), extensions=[extension]).late is False


# ------------------------------------------------------------------ what comes next


@pytest.mark.parametrize(
    ("mails", "as_of", "action"),
    [
        ([], DUE, NextAction(Action.AWAIT_REPLY, DUE)),
        ([], date(2026, 5, 2), NextAction(Action.REMIND, date(2026, 5, 2))),
        ([mail(1, 20, [EXTENSION])], DUE, NextAction(Action.DECIDE_EXTENSION, DUE)),
        (
            [mail(1, 20, [EXTENSION])],
            date(2026, 5, 2),
            NextAction(Action.DECIDE_EXTENSION, DUE),
        ),
        (
            [mail(1, 20, [EXTENSION]), mail(2, 25, [REPLY], FACTS)],
            DUE,
            NextAction(Action.ASK_SUPPLEMENT, DUE),
        ),
        ([mail(1, 20, [REPLY], *WHOLE)], DUE, NextAction(Action.CONFIRM_COMPLETE, None)),
        (
            [mail(1, 20, [REPLY], *WHOLE, promised=[date(2027, 12, 31), date(2027, 6, 30), None])],
            DUE,
            NextAction(Action.FOLLOW_UP_PROMISE, date(2027, 7, 1)),
        ),
        (
            [mail(1, 20, [REPLY], *WHOLE, promised=[date(2026, 5, 31), date(2027, 6, 30)])],
            date(2026, 6, 1),
            NextAction(Action.FOLLOW_UP_PROMISE, date(2026, 6, 1)),
        ),
        (
            [mail(1, 20, [REPLY], *WHOLE, promised=[date(2026, 5, 31)])],
            date(2026, 7, 1),
            NextAction(Action.FOLLOW_UP_PROMISE, date(2026, 6, 1)),
        ),
    ],
)
def test_the_state_of_a_case_tells_what_comes_next(mails, as_of, action):
    assert state_of(*mails, as_of=as_of).next_action == action


def test_a_request_for_time_that_was_decided_is_not_put_again():
    asked = mail(1, 20, [EXTENSION])
    found = state_of(asked, extensions=[granted(date(2026, 5, 15), 21)])
    assert found.next_action == NextAction(Action.AWAIT_REPLY, date(2026, 5, 15))


# ------------------------------------------------------------------ flags


def test_completeness_and_lateness_are_flagged_as_the_case_has_them():
    first = mail(1, 20, [REPLY], FACTS, flags=frozenset({Flag.INCOMPLETE, Flag.UNCERTAIN}))
    second = mail(2, 45, [REPLY], STATE, STEPS, TIMELINE, flags=frozenset({Flag.LATE}))
    assert state_of(first).flags == {Flag.INCOMPLETE, Flag.UNCERTAIN}
    assert state_of(first, second, as_of=date(2026, 5, 20)).flags == {Flag.UNCERTAIN}


def test_a_time_said_to_be_unknown_is_flagged_until_one_is_given():
    first = mail(1, 20, [REPLY], FACTS, STATE, STEPS, timeline_state=TimelineState.UNKNOWN)
    second = mail(2, 25, [REPLY], TIMELINE)
    assert Flag.TIMELINE_UNKNOWN in state_of(first).flags
    assert Flag.TIMELINE_UNKNOWN not in state_of(first, second).flags


def test_no_reply_is_not_flagged_as_incomplete():
    assert state_of().flags == frozenset()


# ------------------------------------------------------------------ many cases


def test_a_notification_joins_the_request_of_its_municipality():
    notification = mail(1, 1, [NOTIFICATION], FACTS)
    apart = Case("Ede", None, None, "", (), (notification,))
    asked = case_of(mail(2, 20, [REPLY], STATE, STEPS, TIMELINE))
    (before,) = case_states([asked, apart], date(2026, 4, 8), HOLIDAYS)
    assert (before.reference, before.mails) == (None, ("<1@ede.nl>",))
    (after,) = case_states([asked, apart], DUE, HOLIDAYS)
    assert (after.reference, after.mails) == ("7473202", ("<1@ede.nl>", "<2@ede.nl>"))
    assert after.status is Status.COMPLETE


def test_a_notification_joins_the_last_of_several_requests():
    later = Request("7500001", "Ede", date(2026, 4, 20), 21, 100, 20, 0, 0)
    apart = Case("Ede", None, None, "", (), (mail(1, 22, [NOTIFICATION], FACTS),))
    states = case_states([case_of(), case_of(request=later), apart], DUE, HOLIDAYS)
    assert {each.reference: each.mails for each in states} == {
        "7473202": (),
        "7500001": ("<1@ede.nl>",),
    }


def test_cases_come_in_order_and_only_once_their_letter_was_sent():
    goes = Case("Goes", "2", Request("2", "Goes", LETTER, 21, 1, 1, 0, 0), "", (), ())
    late = Case("Aalten", "3", Request("3", "Aalten", DUE, 21, 1, 1, 0, 0), "", (), ())
    assert [
        each.municipality
        for each in case_states([goes, late, case_of()], date(2026, 4, 29), HOLIDAYS)
    ] == ["Ede", "Goes"]


def test_the_ladder_step_is_the_letter_s():
    assert state_of().ladder_step == 2
    assert state_of(mail(1, 20, [NOTIFICATION]), request=None).ladder_step == 1


# ------------------------------------------------------------------ what officers decided


def decided(*whats, day=20):
    return tuple(
        Decided(number, what, "", "jansen", on(day)) for number, what in enumerate(whats, 1)
    )


def state_after(*mails, decisions, as_of=date(2026, 4, 30), request=REQUEST):
    case = replace(case_of(*mails, request=request), decisions=decisions)
    return case_state(case, as_of, HOLIDAYS)


def test_a_case_that_an_officer_confirms_is_complete_from_then_on():
    partial = mail(1, 15, [REPLY], FACTS)
    confirmed = decided(ConfirmComplete())
    found = state_after(partial, decisions=confirmed)
    assert (found.status, found.missing) == (Status.COMPLETE, frozenset())
    assert Flag.INCOMPLETE not in found.flags
    assert found.next_action == NextAction(Action.NOTHING, None)
    before = state_after(partial, decisions=confirmed, as_of=date(2026, 4, 19))
    assert before.status is Status.INCOMPLETE


def test_a_promise_is_followed_up_in_a_confirmed_case_too():
    promising = mail(1, 15, [REPLY], FACTS, promised=[date(2026, 6, 1)])
    found = state_after(promising, decisions=decided(ConfirmComplete()))
    assert found.next_action == NextAction(Action.FOLLOW_UP_PROMISE, date(2026, 6, 2))


def test_a_refused_extension_is_decided():
    asked = mail(1, 15, [EXTENSION])
    assert state_after(asked, decisions=()).next_action.kind is Action.DECIDE_EXTENSION
    found = state_after(asked, decisions=decided(RefuseExtension()))
    assert found.next_action == NextAction(Action.AWAIT_REPLY, DUE)
    again = mail(2, 22, [EXTENSION])
    found = state_after(asked, again, decisions=decided(RefuseExtension()))
    assert found.next_action.kind is Action.DECIDE_EXTENSION


def test_a_supplement_is_awaited_until_its_day_and_then_reminded_of():
    partial = mail(1, 15, [REPLY], FACTS)
    asked = decided(AskSupplement("", "Wat zijn de stappen?", frozenset({STEPS}), date(2026, 5, 4)))
    found = state_after(partial, decisions=asked)
    assert found.next_action == NextAction(Action.AWAIT_REPLY, date(2026, 5, 4))
    found = state_after(partial, decisions=asked, as_of=date(2026, 5, 5))
    assert found.next_action == NextAction(Action.REMIND, date(2026, 5, 5))


def test_an_answer_that_still_lacks_something_asks_for_another_supplement():
    asked = decided(AskSupplement("", "?", frozenset({STEPS}), date(2026, 5, 4)))
    mails = [mail(1, 15, [REPLY], FACTS), mail(2, 22, [REPLY], STATE)]
    assert state_after(*mails, decisions=asked).next_action.kind is Action.ASK_SUPPLEMENT


def test_a_case_on_hold_asks_for_nothing_until_the_day():
    held = decided(Hold(date(2026, 5, 10)))
    found = state_after(decisions=held, as_of=date(2026, 5, 10))
    assert found.next_action == NextAction(Action.NOTHING, date(2026, 5, 10))
    assert found.status is Status.OVERDUE
    found = state_after(decisions=held, as_of=date(2026, 5, 11))
    assert found.next_action.kind is Action.REMIND
    forever = state_after(decisions=decided(Hold(None)), as_of=date(2027, 5, 11))
    assert forever.next_action == NextAction(Action.NOTHING, None)


def test_the_step_and_the_officer_are_those_decided_last():
    decisions = decided(
        SetLadderStep(3, "art. 8", "d1"), SetLadderStep(4, "art. 8", "d2"), AssignCase("bakker")
    )
    found = state_after(decisions=decisions)
    assert (found.ladder_step, found.officer) == (4, "bakker")
    before = state_after(decisions=decisions, as_of=date(2026, 4, 19))
    assert (before.ladder_step, before.officer) == (2, "")


def test_the_step_of_a_notification_goes_along_to_the_request_and_its_completeness_does_not():
    alone = replace(
        case_of(mail(1, 10, [NOTIFICATION], FACTS), request=None),
        decisions=decided(SetLadderStep(3, "art. 8", "d1"), ConfirmComplete(), day=11),
    )
    (found,) = case_states([alone, case_of()], date(2026, 4, 30), HOLIDAYS)
    assert (found.reference, found.ladder_step, found.status) == (
        "7473202",
        3,
        Status.AWAITING,
    )
