"""The time that is left to a reader in its own process: the kernel ends the process with it.

No check in Python would do: a library of C that hangs never comes back to run one. Two clocks
run: one of the work on the processor, of all threads together, and one by the wall, which is
slower, as on a busy machine nothing is wrong with a mail that waits for its turn.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

SLACK = 3  # times as long by the wall as on the processor
LEAST_SECONDS = 0.01  # a clock of none would be no clock
ENDED_BY = (-signal.SIGPROF, -signal.SIGALRM)  # how a process ends whose time was over


def start(seconds: float) -> None:
    """End this process after so many seconds of work, unless started again or stopped."""
    seconds = max(seconds, LEAST_SECONDS)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * SLACK)


def stop() -> None:
    """Let this process live."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)


def left() -> float:
    """The seconds of work that are left; 0 where no clock runs."""
    return signal.getitimer(signal.ITIMER_PROF)[0]


def allow(seconds: float) -> None:
    """Start again where a clock runs; outside of a reading process none does."""
    if left():
        start(seconds)


def charge(seconds: float) -> None:
    """Take work that was done elsewhere off what is left."""
    if before := left():
        signal.setitimer(signal.ITIMER_PROF, max(before - seconds, LEAST_SECONDS))


@contextmanager
def held() -> Iterator[None]:
    """A while that counts not by the wall: what is waited for has clocks of its own."""
    before = signal.getitimer(signal.ITIMER_REAL)[0]
    signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, before)
