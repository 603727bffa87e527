"""Readers that fail, each in another way; they stand in for `intake.attachments.child.timed`.

They run in the reading process, around the real one, and leave the file goed.txt alone.
"""

import os
import signal
import time

from intake.attachments import child

TIMED, EXTRACT = child.timed, child.extract


def failing(fault, kind, file, limits):
    """The real `timed` with a reader that fails in it."""
    if file.name == "goed.txt":
        return TIMED(kind, file, limits)
    child.extract = lambda *_: fault()
    try:
        return TIMED(kind, file, limits)
    finally:
        child.extract = EXTRACT


def hangs(*what):
    return failing(lambda: time.sleep(60), *what)


def hangs_deaf(*what):
    """As a library of C does: no code of Python runs until it is done."""
    return failing(lambda: 7 ** (10**9), *what)


def dies(*what):
    return failing(lambda: os.kill(os.getpid(), signal.SIGSEGV), *what)


def swells(*what):
    return failing(lambda: bytes(child.MEMORY_BYTES), *what)


def stumbles(*what):
    return failing(lambda: {}["a library's own mistake"], *what)


def recurses(*what):
    def deeper():
        return deeper()

    return failing(deeper, *what)


def leaves(_pipe):
    """In place of `child.read_all`: a process that ends as soon as it begins."""
    os._exit(1)
