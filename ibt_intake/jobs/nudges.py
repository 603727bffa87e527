"""The tasks that workers share, and a nudge to do one."""

from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What a worker does."""

    LOOK = "look"  # what the rows say is undone, and queue it
    FETCH = "fetch"  # what is new in a mailbox
    COMPARE = "compare"  # the whole of a mailbox with the ledger, and fetch what it lacks
    READ = "read"  # one mail: read, judge and file it
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


@dataclass(frozen=True, slots=True)
class Nudge:
    """One thing to do, once however often it is asked."""

    task: Task
    about: str = ""  # the mailbox, or the mail
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
