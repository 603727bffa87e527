"""The sender beside the daemon: nothing that a server does holds up anything but mail."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from outbox import sender as senders
from outbox.config import SmtpConfig
from outbox.errors import ServerAway
from outbox.sender import Sender
from outbox.sending import NoCopies, Outbox, Sending
from outbox.smtp import SmtpServer
from rules.outgoing import GO, OutgoingState
from storage.database import migrate, open_database, snapshot, transaction
from storage.outgoing import outbox
from storage.proposed import propose
from storage.sending import queue, recover
from tests.databases import database_at
from tests.outbox.mails import NOON, US, letter
from tests.servers import PATIENCE

LONG = 3600


@pytest.fixture
def started():
    """Starts senders that end with the test."""
    made = []

    def start(turn, every_seconds=LONG):
        sender = Sender(turn, every_seconds=every_seconds)
        made.append(sender)
        sender.start()
        return sender

    yield start
    for sender in made:
        sender.end()


class Turns:
    """Counts turns; each does the next thing of a list, the last for good."""

    def __init__(self, *deeds):
        self.deeds, self.count, self.news = list(deeds), 0, threading.Condition()

    def __call__(self, stop):
        deed = self.deeds.pop(0) if len(self.deeds) > 1 else self.deeds[0]
        with self.news:
            self.count += 1
            self.news.notify_all()
        if isinstance(deed, Exception):
            raise deed
        return deed

    def reach(self, count):
        """Whether so many turns were taken in time."""
        with self.news:
            return self.news.wait_for(lambda: self.count >= count, PATIENCE)


def test_the_first_turn_comes_at_once_and_the_next_when_woken(started):
    turns = Turns(Sending())
    sender = started(turns)
    assert turns.reach(1)
    sender.wake()
    assert turns.reach(2)


AWAY = ServerAway("away")


@pytest.mark.parametrize("fault", [AWAY, RuntimeError("ours"), Sending(fault=AWAY)])
def test_a_fault_ends_no_sender_and_leaves_the_server_alone_for_longer(started, monkeypatch, fault):
    monkeypatch.setattr(senders, "FIRST_SECONDS", 0.2)
    turns = Turns(fault, fault, Sending())
    before = time.monotonic()
    sender = started(turns, every_seconds=0.01)
    assert turns.reach(1)
    sender.wake()  # new mail is no reason to try a server again that is away
    assert turns.reach(3)
    assert time.monotonic() - before >= 0.2 + 0.4


def test_a_server_that_hangs_holds_up_neither_the_daemon_nor_its_end(
    started, smtp_peer, tmp_path, monkeypatch
):
    monkeypatch.setattr(senders, "STOP_SECONDS", 0.2)
    engine = open_database(database_at(tmp_path, busy_seconds=5))
    migrate(engine)
    with transaction(engine) as session:
        queue(session, propose(session, letter(), NOON), NOON)
    peer = smtp_peer(DOT=None)
    config = SmtpConfig(host="127.0.0.1", port=peer.port, security="plain", sender=US.address)
    way_out = Outbox(
        engine=engine,
        transport=SmtpServer(config),
        copies=NoCopies(),
        sender=US,
        clear=lambda *_: GO,
        now=lambda: datetime.now(UTC),
        give_up=timedelta(days=5),
    )
    sender = started(lambda stop: way_out.deliver_due(stop.is_set))
    assert peer.is_told("DOT", PATIENCE)
    with transaction(engine) as session:  # what intake writes meanwhile waits for nobody
        propose(session, letter(2), NOON)
    sender.end()
    with snapshot(engine) as session:
        assert outbox(session)[0].state is OutgoingState.SENDING
    with transaction(engine) as session:
        assert recover(session, NOON) == (0, 1)  # as the next start does
