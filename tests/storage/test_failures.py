"""A mail that fails is tried again, then waits for a person; it is never dropped."""

from datetime import timedelta

import pytest

from storage.database import snapshot, transaction
from storage.errors import UnknownMail
from storage.events import events_of
from storage.failures import (
    IN_HAND,
    WAITS,
    failure_of,
    failures,
    give_back,
    put_off,
    set_aside,
    take_in_hand,
    try_again,
)
from storage.judgements import file_mail
from storage.ledger import State, Step, mails_by_state, waiting
from storage.tables.mails import FailureRow, MailRow
from storage.turns import to_read, waiting_mail
from storage.unread import are_mails_unjudged
from tests.storage.conftest import NOON, keep

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


# ------------------------------------------------------------------ text recognition


def wants_ocr(engine, mail, now=NOON):
    with snapshot(engine) as session:
        return waiting_mail(session, mail, now, step=Step.OCR) is not None


@pytest.fixture
def scanned(engine, mail):
    """A mail that was put off, as its pages are pictures."""
    with transaction(engine) as session:
        take_in_hand(session, mail, Step.READ, NOON)
        put_off(session, mail)
    return mail


def test_a_mail_that_is_put_off_waits_for_recognition_alone(engine, scanned):
    assert wants_ocr(engine, scanned)
    assert not is_waiting(engine, scanned, A_YEAR_ON)
    with snapshot(engine) as session:
        assert mails_by_state(session)[State.WANTS_OCR] == 1
        assert failures(session) == []


def test_nobody_is_reminded_while_a_scan_is_unread(engine, scanned, reading, judgement):
    with transaction(engine) as session:
        assert are_mails_unjudged(session)
        file_mail(session, scanned, reading, judgement(), "1", links=(), now=NOON)
        assert not are_mails_unjudged(session)


def test_recognition_that_fails_is_tried_again_after_a_while_and_then_left(engine, scanned):
    for wait in WAITS:
        with transaction(engine) as session:
            set_aside(session, scanned, Step.OCR, "Tesseract is away", NOON)
        assert not wants_ocr(engine, scanned)
        assert wants_ocr(engine, scanned, NOON + wait)
        assert not is_waiting(engine, scanned, A_YEAR_ON)
    with transaction(engine) as session:
        assert set_aside(session, scanned, Step.OCR, "away", NOON).next_try_at is None
    assert not wants_ocr(engine, scanned, A_YEAR_ON)


def test_a_scan_that_the_program_was_killed_on_goes_on_until_that_happened_too_often(
    engine, scanned
):
    for _ in range(len(WAITS) + 1):
        with transaction(engine) as session:
            assert take_in_hand(session, scanned, Step.OCR, NOON)
        assert wants_ocr(engine, scanned)
    with transaction(engine) as session:
        assert not take_in_hand(session, scanned, Step.OCR, NOON)
        assert set_aside(session, scanned, Step.OCR, IN_HAND, NOON).next_try_at is None


def kill(engine, mail):
    """Have the program be killed on a mail; whether it was tried."""
    with transaction(engine) as session:
        return take_in_hand(session, mail, Step.READ, NOON)


def test_a_mail_that_failed_is_tried_as_often_as_others_where_the_program_is_killed(engine, mail):
    fail(engine, mail, times=3)
    with transaction(engine) as session:
        try_again(session, mail, "jansen", NOON)
    assert [kill(engine, mail) for _ in range(4)] == [True, True, True, False]


def test_one_killed_on_too_often_is_tried_as_often_again_once_an_officer_asks(engine, mail):
    for _ in range(2):
        assert [kill(engine, mail) for _ in range(4)] == [True, True, True, False]
        assert fail(engine, mail).next_try_at is None
        with transaction(engine) as session:
            try_again(session, mail, "jansen", NOON)


def test_a_try_that_is_given_back_ended_with_nothing(engine, mail):
    fail(engine, mail)
    for _ in range(4):
        with transaction(engine) as session:
            before = failure_of(session, mail)
            assert take_in_hand(session, mail, Step.READ, NOON)
            give_back(session, mail, before)
            assert failure_of(session, mail) == before


def test_a_mail_that_another_filed_meanwhile_is_not_put_off(engine, mail, reading, judgement):
    with transaction(engine) as session:
        file_mail(session, mail, reading, judgement(), "1", links=(), now=NOON)
        put_off(session, mail)
        assert mails_by_state(session)[State.FILED] == 1


def test_a_mail_that_another_filed_meanwhile_is_not_set_aside(engine, mail, reading, judgement):
    with transaction(engine) as session:
        take_in_hand(session, mail, "read", NOON)
        file_mail(session, mail, reading, judgement(), "1", links=(), now=NOON)
        take_in_hand(session, mail, "read", NOON)
    assert fail(engine, mail) is None
    with snapshot(engine) as session:
        assert mails_by_state(session)[State.FILED] == 1
        assert session.get(FailureRow, mail) is None


def test_scans_of_today_are_recognised_before_those_of_last_year(engine, arrival):
    with transaction(engine) as session:
        old, new = (keep(session, arrival(number), NOON).mail for number in (8, 9))
        for mail in (old, new):
            put_off(session, mail)
        session.get(MailRow, old).received_at = NOON - timedelta(days=365)
        session.get(MailRow, new).received_at = NOON
    with snapshot(engine) as session:
        turns = to_read(session, NOON, NOON - timedelta(days=7), 10, step=Step.OCR)
        assert [(turn.mail, turn.is_fresh) for turn in turns] == [(new, True), (old, False)]
