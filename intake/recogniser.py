"""The recogniser: a thread of its own beside the daemon, so that scans hold up no other mail."""

from collections.abc import Callable
from threading import Event, Thread

import structlog

from intake.breaking_off import STOP_SECONDS
from intake.errors import IntakeError, unforeseen
from intake.tally import Tally
from storage.errors import StorageError

END_SECONDS = 2 * STOP_SECONDS  # for the mail in hand, which is broken off after a while

log = structlog.get_logger()


class Recogniser:
    """Files the mails that passes put off, until it is ended."""

    def __init__(
        self,
        recognise: Callable[..., None],
        *,
        every_seconds: float,
        filed: Callable[[], None],
    ) -> None:
        """recognise: see `intake.worker.Worker`; filed: called as a mail is filed."""
        self._recognise = recognise
        self._every = every_seconds
        self._filed = filed
        self._stop = Event()
        self._wake = Event()
        self._thread = Thread(target=self._work, name="recogniser", daemon=True)

    def start(self) -> None:
        """Take the first turn at once."""
        self._thread.start()

    def wake(self) -> None:
        """A mail was put off."""
        self._wake.set()

    def end(self) -> None:
        """Finish the mail in hand, then stop; one that takes long is given back."""
        self._stop.set()
        self._wake.set()
        self._thread.join(END_SECONDS)

    def _work(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            self._take_turn()
            self._wake.wait(self._every)

    def _take_turn(self) -> None:
        """File what waits; a fault waits for the next turn."""
        tally = Tally()
        try:
            self._recognise(tally, self._stop, each=self._filed)
        except (IntakeError, StorageError) as error:
            if not self._stop.is_set():
                log.error("recognising_failed", reason=str(error))
        except Exception as error:
            # A thread that dies says nothing to anyone, and no scan is read any more.
            log.error("recognising_failed", reason=unforeseen(error))
        if tally.filed or tally.set_aside:
            log.info("recognised", filed=tally.filed, set_aside=tally.set_aside)
