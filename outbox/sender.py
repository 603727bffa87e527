"""The sender: a thread of its own beside the daemon, so that a slow server holds up no intake."""

from collections.abc import Callable
from threading import Event, Thread

import structlog

from outbox.errors import OutboxError
from outbox.sending import Sending
from storage.errors import StorageError

FIRST_SECONDS = 60.0  # after a fault of the server
LONGEST_SECONDS = 1800.0
STOP_SECONDS = 30.0  # for the mail in hand; after that it is found in hand at the next start

log = structlog.get_logger()


class Sender:
    """Takes turns until it is ended; after faults that meet every mail, longer and longer apart."""

    def __init__(self, turn: Callable[[Event], Sending], *, every_seconds: float) -> None:
        """turn: one pass, see `outbox.sending.Outbox.deliver_due`."""
        self._turn = turn
        self._every = every_seconds
        self._faults = 0
        self._stop = Event()
        self._wake = Event()
        self._thread = Thread(target=self._work, name="sender", daemon=True)

    def start(self) -> None:
        """Take the first turn at once."""
        self._thread.start()

    def wake(self) -> None:
        """Take the next turn now, unless the server is being left alone."""
        self._wake.set()

    def end(self) -> None:
        """Finish the mail in hand, then stop; one that hangs is left behind."""
        self._stop.set()
        self._wake.set()
        self._thread.join(STOP_SECONDS)

    def _work(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            self._faults = 0 if self._take_turn() else self._faults + 1
            # New mail is no reason to try a server again that is away.
            (self._stop if self._faults else self._wake).wait(self._seconds())

    def _take_turn(self) -> bool:
        """Whether the next turn may come in the ordinary course."""
        try:
            tally = self._turn(self._stop)
        except (OutboxError, StorageError) as error:
            log.error("sending_failed", reason=str(error))
            return False
        except Exception as error:
            # A thread that dies says nothing to anyone, and no mail goes out any more.
            log.error("sending_failed", reason=f"unforeseen {type(error).__name__}; report it")
            return False
        if tally.fault:
            log.error("sending_failed", reason=str(tally.fault))
        return tally.fault is None

    def _seconds(self) -> float:
        if not self._faults:
            return self._every
        return max(self._every, min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** (self._faults - 1)))
