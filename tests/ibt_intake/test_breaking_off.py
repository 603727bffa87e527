"""A worker that is told to stop gives back the scan in hand, where that takes long."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from ibt_intake.jobs import work as works
from ibt_intake.jobs.nudges import Task
from ibt_intake.jobs.work import Work
from intake.errors import TryLater
from storage.database import migrate, open_database, transaction
from storage.failures import put_off
from storage.ledger import Arrival, keep_all
from tests.databases import database_at
from tests.servers import PATIENCE

AT = datetime(2026, 4, 9, 8, tzinfo=UTC)


class Recogniser:
    """One that takes so long, or until it is closed."""

    def __init__(self, seconds):
        self.seconds, self.begun, self.closed = seconds, [], Event()

    def file(self, mail, tally):
        self.begun.append(mail.mail)
        if self.closed.wait(self.seconds):
            raise TryLater("the reading process was ended")

    def close(self):
        self.closed.set()


@pytest.fixture
def engine(tmp_path):
    engine = open_database(database_at(tmp_path))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def scan(engine):
    """A mail that waits for its scan to be read."""
    arrival = Arrival("ibt", "INBOX", 7, 1, b"Subject: x\n\nx", "<1@x>", AT)
    with transaction(engine) as session:
        (kept,) = keep_all(session, [arrival], AT)
        put_off(session, kept.mail)
    return kept.mail


@pytest.fixture
def stop(monkeypatch):
    """A wish to stop that is there already."""
    monkeypatch.setattr(works, "LOOK_SECONDS", 0.01)
    stop = Event()
    stop.set()
    return stop


def work_of(engine, recogniser):
    return Work(engine, {}, None, recogniser, send=None, tell_overdue=None)


def test_a_scan_that_takes_long_is_broken_off(engine, scan, stop, monkeypatch):
    monkeypatch.setattr(works, "STOP_SECONDS", 0.1)
    recogniser = Recogniser(PATIENCE)
    began = datetime.now(UTC)
    work_of(engine, recogniser).do(Task.OCR, scan, stop)
    assert datetime.now(UTC) - began < timedelta(seconds=PATIENCE)
    assert (recogniser.begun, recogniser.closed.is_set()) == ([scan], True)


def test_one_that_is_soon_done_is_finished(engine, scan, stop):
    recogniser = Recogniser(0.2)
    work_of(engine, recogniser).do(Task.OCR, scan, stop)
    assert (recogniser.begun, recogniser.closed.is_set()) == ([scan], False)


def test_what_goes_wrong_while_nobody_asked_to_stop_is_told(engine, scan):
    recogniser = Recogniser(PATIENCE)
    recogniser.close()
    with pytest.raises(TryLater):
        work_of(engine, recogniser).do(Task.OCR, scan, Event())
