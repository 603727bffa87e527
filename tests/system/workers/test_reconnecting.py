"""A worker whose database was away is back soon, whatever scan it has in hand."""

import time
from threading import Event, Thread

import pytest

from ibt_intake.jobs.engine import Workers
from ibt_intake.jobs.nudges import Nudge, Task
from storage.config import DatabaseConfig
from storage.database import migrate, open_database
from storage.jobs import prepare_jobs
from tests.system.programs import until

LONG = 600  # seconds that a scan takes
SOON = 120  # the pool of connections itself may wait for thirty
AWAY = 5  # seconds of the database


@pytest.fixture
def engine(postgresql, tmp_path):
    config = DatabaseConfig(url=postgresql.database(), audit_key_file=tmp_path / "audit.key")
    engine = open_database(config)
    migrate(engine)
    prepare_jobs(engine)
    yield engine
    engine.dispose()


class Scans:
    """Takes long over each scan, unless told to stop; what it was told."""

    def __init__(self):
        self.told = []
        self.is_over = Event()

    def do(self, task, about, stop):
        self.told.append("begun")
        end = time.monotonic() + LONG
        while time.monotonic() < end and not (stop.is_set() or self.is_over.is_set()):
            self.is_over.wait(0.05)
        self.told.append("stopped" if stop.is_set() else "done")


def test_a_scan_in_hand_is_given_back_and_begun_again_where_the_database_was_away(
    engine, postgresql
):
    scans = Scans()
    shared = Workers(
        engine=engine,
        do=scans.do,
        due=lambda: [Nudge(Task.OCR, "a scan")],
        queues=["ocr"],
        look_seconds=1,
        silent_seconds=10,
        cut_off_seconds=10,
        refuse=lambda: None,
    )
    thread = Thread(target=shared.run, daemon=True)
    thread.start()
    try:
        until(lambda: scans.told == ["begun"], "the scan in hand", SOON)
        with postgresql.away():
            time.sleep(AWAY)  # what is tried out
        until(lambda: scans.told == ["begun", "stopped", "begun"], "it begun again", SOON)
    finally:
        scans.is_over.set()
        shared.end()
        thread.join(SOON)
    assert not thread.is_alive()
