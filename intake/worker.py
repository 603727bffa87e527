"""One pass over the mailbox: keep what is new, file what waits, mark what is filed."""

from collections.abc import Callable
from threading import Event

import structlog
from sqlalchemy import Engine

from intake.antivirus import OFF
from intake.authentication import NOT_CHECKED, Senders
from intake.config import AntivirusConfig, ReadingConfig
from intake.correspondence import NO_CORRESPONDENCE, Correspondence
from intake.errors import IntakeError
from intake.mailbox.protocol import Mailbox
from intake.mailbox.watch import Watch
from intake.reader_process import Known, ReaderProcess
from intake.steps import file_waiting, keep_new, mark_filed, now
from intake.tally import Tally
from storage.database import snapshot, transaction
from storage.heartbeats import beat
from storage.registry import registry

log = structlog.get_logger()


class Worker:
    """Takes mail in, pass by pass; what it remembers in between only saves time."""

    def __init__(
        self,
        engine: Engine,
        mailbox: Mailbox,
        reading: ReadingConfig,
        *,
        roll_over: bool,
        marks: bool,
        correspondence: Correspondence = NO_CORRESPONDENCE,
        senders: Senders = NOT_CHECKED,
        antivirus: AntivirusConfig = OFF,
    ) -> None:
        self._engine = engine
        self._mailbox = mailbox
        self._reading = reading
        self._roll_over = roll_over
        self._marks = marks
        self._correspondence = correspondence
        self._senders = senders
        self._antivirus = antivirus
        self._watch = Watch()
        self._marked: dict[str, set[int]] = {}
        self._known: Known | None = None
        self._reader: ReaderProcess | None = None

    def take_in(
        self, stop: Event, *, whole: bool = False, each: Callable[[], None] = lambda: None
    ) -> Tally:
        """One pass; its faults are those of folders that gave no mail. each: see `file_waiting`.

        whole: compare all of the mailbox with the ledger instead of what is new.
        """
        tally, reader = Tally(), self.reader()
        reader.warm()
        keep_new(self._mailbox, self._engine, self._watch, tally, stop, whole=whole)
        if not tally.faults:
            self.beat("fetch")
        file_waiting(
            self._engine,
            reader,
            tally,
            stop,
            correspondence=self._correspondence,
            each=each,
        )
        if not stop.is_set():
            self.beat("file")
        if self._marks and not tally.faults:
            self.mark(tally)
        return tally

    def mark(self, tally: Tally) -> None:
        """Mark what is filed; a server that is away by now is a fault of this pass like others."""
        try:
            mark_filed(self._mailbox, self._engine, self._marked)
            self.beat("mark")
        except IntakeError as error:
            tally.faults.append(error)

    def reader(self) -> ReaderProcess:
        """A reading process that knows the registry as it is now."""
        with snapshot(self._engine) as session:
            known = Known(
                registry(session),
                self._reading,
                self._roll_over,
                self._correspondence,
                self._senders,
                self._antivirus,
            )
        if self._reader is None or self._known != known:
            self._end_reader()
            self._known, self._reader = known, ReaderProcess(known)
        return self._reader

    def beat(self, step: str) -> None:
        """Leave a sign of life for `check`."""
        with transaction(self._engine) as session:
            beat(session, step, now())

    def close(self) -> None:
        """End the connections and the reading process."""
        self._mailbox.close()
        self._end_reader()

    def _end_reader(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
