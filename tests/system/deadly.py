"""The program, but a mail with a certain word kills it: as a library that overruns memory would."""

import os
import signal

from ibt_intake.cli import main
from intake.reader_process import ReaderProcess

DEADLY = b"dodelijk"
TAKE = ReaderProcess.take


def take(self, raw, received_at, **options):
    """A mail as taken, or the end."""
    if DEADLY in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return TAKE(self, raw, received_at, **options)


if __name__ == "__main__":
    ReaderProcess.take = take
    main()
