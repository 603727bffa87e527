"""A wish to stop, where what is in hand may take longer than who stops a program waits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from intake.errors import TryLater

STOP_SECONDS = 20.0  # for what is in hand; thirty scanned pages may take many minutes
LOOK_SECONDS = 1.0  # between two looks whether to stop


@contextmanager
def broken_off(stop: Event, end: Callable[[], None]) -> Iterator[None]:
    """While the block runs, a wish to stop leads to `end`, unless the block is done soon after.

    end: called in a thread of its own; the TryLater that it leads to is no fault.
    """
    is_done = Event()
    watcher = Thread(target=watch, args=(stop, is_done, end), name="break-off", daemon=True)
    watcher.start()
    try:
        yield
    except TryLater:
        if not stop.is_set():
            raise
    finally:
        is_done.set()
        watcher.join()


def watch(stop: Event, is_done: Event, end: Callable[[], None]) -> None:
    """Call `end` some time after a wish to stop, unless all is done by then."""
    while not is_done.wait(LOOK_SECONDS):
        if stop.is_set():
            if not is_done.wait(STOP_SECONDS):
                end()
            return
