"""Reading, judging and filing of mails that are kept: of all that wait, or of one by name."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from math import inf
from threading import Event
from time import monotonic

import structlog
from sqlalchemy import Engine

from intake.antivirus import OFF
from intake.authentication import NOT_CHECKED, Senders
from intake.breaking_off import broken_off
from intake.config import AntivirusConfig, ReadingConfig
from intake.correspondence import NO_CORRESPONDENCE, Correspondence
from intake.errors import Occupied
from intake.leases import RECOGNISING, leased
from intake.lots import WaitingLine, file_waiting
from intake.owed import Owed
from intake.reader_process import Known, ReaderProcess
from intake.scans import Scans
from intake.steps import now
from intake.tally import Tally
from storage.database import snapshot
from storage.event_heads import Head
from storage.events import head_of_events
from storage.ledger import State, Step, Waiting, mails_in_state
from storage.ministry_words import ministry_words, ministry_words_since
from storage.registry import registry
from storage.turns import to_read, waiting_mail

AsOf = tuple[Head | None, datetime | None]  # the end of the trail, the latest of our letters
TAKEN_OVER = "another instance recognises scanned pages by now; this one begins with no other"
SAME_SECONDS = 5.0  # for which the registry counts as unchanged, mail after mail

log = structlog.get_logger()


class Filer:
    """Brings mails to their cases, by one reading process that knows the registry."""

    def __init__(
        self,
        engine: Engine,
        reading: ReadingConfig,
        *,
        roll_over: bool,
        correspondence: Correspondence = NO_CORRESPONDENCE,
        senders: Senders = NOT_CHECKED,
        antivirus: AntivirusConfig = OFF,
        scans: Scans = Scans.AT_ONCE,
    ) -> None:
        """scans: with BEHIND, it files those that others put off."""
        self._step = Step.OCR if scans is Scans.BEHIND else Step.READ
        self._engine = engine
        self._owed = Owed(engine)
        self._correspondence = correspondence
        self._settled = partial(
            Known,
            limits=reading,
            roll_over=roll_over,
            correspondence=correspondence,
            senders=senders,
            antivirus=antivirus,
            scans=scans,
        )
        self._known: Known | None = None
        self._reader: ReaderProcess | None = None
        self._as_of: AsOf | None = None  # of what is known
        self._asked_at = 0.0

    def warm(self) -> None:
        """Have a reading process load what it needs, while there are other things to do."""
        self.reader().warm()

    def file_waiting(
        self, tally: Tally, stop: Event, *, each: Callable[[], None] = lambda: None
    ) -> None:
        """File every mail that waits; see `intake.lots.file_waiting`."""
        self._owed.settle()
        file_waiting(
            self._engine,
            self._reader or self.reader(),
            tally,
            stop,
            correspondence=self._correspondence,
            each=each,
            owed=self._owed,
        )

    def file(
        self,
        mails: Sequence[Waiting],
        tally: Tally,
        stop: Event,
        *,
        each: Callable[[], None] = lambda: None,
    ) -> None:
        """File these mails, until told to stop; each: see `file_waiting`.

        One after the other: where processes share the work, each has one processor.
        """
        self._owed.settle()
        line = WaitingLine(
            self._engine,
            self._lately(),
            tally,
            stop,
            correspondence=self._correspondence,
            each=each,
            step=self._step,
            owed=self._owed,
        )
        line.take_in(mails)

    def file_scan(self, mail: Waiting, tally: Tally, stop: Event) -> None:
        """File one mail that was put off; told to stop, give it back where it takes long."""
        with broken_off(stop, self.close):
            self.file([mail], tally, Event())

    def recognise(
        self,
        tally: Tally,
        stop: Event,
        fresh: timedelta,
        *,
        seconds: float = inf,
        each: Callable[[], None] = lambda: None,
        refuse: Callable[[], None] = lambda: None,
    ) -> None:
        """File mails that were put off one by one, each as soon as its text is there.

        fresh: how long mail goes before that of longer ago; seconds: after which no other is begun;
        each: see `file_waiting`; refuse: see `leased`. Where another process does this, or begins
        to, it is left to that.
        """
        end, lost = monotonic() + seconds, Event()
        if self._next(fresh) is None:
            return
        does = "recognises scanned pages"
        with (
            suppress(Occupied),
            leased(self._engine, lost.set, name=RECOGNISING, does=does, refuse=refuse),
            broken_off(lost, self.close),
        ):
            # The first is begun with whatever the time: else passes might never come to any.
            mail = self._next(fresh)
            while mail and not stop.is_set() and not lost.is_set():
                self.file_scan(mail, tally, stop)
                each()
                mail = self._next(fresh) if monotonic() < end else None
        if lost.is_set():
            log.warning("recognising_left", reason=TAKEN_OVER)

    def _next(self, fresh: timedelta) -> Waiting | None:
        """The mail to file next; None: none waits."""
        with snapshot(self._engine) as session:
            at = now()
            turns = to_read(session, at, at - fresh, 1, step=self._step)
            return waiting_mail(session, turns[0].mail, at, step=self._step) if turns else None

    def left(self) -> int:
        """How many mails wait that were put off."""
        with snapshot(self._engine) as session:
            return mails_in_state(session, State.WANTS_OCR)

    def _lately(self) -> ReaderProcess:
        """A reading process that knows the registry as it was a moment ago."""
        if self._reader is None or monotonic() - self._asked_at > SAME_SECONDS:
            self._asked_at = monotonic()
            return self.reader()
        return self._reader

    def reader(self) -> ReaderProcess:
        """A reading process that knows the registry as it is now."""
        with snapshot(self._engine) as session:
            # Each change of the registry is an event: where none came, none is to be looked for.
            as_of = (head_of_events(session), ministry_words_since(session))
            if self._reader is not None and as_of == self._as_of:
                return self._reader
            known = self._settled(registry(session), made_here=ministry_words(session))
        if self._reader is None or self._known != known:
            self.close()
            self._known, self._reader = known, ReaderProcess(known)
        self._as_of = as_of
        return self._reader

    def close(self) -> None:
        """End the reading process; the next mail starts another."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
