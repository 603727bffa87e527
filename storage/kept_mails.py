"""What is kept of the mails of a case: how large each is, since when, and whether it is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.destruction import Destroyed, destroyed_of
from storage.retention import KeptKind
from storage.tables.mails import MailRow, RawMailRow
from storage.tables.retention import DestructionRow


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as it is kept. Its name is the SHA-256 of its bytes."""

    mail: str
    size: int  # bytes, of the mail as it arrived
    taken_in_at: datetime  # from then on its hash is known
    destroyed: Destroyed | None  # None: its bytes are there


def kept_mails(session: Session, mails: Sequence[str]) -> dict[str, KeptMail]:
    """Some mails as they are kept, by name. Two statements, and one for each destroyed."""
    rows = session.exec(
        select(MailRow.sha256, RawMailRow.size, MailRow.taken_in_at)
        .join(RawMailRow, col(RawMailRow.sha256) == col(MailRow.sha256))
        .where(col(MailRow.sha256).in_(mails))
    ).all()
    gone = set(
        session.exec(
            select(DestructionRow.sha256).where(
                col(DestructionRow.sha256).in_(mails), DestructionRow.kind == KeptKind.MAILS.value
            )
        )
    )
    return {
        mail: KeptMail(mail, size, at, destroyed_of(session, mail) if mail in gone else None)
        for mail, size, at in rows
    }
