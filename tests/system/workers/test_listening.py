"""Workers wait for mail by IDLE: one of them a mailbox, and another where that one ends."""

import signal
import time

import pytest

from tests.system.mails import some
from tests.system.programs import until

LONG = 600  # seconds: the first mail waits until what judges it is loaded
IN_TIME = 5  # seconds from delivery to judgement
NEVER = 3600


@pytest.fixture
def listening(shared, dovecot):
    """Two workers that have filed a mail, the one that listens in front; neither polls again."""
    shared.settings["mailbox"]["poll_seconds"] = NEVER
    shared.settings["worker"]["look_seconds"] = 30
    dovecot.append(some(1))
    workers = [shared.start("worker") for _ in range(2)]
    until(lambda: shared.filed() == 1, "the first mail", LONG, every=0.25)
    until(lambda: any(map(listens, workers)), "a worker that listens", LONG)
    return sorted(workers, key=listens, reverse=True)


def listens(worker):
    return bool(worker.events("listening"))


def seconds_of(shared, dovecot, number):
    """How long the mail of that number took from delivery to judgement."""
    dovecot.append(some(1, first=number))
    at = time.monotonic()
    until(lambda: shared.filed() == number + 1, "the mail", LONG)
    return time.monotonic() - at


def test_mail_that_arrives_is_judged_without_waiting_for_a_poll(shared, dovecot, listening):
    took = [seconds_of(shared, dovecot, number) for number in range(1, 6)]
    assert min(took) < IN_TIME  # a busy machine lets any one of them wait
    assert [listens(worker) for worker in listening] == [True, False]


def test_when_the_one_that_listens_is_killed_another_does(shared, dovecot, listening):
    first, second = listening
    first.end(signal.SIGKILL)
    second.wait_for("listening", seconds=LONG)
    seconds_of(shared, dovecot, 1)
    assert second.end(signal.SIGTERM) == 0


def test_mail_is_told_again_once_the_server_is_back(shared, dovecot, listening):
    dovecot.stop()
    listening[0].wait_for("listening_failed", seconds=LONG)
    dovecot.start()
    seconds_of(shared, dovecot, 1)
