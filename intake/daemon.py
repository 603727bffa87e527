"""The daemon: passes when mail comes or time is due, one instance at a time, until told to stop."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from types import FrameType

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from intake.errors import IntakeError, Stop
from intake.mailbox.protocol import Mailbox
from intake.steps import now
from intake.tally import Tally
from intake.worker import Worker
from storage.database import transaction
from storage.errors import DatabaseBusy
from storage.leases import acquire, lease_of, release, renew

LEASE = "intake"
LEASE_SECONDS = 90
RENEW_SECONDS = 20

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
    ) -> None:
        """every: seconds between two turns of `deadlines`, `reconcile` and `retry`."""
        self._worker = worker
        self._mailbox = mailbox
        self._engine = engine
        self._poll_seconds = poll_seconds
        self._every = every
        self._tell_overdue = tell_overdue
        self._due = Due()
        self._stop = Event()
        self._lost: str = ""

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; the mail in hand is finished first.

        Raises Stop where a setting is wrong at the start, or another instance has the lease.
        """
        with leased(self._engine) as holder, self._signals(), self._schedule(holder):
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
        except (IntakeError, DatabaseBusy) as error:
            log.error("pass_failed", reason=str(error))

    def _report(self, tally: Tally) -> None:
        for fault in tally.faults:
            log.error("folder_failed", reason=str(fault))
        if tally.kept or tally.filed or tally.set_aside:
            log.info("pass", kept=tally.kept, filed=tally.filed, set_aside=tally.set_aside)

    def _deadlines(self) -> None:
        self._tell_overdue()
        self._worker.beat("deadlines")

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT ask to stop; asked twice changes nothing."""

        def asked(number: int, _: FrameType | None) -> None:
            self._stop.set()
            self._due.wake.set()

        before = {each: signal.signal(each, asked) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    @contextmanager
    def _schedule(self, holder: str) -> Iterator[None]:
        """Timed tasks in the background; they only say what is due."""
        scheduler = BackgroundScheduler(
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        )
        for name, seconds in self._every.items():
            scheduler.add_job(self._due.add, "interval", args=[name], seconds=seconds)
        scheduler.add_job(self._renew, "interval", args=[holder], seconds=RENEW_SECONDS)
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=True)
            self._worker.close()

    def _renew(self, holder: str) -> None:
        """Keep the lease; without it another instance may be at work, so stop."""
        try:
            with transaction(self._engine) as session:
                if renew(session, LEASE, holder, now(), LEASE_SECONDS):
                    return
        except DatabaseBusy:
            return  # the next turn comes well before the lease runs out
        self._lost = "another instance has taken over this database; this one stops"
        self._stop.set()
        self._due.wake.set()


@contextmanager
def leased(engine: Engine) -> Iterator[str]:
    """The right to take in mail, held by this process alone. Raises Stop where another has it."""
    holder = f"{socket.gethostname()}/{os.getpid()}"
    with transaction(engine) as session:
        held = lease_of(session, LEASE)
        if held and is_dead(held.holder):
            release(session, LEASE, held.holder)
        if not acquire(session, LEASE, holder, now(), LEASE_SECONDS):
            raise Stop(
                f"another instance ({held.holder if held else 'unknown'}) takes in mail for this "
                "database; stop it first, or wait until its lease runs out "
                f"({LEASE_SECONDS} seconds after its end)"
            )
    try:
        yield holder
    finally:
        with transaction(engine) as session:
            release(session, LEASE, holder)


def is_dead(holder: str) -> bool:
    """Whether a holder was a process on this machine that is no more."""
    host, _, pid = holder.rpartition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return True  # an earlier process that had our number, as in a restarted container
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
