"""What holds a mail, and on which occasions."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.calendar import HOLIDAYS
from rules.case_standing import standing_of
from rules.deadlines import Extension
from rules.decisions import AskSupplement, ConfirmComplete, Decided, Hold
from rules.holds import TOLD, Circumstances, HoldReason, holds
from rules.judgement import Flag
from rules.occasions import CHASING, Occasion
from rules.outgoing_facts import CaseFacts, ReminderFacts
from rules.practice import Practice
from rules.proposals import Called, Wording
from tests.rules.cases import EXTENSION, FACTS, REPLY, STEPS, WHOLE, case_of, mail, on

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
FACTS_TOLD = ReminderFacts(
    CaseFacts("Ede", "7473202", date(2026, 4, 9)), date(2026, 4, 30), False, None, frozenset()
)
PRACTICE = Practice()


THE_20TH, THE_23RD = on(20), on(23)


def called(occasion=Occasion.REMINDER, since=THE_20TH, **more):
    return Called(occasion, "Ede", "7473202", "x", since, FACTS_TOLD, **more)


def around(case=None, **more):
    standing = standing_of(case or case_of(), HOLIDAYS)
    return Circumstances(LONG_AGO, standing, **more)


def reasons(called, around, *, now=THE_23RD, practice=PRACTICE):
    return [each.value for each in holds(called, around, practice, now)]


def decided(*whats, day=21):
    return tuple(Decided(n, what, "x", "jansen", on(day)) for n, what in enumerate(whats, 1))


ASKED = AskSupplement("x", "x", frozenset({STEPS}), date(2026, 5, 8))
PART = mail(1, 20, [REPLY], FACTS)
CIRCUMSTANCES = {
    "nothing": (around(), None),
    "first day": (replace(around(), switched_on_at=on(21)), "onboarding"),
    "no address": (around(has_contact=False), "no_contact"),
    "unread": (around(unread_at=(on(19),)), "unread"),
    "backlog": (around(has_backlog=True), "backlog"),
    "asked for time": (around(case_of(mail(1, 20, [EXTENSION]))), "extension_asked"),
    "has more time": (
        around(case_of(extensions=[Extension(date(2026, 5, 20), "x", "jansen", on(20))])),
        "extension_running",
    ),
    "came back": (around(has_bounce=True), "bounce"),
    "complete": (around(case_of(mail(1, 20, [REPLY], *WHOLE))), "complete"),
    "confirmed": (around(replace(case_of(PART), decisions=decided(ConfirmComplete()))), "complete"),
    "on hold": (around(replace(case_of(), decisions=decided(Hold(None)))), "on_hold"),
    "on hold till today": (
        around(replace(case_of(), decisions=decided(Hold(date(2026, 4, 23))))),
        "on_hold",
    ),
    "no longer on hold": (
        around(replace(case_of(), decisions=decided(Hold(date(2026, 4, 22))))),
        None,
    ),
    "not now": (around(not_before=date(2026, 4, 24)), "not_now"),
    "now": (around(not_before=date(2026, 4, 23)), None),
    "had many": (around(sent_today=5), "address_cap"),
    "had some": (around(sent_today=4), None),
}


@pytest.mark.parametrize("name", CIRCUMSTANCES)
def test_what_holds_a_reminder(name):
    circumstances, reason = CIRCUMSTANCES[name]
    assert reasons(called(), circumstances) == ([reason] if reason else [])


# On each occasion, what of all this holds the mail.
HELD_BY = {
    Occasion.ACKNOWLEDGEMENT: "onboarding no_contact bounce not_now address_cap",
    Occasion.FOLLOW_UP: (
        "onboarding no_contact unread backlog extension_asked extension_running bounce on_hold "
        "not_now address_cap"
    ),
    Occasion.BOUNCE_NOTICE: "onboarding no_contact not_now address_cap",
    Occasion.DIGEST: "onboarding no_contact not_now address_cap",
}
ALL = sorted({reason for _, reason in CIRCUMSTANCES.values() if reason})


@pytest.mark.parametrize("occasion", Occasion)
def test_what_holds_a_mail_on_each_occasion(occasion):
    found = {
        reason
        for circumstances, _ in CIRCUMSTANCES.values()
        for reason in reasons(called(occasion), circumstances)
    }
    assert sorted(found) == sorted(HELD_BY.get(occasion, " ".join(ALL)).split())
    assert (occasion in CHASING) is (occasion not in HELD_BY or occasion is Occasion.FOLLOW_UP)


@pytest.mark.parametrize("flag", [Flag.SENDER_UNVERIFIED, Flag.AMBIGUOUS_MUNICIPALITY])
def test_a_receipt_waits_where_it_is_not_sure_who_wrote(flag):
    circumstances = around(flags=frozenset({flag, Flag.INCOMPLETE}))
    assert reasons(called(Occasion.ACKNOWLEDGEMENT), circumstances) == ["unverified"]
    assert reasons(called(Occasion.REMINDER), circumstances) == []


def test_a_letter_of_an_officer_waits_only_for_what_came_after_it():
    letter = called(Occasion.SUPPLEMENT, since=on(21), wording=Wording("x", "x", "jansen"))
    assert reasons(letter, around(case_of(PART), unread_at=(on(20),))) == []
    assert reasons(letter, around(case_of(PART), unread_at=(on(20), on(22)))) == ["unread"]
    more_time = [Extension(date(2026, 5, 20), "x", "jansen", on(20))]
    assert reasons(letter, around(case_of(PART, extensions=more_time))) == []


def test_a_last_day_that_was_granted_is_reminded_of_where_the_ministry_wants_it():
    granted = around(case_of(extensions=[Extension(date(2026, 4, 29), "x", "jansen", on(20))]))
    wants = Practice(remind_extended=True)
    assert reasons(called(), granted, practice=wants) == []
    assert reasons(called(Occasion.SUPPLEMENT), granted, practice=wants) == ["extension_running"]


def test_once_more_time_is_over_it_holds_nothing():
    granted = around(case_of(extensions=[Extension(date(2026, 4, 22), "x", "jansen", on(20))]))
    assert reasons(called(Occasion.OVERDUE), granted) == []


def test_every_reason_is_told_in_dutch():
    assert set(TOLD) == set(HoldReason)
