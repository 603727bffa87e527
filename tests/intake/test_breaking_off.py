"""What takes long is broken off once the program is told to stop."""

from threading import Event
from time import monotonic

import pytest

from intake import breaking_off
from intake.breaking_off import broken_off
from intake.errors import TryLater
from tests.servers import PATIENCE


class Slow:
    """Work that takes so long, or until it is closed."""

    def __init__(self, seconds):
        self.seconds, self.closed = seconds, Event()

    def work(self):
        if self.closed.wait(self.seconds):
            raise TryLater("the reading process was ended")


@pytest.fixture
def stop(monkeypatch):
    """A wish to stop that is there already."""
    monkeypatch.setattr(breaking_off, "LOOK_SECONDS", 0.01)
    stop = Event()
    stop.set()
    return stop


def test_what_takes_long_is_broken_off(stop, monkeypatch):
    monkeypatch.setattr(breaking_off, "STOP_SECONDS", 0.1)
    slow, began = Slow(PATIENCE), monotonic()
    with broken_off(stop, slow.closed.set):
        slow.work()
    assert slow.closed.is_set()
    assert monotonic() - began < PATIENCE


def test_what_is_soon_done_is_finished(stop):
    slow = Slow(0.2)
    with broken_off(stop, slow.closed.set):
        slow.work()
    assert not slow.closed.is_set()


def test_what_goes_wrong_while_nobody_asked_to_stop_is_told():
    slow = Slow(PATIENCE)
    slow.closed.set()
    with pytest.raises(TryLater), broken_off(Event(), slow.closed.set):
        slow.work()
