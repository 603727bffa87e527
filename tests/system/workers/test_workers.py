"""Processes that share the work on one PostgreSQL database."""

import signal

from tests.system.mails import some
from tests.system.programs import until

LONG = 120  # seconds: the first mail waits until what judges it is loaded


def test_a_worker_takes_in_what_comes_and_stops_when_it_is_told(shared, dovecot):
    dovecot.append(some(3))
    worker = shared.start("worker")
    until(lambda: shared.filed() == 3, "the first mails", LONG)
    dovecot.append(some(2, first=3))
    until(lambda: shared.filed() == 5, "the next mails", LONG)
    assert worker.end(signal.SIGTERM) == 0
    assert shared.raws() == sorted(some(5))
    assert worker.events("job_failed") == []
