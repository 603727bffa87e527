"""What the rows say is undone, as nudges."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from ibt_intake.jobs.nudges import Nudge, Task
from storage.heartbeats import last_beats
from storage.ledger import Step
from storage.turns import to_read

AHEAD = 1000  # mails queued at most: the rows hold the others


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often what is done again."""

    polls: Mapping[str, timedelta]  # by the name of a mailbox
    compare: timedelta
    send: timedelta
    deadlines: timedelta
    fresh: timedelta  # mail of no longer ago goes before the rest


def nudges(session: Session, rhythm: Rhythm, now: datetime) -> list[Nudge]:
    """All that is to be done now, whether it is queued or not."""
    found = list(timed(last_beats(session), rhythm, now))
    for task, step in ((Task.READ, Step.READ), (Task.OCR, Step.OCR)):
        for turn in to_read(session, now, now - rhythm.fresh, AHEAD, step=step):
            found.append(Nudge(task, turn.mail, is_backfill=not turn.is_fresh))
    return found


def timed(beats: Mapping[str, datetime], rhythm: Rhythm, now: datetime) -> Iterator[Nudge]:
    """What is done again and again, where its time has come."""
    for mailbox, every in rhythm.polls.items():
        if is_due(beats.get(f"{Task.COMPARE}:{mailbox}"), rhythm.compare, now):
            yield Nudge(Task.COMPARE, mailbox)
        if is_due(beats.get(f"{Task.FETCH}:{mailbox}"), every, now):
            yield Nudge(Task.FETCH, mailbox)
    for task, every in ((Task.SEND, rhythm.send), (Task.DEADLINES, rhythm.deadlines)):
        if is_due(beats.get(task), every, now):
            yield Nudge(task)


def is_due(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether it is time again; a sign from the future tells of a clock, not of work done."""
    return last is None or not last <= now < last + every
