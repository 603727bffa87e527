"""SIGTERM and SIGINT as a wish to stop, which work in progress may end before it heeds."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Thread
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def heeded(end: Callable[[], None]) -> Iterator[None]:
    """While the block runs, SIGTERM and SIGINT ask to stop; asked twice changes nothing.

    end: called in a thread of its own, the first time.
    """
    # A handler runs in between two steps of the main thread, which may just then hold the
    # lock of an event: setting that event would wait for ever. This queue may be put to.
    asked: SimpleQueue[bool] = SimpleQueue()

    def ask(number: int, _: FrameType | None) -> None:
        asked.put(True)

    def heed() -> None:
        if asked.get():
            end()

    listener = Thread(target=heed, name="signals", daemon=True)
    listener.start()
    before = {each: signal.signal(each, ask) for each in SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        asked.put(False)
        listener.join()
