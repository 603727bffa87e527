"""Mails that wait before anybody can judge them: for text recognition, or after a fault."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as of_rows

from storage.failures import Failure
from storage.ledger import State
from storage.tables.mails import FailureRow, MailRow


@dataclass(frozen=True, slots=True)
class ScannedMail:
    """A mail that is not judged yet, as it holds scanned pages."""

    mail: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class MailSetAside:
    """A mail on which a step failed."""

    failure: Failure
    message_id: str
    received_at: datetime


def count_wanting_ocr(session: Session) -> int:
    """How many mails wait until the text of their scanned pages is recognised."""
    of_state = col(MailRow.state) == State.WANTS_OCR.value
    return session.connection().execute(select(func.count()).where(of_state)).scalar_one()


def wanting_ocr(session: Session, limit: int) -> list[ScannedMail]:
    """Those mails, the first received in front."""
    received = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    statement = (
        of_rows(MailRow)
        .where(col(MailRow.state) == State.WANTS_OCR.value)
        .order_by(received, col(MailRow.sha256))
        .limit(limit)
    )
    return [
        ScannedMail(row.sha256, row.received_at or row.taken_in_at)
        for row in session.exec(statement)
    ]


def set_aside_mails(session: Session) -> list[MailSetAside]:
    """The mails that are set aside, with the fault of each, the first to have failed in front."""
    statement = (
        of_rows(FailureRow, MailRow)
        .join(MailRow, col(MailRow.sha256) == col(FailureRow.sha256))
        .where(col(MailRow.state) == State.SET_ASIDE.value)
        .order_by(col(FailureRow.last_at), col(FailureRow.sha256))
    )
    return [
        MailSetAside(
            Failure(row.sha256, row.step, row.reason, row.tries, row.last_at, row.next_try_at),
            mail.message_id,
            mail.received_at or mail.taken_in_at,
        )
        for row, mail in session.exec(statement)
    ]
