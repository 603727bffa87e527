"""One pass over the mailbox: keep what is new, file what waits, mark what is filed."""

from collections.abc import Callable
from datetime import timedelta
from math import inf
from threading import Event

from sqlalchemy import Engine

from intake.fetching import Fetcher
from intake.filing import Filer
from intake.steps import now
from intake.tally import Tally
from storage.database import transaction
from storage.heartbeats import beat


class Worker:
    """Takes mail in, pass by pass: fetching and filing in turn, in one process."""

    def __init__(
        self,
        engine: Engine,
        fetcher: Fetcher,
        filer: Filer,
        recogniser: Filer,
        *,
        fresh: timedelta = timedelta(days=7),
    ) -> None:
        """recogniser: of mails that the filer puts off; fresh: how long mail goes before that of
        longer ago there."""
        self._engine = engine
        self._fetcher = fetcher
        self._filer = filer
        self._recogniser = recogniser
        self._fresh = fresh

    def take_in(
        self,
        stop: Event,
        *,
        whole: bool = False,
        recognises_for: float = 0.0,
        each: Callable[[], None] = lambda: None,
    ) -> Tally:
        """One pass; its faults are those of folders that gave no mail. each: see `file_waiting`.

        whole: compare all of the mailbox with the ledger instead of what is new; recognises_for:
        seconds in which mails with scanned pages are begun with, too, after all others.
        """
        tally = Tally()
        self._filer.warm()
        self._fetcher.keep_new(tally, stop, whole=whole)
        if not tally.faults:
            self.beat("fetch")
        self._filer.file_waiting(tally, stop, each=each)
        if recognises_for:
            self.recognise(tally, stop, seconds=recognises_for, each=each)
            tally.wants_ocr = self._recogniser.left()
        if not stop.is_set():
            self.beat("file")
        if self._fetcher.mark(tally):
            self.beat("mark")
        return tally

    def recognise(
        self,
        tally: Tally,
        stop: Event,
        *,
        seconds: float = inf,
        each: Callable[[], None] = lambda: None,
    ) -> None:
        """File the mails that a pass put off; it may be done beside one, in another thread.

        seconds: see `Filer.recognise`.
        """
        self._recogniser.recognise(tally, stop, self._fresh, seconds=seconds, each=each)

    def beat(self, step: str) -> None:
        """Leave a sign of life for `check`."""
        with transaction(self._engine) as session:
            beat(session, step, now())

    def close(self) -> None:
        """End the connections and the reading processes."""
        self._fetcher.close()
        self._filer.close()
        self._recogniser.close()
