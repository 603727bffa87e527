"""Mails on which a step failed: tried again after a while, then left for a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, bindparam, delete, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from storage.bulk import add_rows, answers, table_of
from storage.columns import storable
from storage.errors import UnknownMail
from storage.events import Facts, record_event
from storage.ledger import State
from storage.tables.mails import FailureRow, MailRow

# After each failed try the wait for the next; when they are used up, a person decides.
WAITS = (timedelta(minutes=5), timedelta(hours=1))
IN_HAND = "the program stopped while it had this mail in hand"
FAILURES, MAILS = table_of(FailureRow), table_of(MailRow)
NAMED: BindParameter[list[str]] = bindparam("mails", expanding=True)
# Another process may take these in hand at this moment; all lock them in the same order.
KEPT = (
    select_columns(MAILS.c.sha256)
    .where(MAILS.c.sha256.in_(NAMED), MAILS.c.state == State.KEPT.value)
    .order_by(MAILS.c.sha256)
    .with_for_update()
)
TRIED = select_columns(FAILURES.c.sha256).where(FAILURES.c.sha256.in_(NAMED))
FORGOTTEN = delete(FAILURES).where(FAILURES.c.sha256.in_(NAMED))


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail that is set aside, and why."""

    mail: str
    step: str
    reason: str
    tries: int  # that failed
    last_at: datetime
    next_try_at: datetime | None  # None: waits for a person
    unended: int = 0  # of the tries, the last: each ended with the program, or is being made


def take_in_hand(session: Session, mail: str, step: str, now: datetime) -> bool:
    """Count a try before it is made; False: too many tries ended with the whole program.

    A mail on which the program is killed can not say so afterwards. Filing it, or setting it
    aside, settles the count.
    """
    # Another process may take the same mail in hand at this moment.
    session.exec(select(MailRow.state).where(MailRow.sha256 == mail).with_for_update())
    row = session.get(FailureRow, mail)
    tries, unended = (row.tries, row.unended) if row else (0, 0)
    if unended > len(WAITS):
        return False
    session.merge(row_of(Failure(mail, step, IN_HAND, tries + 1, now, now, unended + 1)))
    return True


def take_lot_in_hand(
    session: Session, mails: Collection[str], step: str, now: datetime
) -> frozenset[str]:
    """Count a first try of each before it is made; the mails that are to be tried so.

    One of which a try was counted before, or that was filed meanwhile, is not: it is another's, or
    is to be taken in hand by itself.
    """
    names = list(mails)
    waits = answers(session, KEPT, mails=names).scalars().all()
    counted = answers(session, TRIED, mails=names).scalars().all()
    ours = frozenset(waits) - frozenset(counted)
    tried = {"step": step, "reason": IN_HAND, "last_at": now, "next_try_at": now}
    tried |= {"tries": 1, "unended": 1}
    if ours:
        add_rows(session, FailureRow, [{"sha256": mail} | tried for mail in sorted(ours)])
    return ours


def put_off(session: Session, mail: str) -> None:
    """Have a mail wait for text recognition; tries of reading it without count no more.

    One that was filed meanwhile is left as it is.
    """
    states = (State.KEPT.value, State.SET_ASIDE.value)
    unread = (col(MailRow.sha256) == mail) & col(MailRow.state).in_(states)
    moved = update(MailRow).where(unread).values(state=State.WANTS_OCR.value)
    if session.exec(moved).rowcount == 1:
        forget_failures(session, [mail])


def give_back(session: Session, mail: str, before: Failure | None = None) -> None:
    """Take back a try that was counted before it was made, and came to nothing for no fault of
    the mail: it is as if it never was in hand. before: what had failed by then.
    """
    row = session.get(FailureRow, mail)
    if row is None or row.reason != IN_HAND:
        return
    if row.tries > (before.tries if before else 0) + 1:  # another has it in hand by now, too
        row.tries -= 1
        row.unended -= 1
    elif before:
        session.merge(row_of(before))
    else:
        session.delete(row)


def failure_of(session: Session, mail: str) -> Failure | None:
    """How often a mail failed, and why the last time; None: it never did."""
    row = session.get(FailureRow, mail)
    return failure_in(row) if row else None


def failure_in(row: FailureRow) -> Failure:
    """A failure as its row has it."""
    return Failure(
        row.sha256, row.step, row.reason, row.tries, row.last_at, row.next_try_at, row.unended
    )


def row_of(failure: Failure) -> FailureRow:
    """The row of a failure."""
    return FailureRow(
        sha256=failure.mail,
        step=failure.step,
        reason=failure.reason,
        tries=failure.tries,
        last_at=failure.last_at,
        next_try_at=failure.next_try_at,
        unended=failure.unended,
    )


def set_aside(session: Session, mail: str, step: str, reason: str, now: datetime) -> Failure | None:
    """Write down that a step failed on a mail, and when it is tried again.

    None: another has filed it meanwhile, as an archive is taken in beside the daemon; that holds.
    """
    state = session.exec(select(MailRow.state).where(MailRow.sha256 == mail).with_for_update())
    if state.first() == State.FILED.value:
        forget_failures(session, [mail])
        return None
    row = session.get(FailureRow, mail)
    is_counted = row is not None and row.reason == IN_HAND
    tries = (row.tries if row else 0) + (0 if is_counted else 1)
    next_try_at = now + WAITS[tries - 1] if tries <= len(WAITS) else None
    failure = Failure(mail, step, storable(reason), tries, now, next_try_at)
    put_in_state(session, mail, State.SET_ASIDE)
    session.merge(row_of(failure))
    session.flush()
    facts: Facts = {"step": step, "tries": tries, "waits_for_a_person": next_try_at is None}
    record_event(session, now, "set_aside", f"mail:{mail}", after=facts)
    return failure


def try_again(session: Session, mail: str, officer: str, now: datetime) -> None:
    """Have a mail that is set aside tried once more, as an officer asks."""
    again = update(FailureRow).where(col(FailureRow.sha256) == mail).values(next_try_at=now)
    if session.exec(again).rowcount == 0:
        raise UnknownMail(f"mail {mail} is not set aside; list the mails anew")
    record_event(session, now, "try_again", f"mail:{mail}", actor=officer)


def failures(session: Session) -> list[Failure]:
    """The mails that are set aside, the first to have failed in front."""
    statement = (
        select(FailureRow)
        .join(MailRow, col(MailRow.sha256) == col(FailureRow.sha256))
        .where(MailRow.state == State.SET_ASIDE.value)
        .order_by(col(FailureRow.last_at), col(FailureRow.sha256))
    )
    return [failure_in(row) for row in session.exec(statement)]


def forget_failures(session: Session, mails: Collection[str]) -> None:
    """Mails have come through: they are set aside no more."""
    session.flush()
    session.connection().execute(FORGOTTEN, {"mails": list(mails)})


def put_in_state(session: Session, mail: str, state: State) -> None:
    """Say how far a mail has come."""
    moved = update(MailRow).where(col(MailRow.sha256) == mail).values(state=state.value)
    if session.exec(moved).rowcount == 0:
        raise UnknownMail(f"no mail {mail} is stored; list the mails anew")
