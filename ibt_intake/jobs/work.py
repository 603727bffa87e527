"""What workers do, each thing by itself: the functions of the daemon, called one by one.

Each may be called twice at once by two processes: rows and locks of the database see to it that
nothing is done twice. Filing locks the end of the audit trail, so one lot of mails is filed at a
time, and of each case one.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Event
from time import monotonic

import structlog
from sqlalchemy import Engine

from ibt_intake.jobs.nudges import Task
from intake.errors import Stop
from intake.fetching import Fetcher
from intake.filing import Filer
from intake.lots import LOT_SECONDS
from intake.steps import now
from intake.tally import Tally
from outbox.sending import Sending
from storage.database import snapshot, transaction
from storage.heartbeats import beat, last_beats
from storage.ledger import Step
from storage.turns import waiting_mail

BEAT_SECONDS = 30.0  # between two signs of life of a worker that files mail after mail

log = structlog.get_logger()


class Work:
    """All that a worker can do."""

    def __init__(
        self,
        engine: Engine,
        fetchers: Mapping[str, Fetcher],
        filer: Filer,
        recogniser: Filer,
        *,
        send: Callable[[Event], Sending],
        tell_overdue: Callable[[], object],
    ) -> None:
        """fetchers: by the name of their mailbox; recogniser: of mails that the filer puts off."""
        self._engine = engine
        self._fetchers = fetchers
        self._filer = filer
        self._recogniser = recogniser
        self._send = send
        self._tell_overdue = tell_overdue
        self._filed_at = 0.0

    def do(self, task: Task, about: str, stop: Event) -> None:
        """Do what a nudge is about; raises what went wrong, and the nudge comes again."""
        match task:
            case Task.FETCH | Task.COMPARE:
                self.fetch(about, stop, whole=task is Task.COMPARE)
            case Task.READ:
                self.read(about.split(), stop)
            case Task.OCR:
                self.recognise(about, stop)
            case Task.SEND:
                self.send(stop)
            case Task.DEADLINES:
                self._tell_overdue()
                self._beat(task)
            case Task.LOOK:
                raise ValueError("looking is for the engine to do")

    def fetch(self, mailbox: str, stop: Event, *, whole: bool) -> None:
        """Keep what is new in a mailbox, and mark what is filed; connections end with it."""
        fetcher = self._fetchers.get(mailbox)
        if fetcher is None:
            raise Stop(
                f"the settings of this worker name no mailbox {mailbox}; give all workers the same"
            )
        tally = Tally()
        try:
            fetcher.keep_new(tally, stop, whole=whole)
            if fetcher.mark(tally):
                self._beat("mark")
        finally:
            fetcher.close()  # many workers would hold more connections than servers allow
        for fault in tally.faults:
            log.error("folder_failed", reason=str(fault))
        if tally.faults:
            raise tally.faults[0]
        if not stop.is_set():
            self._note_fetched(mailbox, whole=whole)

    def read(self, mails: Sequence[str], stop: Event) -> None:
        """Read, judge and file these mails, but for those with which that is done.

        Those that are not begun after LOT_SECONDS are left to the next look: what has come in
        meanwhile goes before those of longer ago.
        """
        with snapshot(self._engine) as session:
            found = [waiting_mail(session, mail, now()) for mail in mails]
        waiting = [mail for mail in found if mail]
        if not waiting:
            return
        end = monotonic() + LOT_SECONDS

        def each() -> None:
            if monotonic() > end:
                stop.set()

        self._filer.file(waiting, Tally(), stop, each=each)
        if monotonic() - self._filed_at > BEAT_SECONDS:
            self._filed_at = monotonic()
            self._beat("file")

    def recognise(self, mail: str, stop: Event) -> None:
        """The same with a mail that was put off; it may be done beside all else.

        Told to stop, it gives back a mail that takes long: one that ended it three times would be
        set aside.
        """
        with snapshot(self._engine) as session:
            waiting = waiting_mail(session, mail, now(), step=Step.OCR)
        if waiting is not None:
            self._recogniser.file_scan(waiting, Tally(), stop)

    def send(self, stop: Event) -> None:
        """Bring the outbox up to date, and send what is due in it."""
        fault = self._send(stop).fault
        if fault:
            raise fault

    def close(self) -> None:
        """End connections and the reading processes."""
        for fetcher in self._fetchers.values():
            fetcher.close()
        self._filer.close()
        self._recogniser.close()

    def _note_fetched(self, mailbox: str, *, whole: bool) -> None:
        """Leave signs of life; that of fetching is of the mailbox that waits for longest."""
        with transaction(self._engine) as session:
            at = now()
            beat(session, f"{Task.FETCH}:{mailbox}", at)
            if whole:
                beat(session, f"{Task.COMPARE}:{mailbox}", at)
            beats = last_beats(session)
            each = [beats.get(f"{Task.FETCH}:{name}") for name in self._fetchers]
            if None not in each:
                beat(session, "fetch", min(moment for moment in each if moment))

    def _beat(self, step: str) -> None:
        with transaction(self._engine) as session:
            beat(session, step, now())
