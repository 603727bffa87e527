"""One pass over mailbox and outbox that ends with `kill -9` at a step that has a name.

A step is met before and after it; a commit with all said and nothing committed, and committed.
"""

import functools
import os
import signal
import smtplib
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.logs import quiet_logging
from ibt_intake.reminding import turn_of
from ibt_intake.working import at_work
from intake import desk, judged_lot, lots, steps, worker
from intake.judging import load_models
from intake.mailbox.imap import ImapMailbox
from intake.mailbox.session import Session
from outbox import proposing, sending, smtp
from outbox.sent_folder import SentFolder
from rules.judge import Judge
from tests.system import at_hand
from tests.system.forked import forked

# What is done once for a mail, in the order in which it is done.
DEEDS = {
    "fetch": (Session, "arrivals"),
    "read": (desk, "read_mail"),
    "judge": (Judge, "judge"),
    "mark": (ImapMailbox, "mark"),
    "connect": (smtp, "connected"),
    "MAIL": (smtplib.SMTP, "mail"),
    "RCPT": (smtplib.SMTP, "rcpt"),
    "DATA": (smtplib.SMTP, "docmd"),
    "text": (smtp, "offer"),  # its end is the last byte before the final dot
    "copy": (SentFolder, "keep"),
}
COMMITS = {
    "keep": (steps, "keep_all"),
    "in hand": (lots, "take_lot_in_hand"),
    "file": (judged_lot, "file_lot"),
    "queue": (proposing, "take"),
    "take": (sending, "take"),
    "hand over": (sending, "hand_over"),
    "sent": (sending, "sent"),
    "copied": (sending, "copied"),
}
DOT = b".\r\n"
POINTS = (
    *(f"{when} {name}" for name in (*DEEDS, "dot", "250") for when in ("before", "after")),
    *(f"{when} the commit of {name}" for name in COMMITS for when in ("before", "after")),
)

load_models()


class Reaper:
    """Ends the process at the point of that name."""

    def __init__(self, point: str) -> None:
        self.point = point
        self.deed = ""  # what the transaction at hand is for
        self.is_dotted = False

    def meet(self, point: str) -> None:
        if point == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: object, attribute: str, name: str) -> None:
        """Have the point before and after a deed be met."""
        usual = getattr(owner, attribute)

        @functools.wraps(usual)
        def done(*arguments, **options):
            self.meet(f"before {name}")
            result = usual(*arguments, **options)
            self.meet(f"after {name}")
            return result

        setattr(owner, attribute, done)

    def named(self, module: object, attribute: str, name: str) -> None:
        """Have the commit of what a deed wrote carry its name."""
        usual = getattr(module, attribute)

        @functools.wraps(usual)
        def done(*arguments, **options):
            self.deed = name
            return usual(*arguments, **options)

        setattr(module, attribute, done)

    def over_commits(self, module: object) -> None:
        """Have points met around each commit of a module."""
        usual = module.transaction

        @contextmanager
        def transaction(engine):
            self.deed = ""
            with usual(engine) as session:
                yield session
                deed = self.deed
                self.meet(f"before the commit of {deed}")
            self.meet(f"after the commit of {deed}")

        module.transaction = transaction

    def over_the_dot(self) -> None:
        """Have points met around the final dot and the answer to it."""
        send, getreply = smtplib.SMTP.send, smtplib.SMTP.getreply

        def sending_(client, data):
            self.is_dotted = data == DOT
            if self.is_dotted:
                self.meet("before dot")
            send(client, data)
            if self.is_dotted:
                self.meet("after dot")

        def hearing(client):
            is_last = self.is_dotted
            if is_last:
                self.meet("before 250")
            answer = getreply(client)
            if is_last:
                self.meet("after 250")
            return answer

        smtplib.SMTP.send, smtplib.SMTP.getreply = sending_, hearing


def one_pass(config_file: str, point: str, now: datetime) -> None:
    """Take in and send, or die on the way."""
    quiet_logging()
    at_hand.use()
    for module in (steps, worker):
        module.now = lambda: now
    config = load_config(Path(config_file))
    engine = open_storage(config)
    reaper = Reaper(point)
    for name, (owner, attribute) in DEEDS.items():
        reaper.around(owner, attribute, name)
    for name, (module, attribute) in COMMITS.items():
        reaper.named(module, attribute, name)
    for module in (steps, lots, judged_lot, proposing, sending):
        reaper.over_commits(module)
    reaper.over_the_dot()
    with at_work(config, engine) as (works, _):
        works.take_in(Event(), whole=True)
        turn_of(config, engine, now=lambda: now)(Event())


def dies_at(point: str, config_file: Path, now: datetime) -> bool:
    """Whether a pass in a process of its own was killed at that point."""
    process = forked(one_pass, str(config_file), point, now)
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0
