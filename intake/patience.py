"""How long one mail may take: the rest of the mailbox waits behind it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

from intake.attachments import child
from intake.errors import SetAside

AGAIN_SECONDS = 5.0  # between two calls, where a library has swallowed the first


class RanOutError(BaseException):
    """The time is over; no `except Exception` on the way may take it for a fault of a file."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Work that is given up after so many seconds: then SetAside comes out.

    Only the main thread can be called off; in another, work takes as long as it takes.
    """
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        yield
    except RanOutError as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        child.stop()  # it may still be reading a file of this mail
        raise SetAside(
            f"reading and judging took more than {seconds:g} seconds; look at the mail yourself, "
            "or raise mail_seconds under [reading] in config.toml"
        ) from error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def ring(_number: int, _frame: FrameType | None) -> None:
    """Break off whatever the main thread is doing."""
    raise RanOutError
