"""What the database tells of the program's work, in a few statements that read indexes."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from rules.decisions import Disposition
from rules.health import Backlog, Queue, Trail, Vitals
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from storage.database import size_of
from storage.errors import KeyUnusable
from storage.event_heads import head_row, is_signed
from storage.heartbeats import began_at, last_beats
from storage.jobs import are_there_jobs, crowd_of
from storage.leases import lease_of
from storage.ledger import State
from storage.pauses import pause_of
from storage.tables.events import EventRow
from storage.tables.mails import FailureRow, MailRow
from storage.tables.outgoing import OutgoingRow
from storage.tables.states import MailStateRow

INTAKE = "intake"  # the lease of the daemon
HEARD_OF = timedelta(minutes=2)  # since when, a worker counts as at work
NOBODY = Backlog()
UNREAD = {Queue.TO_READ: State.KEPT, Queue.TO_RECOGNISE: State.WANTS_OCR}
WAITING = {
    OutgoingState.PROPOSED.value: Queue.PROPOSED,
    OutgoingState.QUEUED.value: Queue.TO_SEND,
    OutgoingState.UNCERTAIN.value: Queue.UNCERTAIN,
    OutgoingState.REFUSED.value: Queue.REFUSED,
}


def vitals_of(session: Session, now: datetime) -> Vitals:
    """How the work stands at this moment."""
    mails, work_list = filed(session)
    return Vitals(
        beats=last_beats(session),
        began_at=began_at(session),
        is_running=is_running(session, now),
        is_paused=pause_of(session) is not None,
        queues={queue: to_read(session, state) for queue, state in UNREAD.items()}
        | {Queue.WORK_LIST: work_list}
        | set_aside(session)
        | to_go(session),
        mails=mails,
        outgoing=going_out(session),
        trail=trail_of(session),
        size=size_of(session),
    )


def is_running(session: Session, now: datetime) -> bool:
    """Whether the daemon is at work, or any worker."""
    lease = lease_of(session, INTAKE)
    if lease is not None and lease.until > now:
        return True
    return are_there_jobs(session) and crowd_of(session, now - HEARD_OF).workers > 0


def to_read(session: Session, state: State) -> Backlog:
    """The mails in that state, which wait to be read and judged."""
    asked = select(func.count(), func.min(col(MailRow.taken_in_at)))
    of_state = col(MailRow.state) == state.value
    count, oldest = session.connection().execute(asked.where(of_state)).one()
    return Backlog(count, moment(oldest))


def set_aside(session: Session) -> dict[Queue, Backlog]:
    """The mails on which a step failed: those that are tried again, and those that are not."""
    waits = col(FailureRow.next_try_at).is_(None)
    asked = (
        select(waits, func.count(), func.min(col(MailRow.taken_in_at)))
        .join(MailRow, col(MailRow.sha256) == col(FailureRow.sha256))
        .where(col(MailRow.state) == State.SET_ASIDE.value)
        .group_by(waits)
    )
    rows = session.connection().execute(asked)
    found = {bool(person): Backlog(count, moment(oldest)) for person, count, oldest in rows}
    return {
        Queue.TO_RETRY: found.get(False, NOBODY),
        Queue.SET_ASIDE: found.get(True, NOBODY),
    }


def filed(session: Session) -> tuple[dict[Disposition, int], Backlog]:
    """How many mails came to what, and those of the work list."""
    word = col(MailStateRow.disposition)
    asked = select(word, func.count(), func.min(col(MailStateRow.received_at))).group_by(word)
    rows = session.connection().execute(asked)
    found = {Disposition(word): Backlog(count, moment(oldest)) for word, count, oldest in rows}
    mails = {each: found.get(each, NOBODY).count for each in Disposition}
    return mails, found.get(Disposition.OPEN, NOBODY)


def going_out(session: Session) -> dict[tuple[Occasion, OutgoingState], int]:
    """How many mails of each occasion stand where."""
    by = (col(OutgoingRow.occasion), col(OutgoingRow.state))
    rows = session.connection().execute(select(*by, func.count()).group_by(*by))
    return {(Occasion(occasion), OutgoingState(state)): count for occasion, state, count in rows}


def to_go(session: Session) -> dict[Queue, Backlog]:
    """The mails that go out and wait for something."""
    state = col(OutgoingRow.state)
    moments = (func.min(col(OutgoingRow.proposed_at)), func.min(col(OutgoingRow.next_try_at)))
    asked = select(state, func.count(), *moments).where(state.in_(sorted(WAITING)))
    found = {}
    for word, count, proposed, due in session.connection().execute(asked.group_by(state)):
        is_due = word == OutgoingState.QUEUED.value
        found[WAITING[word]] = Backlog(count, moment(due if is_due else proposed))
    return dict.fromkeys(WAITING.values(), NOBODY) | found


def trail_of(session: Session) -> Trail | None:
    """The end of the audit trail; the trail itself is for `check` to follow."""
    head = head_row(session)
    if head is None:
        return None
    last = session.get(EventRow, head.count)
    try:
        is_whole = is_signed(session, head)
    except KeyUnusable:
        is_whole = False
    return Trail(head.count, last.at if last else None, is_whole)


def moment(value: Any) -> datetime | None:
    """A moment of an aggregate."""
    return value if isinstance(value, datetime) else None
