"""The daemon: passes when mail comes or time is due, one instance at a time, until told to stop."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Protocol

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from intake.errors import IntakeError, Stop
from intake.leases import TAKEN_OVER, leased
from intake.mailbox.protocol import Mailbox
from intake.recogniser import Recogniser
from intake.signals import heeded
from intake.steps import now
from intake.tally import Tally
from intake.worker import Worker
from storage.database import transaction
from storage.errors import DatabaseBusy
from storage.heartbeats import note_beginning

RECOGNISED = "recognised"  # scans were read: their mails are to be marked, and answered

log = structlog.get_logger()


class Due:
    """Names of tasks that are due; the scheduler adds them, the main thread takes them."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._lock = Lock()
        self.wake = Event()  # set: something is due, or the daemon is to stop

    def add(self, name: str) -> None:
        with self._lock:
            self._names.add(name)
        self.wake.set()

    def take(self) -> set[str]:
        """What is due now; asked again, it is no longer."""
        with self._lock:
            names, self._names = self._names, set()
            self.wake.clear()
        return names


class Companion(Protocol):
    """What works beside the daemon, in a thread of its own."""

    def start(self) -> None:
        """Begin."""

    def wake(self) -> None:
        """There may be something to do."""

    def end(self) -> None:
        """Finish what is in hand, then stop."""


class Daemon:
    """Runs passes and timed tasks in one thread, so that none meets another."""

    def __init__(
        self,
        worker: Worker,
        mailbox: Mailbox,
        engine: Engine,
        *,
        poll_seconds: float,
        every: dict[str, float],
        tell_overdue: Callable[[], object],
        companion: Companion | None = None,
        refuse: Callable[[], None] = lambda: None,
    ) -> None:
        """every: seconds between two turns of `deadlines`, `reconcile` and `retry`.

        refuse: see `leased`.
        """
        self._companion = companion
        self._refuse = refuse
        self._worker = worker
        self._mailbox = mailbox
        self._engine = engine
        self._poll_seconds = poll_seconds
        self._every = every
        self._tell_overdue = tell_overdue
        self._due = Due()
        self._recogniser = Recogniser(
            worker.recognise,
            every_seconds=every["retry"],
            filed=lambda: self._due.add(RECOGNISED),
        )
        self._stop = Event()
        self._lost: str = ""

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; the mail in hand is finished first.

        Raises Stop where a setting is wrong at the start, or others have the work in hand.
        """
        with (
            heeded(self._end),
            leased(self._engine, self._take_over, refuse=self._refuse),
            self._schedule(),
            self._accompanied(),
        ):
            self._first_pass()
            while not self._stop.is_set():
                self._mailbox.wait(self._poll_seconds, self._due.wake)
                if not self._stop.is_set():
                    self._turn(self._due.take())
        log.info("stopped")
        if self._lost:
            raise Stop(self._lost)

    def _first_pass(self) -> None:
        """Compare ledger and mailbox as a whole; a wrong setting ends the daemon here."""
        log.info("started", pid=os.getpid())
        with transaction(self._engine) as session:
            note_beginning(session, now())
        tally = self._worker.take_in(self._stop, whole=True)
        if wrong := [fault for fault in tally.faults if isinstance(fault, Stop)]:
            raise wrong[0]
        self._report(tally)
        self._deadlines()

    def _turn(self, due: set[str]) -> None:
        """One pass, and what else is due; a fault of mailbox or database waits for the next."""
        try:
            if "deadlines" in due:
                self._deadlines()
            self._report(self._worker.take_in(self._stop, whole="reconcile" in due))
            if RECOGNISED in due and self._companion:
                self._companion.wake()
        except (IntakeError, DatabaseBusy) as error:
            log.error("pass_failed", reason=str(error))

    def _report(self, tally: Tally) -> None:
        for fault in tally.faults:
            log.error("folder_failed", reason=str(fault))
        if tally.kept or tally.filed or tally.set_aside or tally.put_off:
            log.info(
                "pass",
                kept=tally.kept,
                filed=tally.filed,
                set_aside=tally.set_aside,
                put_off=tally.put_off,
            )
        if tally.put_off:
            self._recogniser.wake()
        if tally.filed and self._companion:
            self._companion.wake()

    def _deadlines(self) -> None:
        self._tell_overdue()
        self._worker.beat("deadlines")

    def _end(self) -> None:
        """Have the main thread stop at the next mail."""
        self._stop.set()
        self._due.wake.set()

    @contextmanager
    def _schedule(self) -> Iterator[None]:
        """Timed tasks in the background; they only say what is due."""
        scheduler = BackgroundScheduler(
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        for name, seconds in self._every.items():
            scheduler.add_job(self._due.add, "interval", args=[name], seconds=seconds)
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=True)
            self._worker.close()

    @contextmanager
    def _accompanied(self) -> Iterator[None]:
        """Those beside it at work: a server away, or a scan, holds up no mail that comes in."""
        beside = [each for each in (self._companion, self._recogniser) if each]
        for each in beside:
            each.start()
        try:
            yield
        finally:
            for each in beside:
                each.end()

    def _take_over(self) -> None:
        """Another instance has the lease by now: two must not be at work."""
        self._lost = TAKEN_OVER
        self._end()
