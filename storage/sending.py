"""How a mail of the outbox moves from state to state; each move is an event of the audit trail.

Before a server may have the mail, that stands in the row, committed. So after a crash it is known
of each mail in hand whether it can have gone out, and none that can is sent again.

Who has a mail in hand names the try: a process that lay still for so long that another took the
mail from it changes nothing any more.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from rules.outgoing import OutgoingState
from storage.columns import storable
from storage.errors import Refused
from storage.events import PROGRAM, record_event
from storage.outgoing import object_of
from storage.tables.outgoing import OutgoingRow

PROPOSED, QUEUED, SENDING, SENT, UNCERTAIN, REFUSED, CANCELLED, BOUNCED = OutgoingState

NEEDLESS = "no longer called for"
INTERRUPTED = "the program stopped after it had handed the mail over"


def queue(session: Session, entry: int, now: datetime, *, officer: str = PROGRAM) -> None:
    """Have a proposed mail sent; officer: who approved it."""
    _move(
        session,
        entry,
        (PROPOSED,),
        QUEUED,
        now,
        officer,
        approved_by=officer,
        queued_at=now,
        next_try_at=now,
    )


def take(session: Session, entry: int, now: datetime) -> None:
    """Have a mail in hand; nobody else then sends it."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    tries = row.tries + 1 if row else 1
    _move(
        session, entry, (QUEUED,), SENDING, now, tries=tries, handed_over_at=None, held_because=""
    )


def hand_over(session: Session, entry: int, now: datetime, *, in_hand: int | None = None) -> None:
    """Note, before it is so, that the server may have the mail. in_hand: the try, see above."""
    _change(session, entry, (SENDING,), in_hand, handed_over_at=now)


def sent(session: Session, entry: int, now: datetime, *, in_hand: int | None = None) -> None:
    """The server has taken the mail."""
    _move(session, entry, (SENDING,), SENT, now, in_hand=in_hand, sent_at=now, last_error="")


def postpone(
    session: Session,
    entry: int,
    why: str,
    until: datetime,
    now: datetime,
    *,
    in_hand: int | None = None,
) -> None:
    """The mail in hand was not taken; it is tried again from a moment on."""
    _move(
        session,
        entry,
        (SENDING,),
        QUEUED,
        now,
        in_hand=in_hand,
        handed_over_at=None,
        next_try_at=until,
        last_error=storable(why),
    )


def defer(session: Session, entry: int, because: Collection[str], until: datetime) -> None:
    """A queued mail may not go out before a moment; no try was made."""
    _change(session, entry, (QUEUED,), held_because=" ".join(because), next_try_at=until)


def refuse(
    session: Session,
    entry: int,
    why: str,
    now: datetime,
    *,
    failed: Collection[str] = (),
    in_hand: int | None = None,
) -> None:
    """The mail in hand will not be taken as it is; failed: the addresses that it is about."""
    _move(
        session,
        entry,
        (SENDING,),
        REFUSED,
        now,
        in_hand=in_hand,
        handed_over_at=None,
        last_error=storable(why),
        failed_addresses=list(failed),
    )


def doubt(
    session: Session, entry: int, why: str, now: datetime, *, in_hand: int | None = None
) -> None:
    """Nobody can tell whether the mail in hand was taken."""
    _move(session, entry, (SENDING,), UNCERTAIN, now, in_hand=in_hand, last_error=storable(why))


def recover(session: Session, now: datetime) -> tuple[int, int]:
    """Give back what a process that died had in hand: how many wait again, and are uncertain.

    For the one process that may send; else the mail of another would be taken from its hand.
    """
    rows = session.exec(
        select(OutgoingRow.id, OutgoingRow.handed_over_at)
        .where(OutgoingRow.state == SENDING.value)
        .order_by(col(OutgoingRow.id))
    ).all()
    doubtful = [entry for entry, handed_over_at in rows if handed_over_at is not None]
    for entry, handed_over_at in rows:
        if handed_over_at is None:
            _move(session, entry, (SENDING,), QUEUED, now, next_try_at=now)
        else:
            doubt(session, entry, INTERRUPTED, now)
    return len(rows) - len(doubtful), len(doubtful)


def settle(
    session: Session, entry: int, now: datetime, *, was_sent: bool, officer: str = PROGRAM
) -> None:
    """End the doubt about a mail; one that was not sent waits for its turn again."""
    if was_sent:
        row = session.get(OutgoingRow, entry)
        at = row.handed_over_at if row else None
        _move(session, entry, (UNCERTAIN,), SENT, now, officer, sent_at=at or now, last_error="")
        return
    _move(session, entry, (UNCERTAIN,), QUEUED, now, officer, handed_over_at=None, next_try_at=now)


def retry(session: Session, entry: int, now: datetime, *, officer: str) -> None:
    """Have a refused, cancelled or waiting mail tried anew, from the first try on."""
    _move(
        session,
        entry,
        (REFUSED, CANCELLED, QUEUED),
        QUEUED,
        now,
        officer,
        approved_by=officer,
        tries=0,
        queued_at=now,
        next_try_at=now,
        held_because="",
    )


def cancel(
    session: Session, entry: int, now: datetime, *, officer: str = PROGRAM, why: str = ""
) -> None:
    """Have a mail that was not sent never be sent."""
    if officer != PROGRAM and why == NEEDLESS:
        why = f"{officer}: {why}"  # bare, it would be revived as if the program had dropped it
    _move(
        session,
        entry,
        (PROPOSED, QUEUED, REFUSED),
        CANCELLED,
        now,
        officer,
        last_error=storable(why),
    )


def drop(session: Session, entry: int, now: datetime) -> None:
    """A mail that waits is called for no longer: the program's own doing, and not for ever."""
    cancel(session, entry, now, why=NEEDLESS)


def revive(session: Session, entry: int, now: datetime) -> None:
    """A mail that was dropped is called for again; what an officer cancelled stays so."""
    row = session.get(OutgoingRow, entry)
    if row is not None and row.last_error == NEEDLESS:
        _move(session, entry, (CANCELLED,), PROPOSED, now, last_error="", approved_by=PROGRAM)


def found_sent(session: Session, entry: int, now: datetime, *, officer: str = PROGRAM) -> None:
    """A mail that has not gone out as far as we know stands among the copies of what was sent."""
    row = session.get(OutgoingRow, entry)
    at = (row.handed_over_at if row else None) or now
    before = (PROPOSED, QUEUED, SENDING, UNCERTAIN, REFUSED, CANCELLED)
    _move(
        session,
        entry,
        before,
        SENT,
        now,
        officer,
        sent_at=at,
        handed_over_at=at,
        copied_at=now,
        last_error="",
    )


def bounced(session: Session, entry: int, now: datetime) -> bool:
    """Note that a mail came back; False where that is known, or it never went out."""
    row = session.get(OutgoingRow, entry)
    if row is None or row.state not in (SENT.value, UNCERTAIN.value):
        return False
    at = row.sent_at or row.handed_over_at
    _move(session, entry, (SENT, UNCERTAIN), BOUNCED, now, sent_at=at)
    return True


def copied(session: Session, entry: int, now: datetime) -> None:
    """Note that a copy of the mail stands in the folder of what was sent."""
    _change(session, entry, (SENT, BOUNCED), copied_at=now)


def _move(
    session: Session,
    entry: int,
    before: Collection[OutgoingState],
    after: OutgoingState,
    now: datetime,
    officer: str = PROGRAM,
    *,
    in_hand: int | None = None,
    next_try_at: datetime | None = None,
    **values: object,
) -> None:
    """Bring a mail into another state. Raises Refused where it stands in none of `before`.

    next_try_at: of a mail that waits for its turn; one that is moved on has none any more.
    """
    values |= {"state": after.value, "next_try_at": next_try_at}
    found = _change(session, entry, before, in_hand, **values)
    record_event(
        session,
        now,
        f"mail_{after.value}",
        object_of(entry),
        actor=officer,
        before={"state": found},
        after={"state": after.value, "why": str(values.get("last_error", ""))},
    )


def _change(
    session: Session,
    entry: int,
    before: Collection[OutgoingState],
    in_hand: int | None = None,
    **values: object,
) -> str:
    """Change the row of a mail that stands in one of these states; the state it stood in.

    in_hand: which try has it in hand. Raises Refused where that is another one by now.
    """
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None:
        raise Refused(f"the outbox has no mail {entry}; look at the list")
    state = row.state
    which = update(OutgoingRow).where(
        col(OutgoingRow.id) == entry,
        col(OutgoingRow.state).in_([each.value for each in before]),
    )
    if in_hand is not None:
        which = which.where(col(OutgoingRow.tries) == in_hand)
    if session.exec(which.values(**values)).rowcount == 0:
        raise Refused(f"mail {entry} of the outbox is {state} by now; look at the list anew")
    return state
