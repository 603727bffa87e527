"""A mailbox in memory, and steps taken with its mails."""

from datetime import UTC, datetime, timedelta
from threading import Event

from intake import desk, lots, steps
from intake.errors import TryLater
from intake.mailbox.protocol import FolderState
from intake.mailbox.watch import Watch
from intake.tally import Tally
from storage.ledger import Arrival
from tests.intake.mails import numbered


class Mailbox:
    """A double with folders of numbered mails; a folder without any is out of reach."""

    name = "double"

    def __init__(self, **held):
        self.held = held
        self.fetched = []
        self.marked = []

    @property
    def folders(self):
        return tuple(self.held)

    def state(self, folder):
        if self.held[folder] is None:
            raise TryLater(f"folder {folder} is silent")
        return FolderState(folder, 7, 1, len(self.held[folder]))

    def uids(self, folder, since=1):
        return [uid for uid in sorted(self.held[folder]) if uid >= since]

    def fetch(self, folder, uids):
        self.fetched += uids
        for uid in uids:
            at = datetime(2026, 4, 9, 8, tzinfo=UTC) + timedelta(minutes=uid)
            yield [Arrival(self.name, folder, 7, uid, numbered(uid), f"<mail-{uid}@x>", at)]

    def mark(self, folder, uidvalidity, uids):
        self.marked.append((folder, uidvalidity, list(uids)))


def keep(engine, mailbox, watch=None, stop=None, *, whole=False):
    tally = Tally()
    steps.keep_new(mailbox, engine, watch or Watch(), tally, stop or Event(), whole=whole)
    return tally


def file(engine, judge, stop=None, **options):
    tally = Tally()
    lots.file_waiting(engine, judge, tally, stop or Event(), **options)
    return tally


def break_mails(monkeypatch, error, *numbers):
    """Make the reading of these mails fail."""
    subjects = [b"Subject: Mail %d\r\n" % number for number in numbers]

    def read(raw, *rest, before=desk.read_mail, **named):
        if any(subject in raw for subject in subjects):
            raise error
        return before(raw, *rest, **named)

    monkeypatch.setattr(desk, "read_mail", read)
