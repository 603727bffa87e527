"""A worker that is told to stop gives back the scan in hand, where that takes long."""

from threading import Event

from ibt_intake.jobs.nudges import Task
from ibt_intake.jobs.work import Work
from intake import breaking_off
from intake.config import ReadingConfig
from intake.filing import Filer
from intake.scans import Scans
from storage.database import transaction
from storage.failures import put_off
from storage.ledger import Arrival, State, keep_all
from tests.intake.scanned import AT, WORDS, counts, scan, tries


def test_a_scan_that_takes_long_is_given_back(engine, monkeypatch):
    for name in ("LOOK_SECONDS", "STOP_SECONDS"):
        monkeypatch.setattr(breaking_off, name, 0.5)
    arrival = Arrival("ibt", "INBOX", 7, 1, scan(*[WORDS] * 30), "<1@x>", AT)
    with transaction(engine) as session:
        (kept,) = keep_all(session, [arrival], AT)
        put_off(session, kept.mail)
    recogniser = Filer(engine, ReadingConfig(), roll_over=True, scans=Scans.BEHIND)
    stop = Event()
    stop.set()
    Work(engine, {}, None, recogniser, send=None, tell_overdue=None).do(Task.OCR, kept.mail, stop)
    assert (counts(engine), tries(engine)) == ({State.WANTS_OCR: 1}, [])
