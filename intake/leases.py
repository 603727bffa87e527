"""What one process alone may do at a time: it holds a lease, and renews it until it has ended."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from sqlalchemy import Engine

from intake.errors import Occupied
from intake.steps import now
from storage.database import transaction
from storage.errors import StorageError
from storage.leases import acquire, lease_of, release, renew

LEASE = "intake"
RECOGNISING = "recognise"  # the right to recognise the text of scanned pages
LEASE_SECONDS = 90
RENEW_SECONDS = 20
TAKEN_OVER = "another instance has taken over this database; this one stops"


@contextmanager
def leased(
    engine: Engine,
    lost: Callable[[], None],
    *,
    name: str = LEASE,
    does: str = "takes in mail",
    refuse: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """The right to take in mail, held by this process alone. Raises Occupied where another has it.

    lost: called, in a thread of its own, when another has taken it all the same; name: of
    another right, and what who has it does; refuse: raises Occupied where others are at work
    who take no lease.
    """
    holder = f"{socket.gethostname()}/{os.getpid()}"
    refuse()
    with transaction(engine) as session:
        held = lease_of(session, name)
        if held and is_dead(held.holder):
            release(session, name, held.holder)
        if not acquire(session, name, holder, now(), LEASE_SECONDS):
            by = held.holder if held else "unknown"
            raise Occupied(
                f"another instance ({by}) {does} for this database",
                "stop it first, or wait until it has ended, or until its lease runs out "
                f"({LEASE_SECONDS} seconds after it was killed)",
            )
    ended = Event()
    renewal = Thread(target=keep_lease, args=(engine, name, holder, ended, lost), daemon=True)
    renewal.start()
    try:
        # Once more: those who began in between stand in the database by now, or look only after
        # this and find the lease. So never do both go on.
        refuse()
        yield
    finally:
        ended.set()
        renewal.join()
        # Where the database cannot be written, what went wrong is on its way up already; the
        # lease runs out by itself, and on this machine the holder is known to be dead.
        with suppress(StorageError), transaction(engine) as session:
            release(session, name, holder)


def keep_lease(
    engine: Engine, name: str, holder: str, ended: Event, lost: Callable[[], None]
) -> None:
    """Renew the lease until the work has ended, or another holder has it."""
    while not ended.wait(RENEW_SECONDS):
        # A database that is busy or full: the next turn comes before the lease runs out, and
        # what the main thread stores next tells of it.
        with suppress(StorageError), transaction(engine) as session:
            if not renew(session, name, holder, now(), LEASE_SECONDS):
                lost()
                return


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
