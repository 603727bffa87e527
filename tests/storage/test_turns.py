"""What is still to be read, for those who share the work."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import snapshot, transaction
from storage.events import events_by_action
from storage.failures import (
    failure_of,
    failures,
    give_back,
    put_off,
    set_aside,
    take_in_hand,
    try_again,
)
from storage.ledger import Arrival, Step, keep_all
from storage.turns import Turn, hold_back, to_read, waiting_mail

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK_AGO = NOON - 7 * DAY


@pytest.fixture
def mails(engine):
    """Four mails, received so many days ago, by that number."""
    days = (400, 2, 300, 1)
    arrivals = [
        Arrival("post", "INBOX", 1, at, b"mail %d" % ago, "", NOON - ago * DAY)
        for at, ago in enumerate(days)
    ]
    with transaction(engine) as session:
        kept = keep_all(session, arrivals, NOON)
    return {ago: each.mail for ago, each in zip(days, kept, strict=True)}


def turns(engine, limit=10, now=NOON):
    with snapshot(engine) as session:
        return to_read(session, now, WEEK_AGO, limit)


def test_new_mails_come_before_old_ones_each_with_the_first_received_in_front(engine, mails):
    order = [(2, True), (1, True), (400, False), (300, False)]
    assert turns(engine) == [Turn(mails[ago], fresh) for ago, fresh in order]
    assert [each.mail for each in turns(engine, limit=2)] == [mails[2], mails[1]]


def test_a_mail_that_failed_has_its_turn_when_its_next_try_is_due(engine, mails):
    with transaction(engine) as session:
        failure = set_aside(session, mails[1], "read", "broken", NOON)
    assert mails[1] not in [each.mail for each in turns(engine)]
    assert mails[1] in [each.mail for each in turns(engine, now=failure.next_try_at)]
    with snapshot(engine) as session:
        assert waiting_mail(session, mails[1], NOON) is None
        assert waiting_mail(session, mails[1], failure.next_try_at).tries == 1
        assert waiting_mail(session, mails[2], NOON).received_at == NOON - 2 * DAY


def test_a_mail_that_is_held_back_waits_until_a_person_has_it_tried(engine, mails):
    with transaction(engine) as session:
        assert hold_back(session, mails[2], "called off", "jansen", NOON)
    assert mails[2] not in [each.mail for each in turns(engine, now=NOON + 1000 * DAY)]
    with transaction(engine) as session:
        (failure,) = failures(session)
        (event,) = events_by_action(session, "set_aside")
        try_again(session, mails[2], "bakker", NOON)
    assert (failure.reason, failure.next_try_at, event.actor) == ("called off", None, "jansen")
    assert mails[2] in [each.mail for each in turns(engine)]


def test_one_that_was_called_off_before_any_try_counts_as_tried_and_is_not_lost(engine, mails):
    with transaction(engine) as session:
        hold_back(session, mails[2], "called off", "jansen", NOON)
        try_again(session, mails[2], "bakker", NOON)
    with transaction(engine) as session:
        assert waiting_mail(session, mails[2], NOON).tries == 1
        before = failure_of(session, mails[2])
        assert take_in_hand(session, mails[2], "read", NOON)
    with transaction(engine) as session:
        give_back(session, mails[2], before)
    assert mails[2] in [each.mail for each in turns(engine)]
    with snapshot(engine) as session:
        assert [each.mail for each in failures(session)] == [mails[2]]


def test_a_scan_that_was_called_off_is_left_to_recognition_once_it_is_tried_again(engine, mails):
    with transaction(engine) as session:
        put_off(session, mails[2])
        hold_back(session, mails[2], "called off", "jansen", NOON)
        assert [each.step for each in failures(session)] == [Step.OCR]
        hold_back(session, mails[2], "called off again", "jansen", NOON)
        try_again(session, mails[2], "jansen", NOON)
    with snapshot(engine) as session:
        assert waiting_mail(session, mails[2], NOON) is None
        assert waiting_mail(session, mails[2], NOON, step=Step.OCR) is not None
