"""An outbox over a server on loopback, with the clock in hand, and a shelf for its copies."""

from datetime import timedelta

import pytest

from outbox.config import SmtpConfig
from outbox.errors import Later
from outbox.sending import NoCopies, Outbox
from outbox.smtp import SmtpServer
from rules.outgoing import GO
from storage.database import snapshot, transaction
from storage.outgoing import outbox
from storage.proposed import propose
from storage.sending import queue
from tests.outbox.mails import NOON, US, letter


class Clock:
    """Time that only moves when told."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


class Office:
    """An outbox over a server on loopback, with the clock in hand."""

    def __init__(self, engine, transport, copies=None, clear=lambda session, entry, now: GO):
        self.engine, self.clock = engine, Clock()
        self.outbox = Outbox(
            engine=engine,
            transport=transport,
            copies=copies or NoCopies(),
            sender=US,
            clear=clear,
            now=self.clock,
            give_up=timedelta(days=5),
        )

    def queue(self, count=1):
        """Letters that wait for their turn; their ids."""
        found = []
        with transaction(self.engine) as session:
            for number in range(1, count + 1):
                entry = propose(session, letter(number), NOON)
                queue(session, entry, NOON)
                found.append(entry)
        return found

    def states(self):
        """Where the letters stand, in order."""
        with snapshot(self.engine) as session:
            return [entry.state for entry in outbox(session)]

    def entry(self):
        """The first letter."""
        with snapshot(self.engine) as session:
            return outbox(session)[0]

    def later(self, wait, **settings):
        """A pass at a later moment."""
        self.clock.now += wait
        return self.outbox.deliver_due(**settings)


@pytest.fixture
def office(engine):
    """Makes an office over a scripted server."""

    def make(peer, **options):
        config = SmtpConfig(
            host="127.0.0.1",
            port=peer.port,
            security="plain",
            sender=US.address,
            timeout_seconds=options.pop("seconds", 30),
            accept_seconds=options.pop("accept", 30),
        )
        return Office(engine, SmtpServer(config), **options)

    return make


class Shelf:
    """Copies in a list; `has` are there already, `is_away` makes it unreachable."""

    def __init__(self, has=(), is_away=False):
        self.kept, self.has, self.is_away = [], set(has), is_away

    def holds(self, message_id):
        if self.is_away:
            raise Later("the mailbox is away")
        return message_id in self.has or None

    def keep(self, mail):
        if self.is_away:
            raise Later("the mailbox is away")
        self.kept.append(mail)
