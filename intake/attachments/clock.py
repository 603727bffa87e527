"""The time that is left to a reader in its own process: the kernel ends the process with it.

No check in Python would do: a library of C that hangs never comes back to run one.
"""

import signal


def start(seconds: float) -> None:
    """End this process after so many seconds, unless started again or stopped."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def stop() -> None:
    """Let this process live."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def allow(seconds: float) -> None:
    """Start again where a clock runs; outside of a reading process none does."""
    if signal.getitimer(signal.ITIMER_REAL)[0]:
        start(seconds)
