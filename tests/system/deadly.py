"""The program, but a mail with a certain word kills it: as a library that overruns memory would."""

import os
import signal

from ibt_intake.cli import main
from intake.reader_process import ReaderProcess

DEADLY = b"dodelijk"
BEGIN = ReaderProcess.begin


def begin(self, raw, received_at, **options):
    """A mail as begun, or the end."""
    if DEADLY in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return BEGIN(self, raw, received_at, **options)


if __name__ == "__main__":
    ReaderProcess.begin = begin
    main()
