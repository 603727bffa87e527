"""Reading that fails on some mails, each in its own way, in place of `reader_process.taken`.

A mail says so itself, by a header X-Poison; it is of no kind that a real mail could be, so that
the test stays when the program no longer falters at such a mail.
"""

import os
import re
import signal
import time

from intake import reader_process
from intake.attachments.child import MEMORY_BYTES

TAKEN, PLAINLY = reader_process.taken, reader_process.taken_plainly
POISON = re.compile(rb"^X-Poison: (\w+)\r?$", re.MULTILINE)
SECONDS = 0.5  # for what hangs


def recurses():
    return recurses()


def stumbles():
    raise KeyError("Geachte minister")


FAULTS = {
    b"hangs": lambda: time.sleep(60),
    b"deaf": lambda: 7 ** (10**9),  # as a library of C does: no code of Python runs meanwhile
    b"dies": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    b"leaves": lambda: os._exit(3),
    b"swells": lambda: bytes(MEMORY_BYTES),
    b"stumbles": stumbles,
    b"recurses": recurses,
}


def taken(raw, received_at, is_duplicate, earlier=None):
    """The real one, but for mails that are poison."""
    if found := POISON.search(raw):
        return reader_process.timed(SECONDS, FAULTS[found[1]])
    return TAKEN(raw, received_at, is_duplicate, earlier)


def taken_plainly(raw, received_at, is_duplicate, reason):
    """The real one, but for mails that are poison through and through."""
    if b"X-Thorough: yes" in raw:
        return taken(raw, received_at, is_duplicate)
    return PLAINLY(raw, received_at, is_duplicate, reason)
