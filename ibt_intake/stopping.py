"""A wish to stop that comes while a command still loads its parts."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STANDARD_ERROR = 2
TOLD = b"ibt-intake: told to stop before it took in any mail\n"


@contextmanager
def ends_at_once(status: int) -> Iterator[None]:
    """SIGTERM and SIGINT end the program with a line, where nothing within heeds them itself."""

    def end(number: int, _: FrameType | None) -> None:
        os.write(STANDARD_ERROR, TOLD)
        # Not an Exception: imports are full of code that catches those.
        raise SystemExit(status)

    before = {each: signal.signal(each, end) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
