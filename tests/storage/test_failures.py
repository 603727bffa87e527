"""A mail that fails is tried again, then waits for a person; it is never dropped."""

from datetime import timedelta

import pytest

from storage.database import snapshot, transaction
from storage.errors import UnknownMail
from storage.events import events_of
from storage.failures import failures, set_aside, try_again
from storage.judgements import file_mail
from storage.ledger import State, mails_by_state, waiting
from tests.storage.conftest import NOON

A_YEAR_ON = NOON + timedelta(days=365)


def fail(engine, mail, now=NOON, times=1):
    for _ in range(times):
        with transaction(engine) as session:
            failure = set_aside(session, mail, "read", "too many pages", now)
    return failure


def is_waiting(engine, mail, now):
    with snapshot(engine) as session:
        return mail in [found.mail for found in waiting(session, now, 10)]


def test_a_failed_mail_is_listed_with_its_reason(engine, mail):
    failure = fail(engine, mail)
    with snapshot(engine) as session:
        assert failures(session) == [failure]
        assert mails_by_state(session)[State.SET_ASIDE] == 1
    assert (failure.step, failure.reason, failure.tries) == ("read", "too many pages", 1)


@pytest.mark.parametrize(
    ("tries", "minutes"), [pytest.param(1, 5, id="first"), pytest.param(2, 60, id="second")]
)
def test_a_failed_mail_comes_again_after_a_while(engine, mail, tries, minutes):
    fail(engine, mail, times=tries)
    due = NOON + timedelta(minutes=minutes)
    assert not is_waiting(engine, mail, due - timedelta(seconds=1))
    assert is_waiting(engine, mail, due)


def test_the_next_try_knows_how_many_failed(engine, mail):
    fail(engine, mail, times=2)
    with snapshot(engine) as session:
        assert [found.tries for found in waiting(session, A_YEAR_ON, 10)] == [2]


def test_after_three_tries_a_mail_waits_for_a_person(engine, mail):
    assert fail(engine, mail, times=3).next_try_at is None
    assert not is_waiting(engine, mail, A_YEAR_ON)


def test_an_officer_has_it_tried_once_more(engine, mail):
    fail(engine, mail, times=3)
    with transaction(engine) as session:
        try_again(session, mail, "jansen", NOON)
    assert is_waiting(engine, mail, NOON)
    assert fail(engine, mail).next_try_at is None
    with snapshot(engine) as session:
        told = [(event.action, event.actor) for event in events_of(session, f"mail:{mail}")]
    assert told == [("set_aside", "")] * 3 + [("try_again", "jansen"), ("set_aside", "")]


def test_the_audit_trail_holds_no_words_of_the_reason(engine, mail):
    fail(engine, mail)
    with snapshot(engine) as session:
        (event,) = events_of(session, f"mail:{mail}")
    assert event.after == '{"step":"read","tries":1,"waits_for_a_person":false}'


def test_a_mail_that_is_filed_after_all_is_set_aside_no_more(engine, mail, reading, judgement):
    fail(engine, mail, times=3)
    with transaction(engine) as session:
        file_mail(session, mail, reading, judgement(), "1", links=(), now=NOON)
        assert failures(session) == []
        assert mails_by_state(session)[State.FILED] == 1


def test_what_is_not_there_cannot_be_set_aside_or_tried(engine, mail):
    with transaction(engine) as session:
        with pytest.raises(UnknownMail):
            set_aside(session, "abc", "read", "", NOON)
        with pytest.raises(UnknownMail):
            try_again(session, mail, "jansen", NOON)
