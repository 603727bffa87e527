"""An end to work that would hang, for tests of what runs in their own process."""

import signal
from contextlib import contextmanager


@contextmanager
def at_most(seconds):
    """Work that fails with TimeoutError after so many seconds."""

    def ring(*_):
        raise TimeoutError(f"not done within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
