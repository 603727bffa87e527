"""What is still to be read, told mail by mail: for those who share the work."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.events import Facts, record_event
from storage.failures import put_in_state
from storage.ledger import State, Step, Waiting, is_waiting, tries_before
from storage.tables.mails import FailureRow, MailRow


@dataclass(frozen=True, slots=True)
class Turn:
    """A mail whose turn has come."""

    mail: str  # the SHA-256 of its bytes
    is_fresh: bool  # received lately: it goes before those of long ago


def to_read(
    session: Session,
    now: datetime,
    fresh_since: datetime,
    limit: int,
    *,
    step: Step = Step.READ,
) -> list[Turn]:
    """The mails to read now: those received lately first, each sort with the oldest in front.

    step: by which.
    """
    received = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    is_fresh = (received >= fresh_since).label("is_fresh")
    statement = (
        select(MailRow.sha256, is_fresh)
        .join(FailureRow, col(FailureRow.sha256) == col(MailRow.sha256), isouter=True)
        .where(is_waiting(now, step))
        .order_by(is_fresh.desc(), received, col(MailRow.sha256))
        .limit(limit)
    )
    return [Turn(mail, bool(fresh)) for mail, fresh in session.exec(statement)]


def waiting_mail(
    session: Session, mail: str, now: datetime, *, step: Step = Step.READ
) -> Waiting | None:
    """A mail that is to be read now; None where that is done, or may not be yet. step: by which."""
    statement = (
        select(
            MailRow.sha256,
            MailRow.received_at,
            tries_before(),
            MailRow.message_id,
        )
        .join(FailureRow, col(FailureRow.sha256) == col(MailRow.sha256), isouter=True)
        .where(MailRow.sha256 == mail, is_waiting(now, step))
    )
    row = session.exec(statement).first()
    return Waiting(*row) if row else None


def hold_back(session: Session, mail: str, reason: str, officer: str, now: datetime) -> bool:
    """Have a mail not be read before a person says so; False where it was read meanwhile."""
    row = session.exec(select(MailRow).where(MailRow.sha256 == mail).with_for_update()).first()
    if row is None or row.state == State.FILED.value:
        return False
    before = session.get(FailureRow, mail)
    is_of_ocr = row.state == State.WANTS_OCR.value or (before and before.step == Step.OCR.value)
    step = Step.OCR.value if is_of_ocr else Step.READ.value
    put_in_state(session, mail, State.SET_ASIDE)
    session.merge(
        FailureRow(
            sha256=mail,
            step=step,
            reason=reason,
            tries=before.tries if before else 0,
            last_at=now,
            next_try_at=None,
        )
    )
    session.flush()
    facts: Facts = {"step": step, "reason": reason, "waits_for_a_person": True}
    record_event(session, now, "set_aside", f"mail:{mail}", actor=officer, after=facts)
    return True
