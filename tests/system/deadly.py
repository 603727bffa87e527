"""The program, but a mail with a certain word kills it: as a library that overruns memory would."""

import os
import signal

from ibt_intake.cli import main
from intake import steps

DEADLY = b"dodelijk"


def read_mail(raw, received_at, config, before=steps.read_mail):
    """A mail as read, or the end."""
    if DEADLY in raw:
        os.kill(os.getpid(), signal.SIGKILL)
    return before(raw, received_at, config)


if __name__ == "__main__":
    steps.read_mail = read_mail
    main()
