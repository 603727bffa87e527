"""An end to work that would hang, for tests of what runs in their own process."""

import signal
from contextlib import contextmanager

from tests.servers import PATIENCE


@contextmanager
def at_most(seconds):
    """Work that fails with TimeoutError after so many seconds on the processor.

    A busy machine may take longer by the wall, but not for ever.
    """

    def ring(*_):
        raise TimeoutError(f"not done within {seconds} seconds")

    clocks = {signal.ITIMER_PROF: signal.SIGPROF, signal.ITIMER_REAL: signal.SIGALRM}
    before = {number: signal.signal(number, ring) for number in clocks.values()}
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds + PATIENCE)
    try:
        yield
    finally:
        for clock, number in clocks.items():
            signal.setitimer(clock, 0)
            signal.signal(number, before[number])
