"""How the work stands, read from either database."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from rules.decisions import Disposition
from rules.health import Backlog, Queue, Trail
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot, transaction
from storage.failures import WAITS, put_off, set_aside
from storage.heartbeats import beat
from storage.judgements import file_mail
from storage.leases import acquire
from storage.pauses import pause
from storage.proposed import propose
from storage.sending import queue, refuse, take
from storage.vitals import vitals_of
from tests.storage.conftest import NOON, keep
from tests.storage.test_outgoing import numbered

HOUR = timedelta(hours=1)


@pytest.fixture
def engine(url):
    engine = open_database(DatabaseConfig(url=url, busy_seconds=5))
    migrate(engine)
    yield engine
    engine.dispose()


def vitals(engine, now=NOON):
    with snapshot(engine) as session:
        return vitals_of(session, now)


def test_an_empty_database_has_nothing_that_waits(engine):
    found = vitals(engine)
    assert set(found.queues.values()) == {Backlog()}
    assert set(found.queues) == set(Queue)
    assert found.mails == dict.fromkeys(Disposition, 0)
    assert (found.beats, found.outgoing) == ({}, {})
    assert (found.is_running, found.is_paused) == (False, False)
    assert found.size > 10_000


def test_mails_wait_by_how_far_they_came(engine, arrival):
    with transaction(engine) as session:
        _, again, person = (
            keep(session, arrival(number), NOON + number * HOUR).mail for number in (1, 2, 3)
        )
        keep(session, arrival(4), NOON)
        put_off(session, keep(session, arrival(5), NOON + 5 * HOUR).mail)
        for mail, times in ((again, 1), (person, len(WAITS) + 1)):
            for _ in range(times):
                set_aside(session, mail, "read", "too many pages", NOON)
    found = vitals(engine).queues
    assert found[Queue.TO_READ] == Backlog(2, NOON)
    assert found[Queue.TO_RECOGNISE] == Backlog(1, NOON + 5 * HOUR)
    assert found[Queue.TO_RETRY] == Backlog(1, NOON + 2 * HOUR)
    assert found[Queue.SET_ASIDE] == Backlog(1, NOON + 3 * HOUR)


def test_filed_mails_are_told_by_what_became_of_them(engine, mail, judgement, reading):
    with transaction(engine) as session:
        file_mail(session, mail, reading, judgement(), "1", links=(), now=NOON)
    found = vitals(engine)
    assert found.queues[Queue.TO_READ] == Backlog()
    assert sum(found.mails.values()) == 1
    assert found.queues[Queue.WORK_LIST].count == found.mails[Disposition.OPEN]


def test_mails_that_go_out_wait_by_their_state(engine):
    with transaction(engine) as session:
        _, second, third = (
            propose(session, numbered(number), NOON + number * HOUR) for number in (1, 2, 3)
        )
        queue(session, second, NOON + 4 * HOUR)
        queue(session, third, NOON + 4 * HOUR)
        take(session, third, NOON + 5 * HOUR)
        refuse(session, third, "550 no such user", NOON + 5 * HOUR)
    found = vitals(engine)
    assert found.queues[Queue.PROPOSED] == Backlog(1, NOON + HOUR)
    assert found.queues[Queue.TO_SEND] == Backlog(1, NOON + 4 * HOUR)
    assert found.queues[Queue.REFUSED] == Backlog(1, NOON + 3 * HOUR)
    assert found.outgoing == {
        (Occasion.REMINDER, OutgoingState.PROPOSED): 1,
        (Occasion.REMINDER, OutgoingState.QUEUED): 1,
        (Occasion.REMINDER, OutgoingState.REFUSED): 1,
    }


def test_a_daemon_runs_as_long_as_its_lease(engine):
    with transaction(engine) as session:
        acquire(session, "intake", "a/7", NOON, 90)
        beat(session, "fetch", NOON)
    assert vitals(engine, NOON + timedelta(seconds=89)).is_running
    found = vitals(engine, NOON + timedelta(seconds=91))
    assert not found.is_running
    assert found.beats == {"fetch": NOON}


def test_that_nothing_is_sent_after_a_restore_is_told(engine):
    with transaction(engine) as session:
        pause(session, NOON)
    assert vitals(engine).is_paused


def test_the_end_of_the_trail_is_told_with_its_last_event(engine, mail):
    with transaction(engine) as session:
        set_aside(session, mail, "read", "too many pages", NOON + HOUR)
    trail = vitals(engine).trail
    assert trail == Trail(trail.events, NOON + HOUR, is_signed=True)


def test_an_end_that_was_changed_by_hand_is_not_signed(engine, mail):
    with transaction(engine) as session:
        session.connection().execute(text("UPDATE event_head SET mac = 'x'"))
    assert not vitals(engine).trail.is_signed
    with transaction(engine) as session:
        session.connection().execute(text("DELETE FROM event_head"))
    assert vitals(engine).trail is None
