"""One pass over the outbox that ends with `kill -9` at a step of it.

The steps are counted: before and after each commit, each word to and from the SMTP server, and
each deed in the folder of what was sent.
"""

import functools
import os
import signal
import smtplib
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from imapclient import IMAPClient

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.logs import quiet_logging
from ibt_intake.posting import deliver, outbox_of
from outbox import sending
from tests.system.forked import FORKED, forked

SMTP_WORDS = ("connect", "putcmd", "send", "getreply", "close")
IMAP_WORDS = ("login", "select_folder", "search", "append")


class Steps:
    """Counts what is done, and dies at a number; 0: never."""

    def __init__(self, deadly: int) -> None:
        self.deadly = deadly
        self.count = 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, deed):
        """The deed, with a step before and one after it."""

        @functools.wraps(deed)
        def done(*arguments, **options):
            self.step()
            result = deed(*arguments, **options)
            self.step()
            return result

        return done


def one_pass(config_file: str, deadly: int, told) -> None:
    """Send what is due, or die on the way; told: is given the number of steps."""
    quiet_logging()
    config = load_config(Path(config_file))
    engine = open_storage(config)
    steps = Steps(deadly)
    for name in SMTP_WORDS:
        setattr(smtplib.SMTP, name, steps.around(getattr(smtplib.SMTP, name)))
    for name in IMAP_WORDS:
        setattr(IMAPClient, name, steps.around(getattr(IMAPClient, name)))
    usual = sending.transaction

    @contextmanager
    def transaction(engine):
        with usual(engine) as session:
            yield session
            steps.step()  # all is said, nothing is committed
        steps.step()

    sending.transaction = transaction
    deliver(outbox_of(config, engine), Event())
    told.put(steps.count)


def passed(config_file: Path, deadly: int = 0) -> int | None:
    """A pass in a process of its own: its number of steps, None where it died."""
    told = FORKED.SimpleQueue()
    process = forked(one_pass, str(config_file), deadly, told)
    process.join()
    if process.exitcode == -signal.SIGKILL:
        return None
    assert process.exitcode == 0
    return told.get()
