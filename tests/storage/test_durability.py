"""Killed at any moment, nothing is lost and nothing is there twice."""

import multiprocessing
import os
import random
import signal
from collections import Counter

import pytest
from sqlmodel import select

import storage.database
from rules.judgement import Element, Judgement, Kind, Proposal, TimelineState
from storage.config import DatabaseConfig
from storage.database import damage, migrate, open_database, snapshot, transaction
from storage.events import all_events, verify_events
from storage.judgements import file_mail, judgements_on_file
from storage.ledger import (
    Arrival,
    State,
    keep_all,
    known_uids,
    mails_by_state,
    raw_of,
    waiting,
)
from storage.tables.mails import ArrivalRow
from tests.databases import Running
from tests.servers import PATIENCE
from tests.storage.conftest import NOON, keep

MAILS = 400
KILLS = 10
MOST_KILLS = 100  # on a slow machine: until one fell into the work itself
# Seconds that each writer may have longer than the one before: the last ones are to come far, and
# none to its end, on a slow machine too.
LONGER = {"sqlite": 0.06, "postgresql": 0.2}
OTHER = Judgement(
    kinds=frozenset({Kind.OTHER}),
    municipalities=(),
    references=(),
    elements=dict.fromkeys(Element, ()),
    timeline_state=TimelineState.ABSENT,
    timeline=(),
    claims_met=False,
    places=(),
    missing=frozenset(),
    late=None,
    flags=frozenset(),
    confidence=1.0,
    proposals=(),
    reasons=(),
)


def raw_mail(uid):
    return b"Mail %d\r\n" % uid * 500


def take_in(config, opened):
    """What the daemon does, in small: take in what the ledger lacks, then file what waits."""
    engine = open_database(config)
    migrate(engine)
    opened.set()
    with transaction(engine) as session:
        known = known_uids(session, "ibt", "INBOX", 7)
    lacking = [uid for uid in range(1, MAILS + 1) if uid not in known]
    while lacking or mails_waiting(engine):
        batch, lacking = lacking[:5], lacking[5:]
        with transaction(engine) as session:
            arrivals = [Arrival("ibt", "INBOX", 7, uid, raw_mail(uid), "", NOON) for uid in batch]
            keep_all(session, arrivals, NOON)
        for mail in mails_waiting(engine):
            with transaction(engine) as session:
                links = (Proposal(f"Gemeente {mail[:1]}", None, 1.0, ()),)
                file_mail(session, mail, None, OTHER, "1", links=links, now=NOON)
    engine.dispose()


def mails_waiting(engine):
    with snapshot(engine) as session:
        return [found.mail for found in waiting(session, NOON, 5)]


def test_a_writer_killed_again_and_again_loses_nothing_and_doubles_nothing(config):
    # A server that has everything loaded forks each writer at once.
    ready = multiprocessing.get_context("forkserver")
    ready.set_forkserver_preload([__name__])
    chance = random.Random(8)
    longer = LONGER[Running.kind]
    for number in range(KILLS):
        begin_and_kill(config, ready, chance.uniform(0.0, longer * number))
    engine = open_database(config)
    for number in range(KILLS, MOST_KILLS):
        if filed(engine) > 0:
            break
        begin_and_kill(config, ready, longer * number)
    assert filed(engine) > 0, "each was killed before it did a thing"
    take_in(config, ready.Event())
    check_all_there_once(engine)


def begin_and_kill(config, ready, seconds):
    """A writer at work, killed after so many seconds."""
    opened = ready.Event()
    writer = ready.Process(target=take_in, args=(config, opened))
    writer.start()
    assert opened.wait(PATIENCE)
    writer.join(seconds)
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL, "it came to its end before it was killed"


def filed(engine):
    """How many mails have come to their end."""
    with snapshot(engine) as session:
        return mails_by_state(session)[State.FILED]


def check_all_there_once(engine):
    with snapshot(engine) as session:
        assert mails_by_state(session) == {
            State.FILED: MAILS,
            State.KEPT: 0,
            State.WANTS_OCR: 0,
            State.SET_ASIDE: 0,
        }
        rows = session.exec(select(ArrivalRow)).all()
        assert sorted(row.uid for row in rows) == list(range(1, MAILS + 1))
        assert all(raw_of(session, row.sha256) == raw_mail(row.uid) for row in rows)
        assert len([judged.mail for judged in judgements_on_file(session)]) == MAILS
        told = Counter((event.action, event.object) for event in all_events(session))
        assert len(told) == MAILS
        assert set(told.values()) == {1}
        assert verify_events(session) == []
    assert damage(engine) is None
    engine.dispose()


def migrate_and_die(config):
    def upgrade_and_die(connection, upgrade=storage.database.upgrade):
        upgrade(connection)
        os.kill(os.getpid(), signal.SIGKILL)

    storage.database.upgrade = upgrade_and_die
    migrate(open_database(config))


def test_r22_a_migration_killed_before_its_end_has_left_nothing(empty_database, tmp_path, arrival):
    config = DatabaseConfig(url=empty_database, audit_key_file=tmp_path / "audit.key")
    writer = multiprocessing.get_context("spawn").Process(target=migrate_and_die, args=(config,))
    writer.start()
    writer.join(PATIENCE)
    assert writer.exitcode == -signal.SIGKILL
    engine = open_database(config)
    migrate(engine)
    with transaction(engine) as session:
        assert keep(session, arrival(1), NOON).is_new
    engine.dispose()


def test_stopped_after_keeping_the_mail_waits_and_is_not_fetched_again(engine, config, mail):
    engine.dispose()
    again = open_database(config)
    with snapshot(again) as session:
        assert known_uids(session, "ibt", "INBOX", 7) == {1}
        assert [found.mail for found in waiting(session, NOON, 10)] == [mail]
    again.dispose()


def test_stopped_while_filing_the_mail_waits_with_nothing_on_file(engine, mail, reading, judgement):
    class PowerCut(BaseException):
        pass

    def file_half():
        with transaction(engine) as session:
            file_mail(session, mail, reading, judgement(), "1", links=(), now=NOON)
            raise PowerCut

    with pytest.raises(PowerCut):
        file_half()
    assert mails_waiting(engine) == [mail]
    with snapshot(engine) as session:
        assert list(judgements_on_file(session)) == []
        assert list(all_events(session)) == []


def test_stopped_after_filing_the_mail_is_not_filed_twice(engine, mail, reading, judgement):
    for is_new in (True, False):
        with transaction(engine) as session:
            made = file_mail(session, mail, reading, judgement(), "1", links=(), now=NOON)
            assert made == is_new
    with snapshot(engine) as session:
        assert len(list(all_events(session))) == 1
