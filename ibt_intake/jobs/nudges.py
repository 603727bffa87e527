"""The tasks that workers share, and a nudge to do one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from storage.lots import lots_of


class Task(StrEnum):
    """What a worker does."""

    LOOK = "look"  # what the rows say is undone, and queue it
    FETCH = "fetch"  # what is new in a mailbox
    COMPARE = "compare"  # the whole of a mailbox with the ledger, and fetch what it lacks
    READ = "read"  # a mail, or some of a pile: read, judge and file them
    OCR = "ocr"  # one mail with scanned pages: the same, by text recognition
    SEND = "send"  # what is due in the outbox
    DEADLINES = "deadlines"  # what has turned overdue


class Queue(StrEnum):
    """What a worker may be told to take part in; all take part in looking."""

    FETCH = "fetch"
    READ = "read"
    OCR = "ocr"
    SEND = "send"
    DEADLINES = "deadlines"


LOOKING = "look"  # the queue of every worker
QUEUES: dict[Task, str] = {
    Task.LOOK: LOOKING,
    Task.FETCH: Queue.FETCH,
    Task.COMPARE: Queue.FETCH,
    Task.READ: Queue.READ,
    Task.OCR: Queue.OCR,
    Task.SEND: Queue.SEND,
    Task.DEADLINES: Queue.DEADLINES,
}
PRIORITIES: dict[Task, int] = {  # the highest first
    Task.LOOK: 100,
    Task.SEND: 60,
    Task.FETCH: 50,
    Task.DEADLINES: 40,
    Task.READ: 20,
    Task.OCR: 15,
    Task.COMPARE: 10,
}
BACKFILL = 0  # mails of long ago: after all else
PILE = 32  # mails of one priority, above which they are told by lots
LOT = 16  # mails of a pile that are read and filed together


@dataclass(frozen=True, slots=True)
class Nudge:
    """One thing to do, once however often it is asked."""

    task: Task
    about: str = ""  # the mailbox, or the mails with spaces between
    is_backfill: bool = False

    @property
    def key(self) -> str:
        """Of what is queued, there is only one with this."""
        return f"{self.task}:{self.about}" if self.about else self.task.value

    @property
    def lock(self) -> str | None:
        """Of what is in hand, there is only one with this; None: it may be done side by side."""
        if self.task is Task.LOOK:
            return None  # one whose worker was killed would lock out what frees such locks
        return f"{QUEUES[self.task]}:{self.about}"

    @property
    def priority(self) -> int:
        """Which goes first: the higher."""
        return BACKFILL if self.is_backfill else PRIORITIES[self.task]


def keys_in(key: str) -> Iterator[str]:
    """The keys of the nudges that are told together under a key; one alone under its own."""
    task, _, about = key.partition(":")
    yield from (f"{task}:{mail}" for mail in about.split()) if task == Task.READ else (key,)


def in_lots(nudges: Sequence[Nudge]) -> Iterator[Nudge]:
    """The same in order, where mails pile up several told together: a job each is slow."""
    for (task, is_backfill), some in groupby(nudges, lambda each: (each.task, each.is_backfill)):
        mails = [each.about for each in some]
        lot = LOT if task is Task.READ and len(mails) > PILE else 1
        for together in lots_of(mails, lot):
            yield Nudge(task, " ".join(together), is_backfill=is_backfill)
