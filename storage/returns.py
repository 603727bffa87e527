"""What came back on mails of ours, tied to the mail that it came back on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.occasions import Occasion
from rules.outgoing import Return
from storage.events import record_event
from storage.outgoing import object_of
from storage.tables import OutgoingRow, ReturnRow


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail that came in on a mail that went out."""

    outgoing: int  # the id of the mail of ours
    mail: str  # the other's name in the ledger
    what: Return
    at: datetime


def add_return(
    session: Session,
    outgoing: int,
    mail: str,
    what: Return,
    now: datetime,
    *,
    failed: Sequence[str] = (),
) -> bool:
    """Tie a mail to one of ours; False where it was tied before, and then nothing changes.

    failed: the addresses that a report says it did not reach, as far as it tells.
    """
    if session.get(ReturnRow, (outgoing, mail)) is not None:
        return False
    row = ReturnRow(outgoing_id=outgoing, sha256=mail, what=what.value, at=now)
    row.failed_addresses = list(failed)
    session.add(row)
    session.flush()
    facts = {"mail": mail, "what": what.value}
    record_event(session, now, "mail_returned", object_of(outgoing), after=facts)
    return True


def returns_on(session: Session, outgoing: int) -> list[Returned]:
    """What came back on a mail of ours, in the order in which it was filed."""
    rows = select(ReturnRow).where(ReturnRow.outgoing_id == outgoing)
    return [
        Returned(row.outgoing_id, row.sha256, Return(row.what), row.at)
        for row in session.exec(rows.order_by(col(ReturnRow.at), ReturnRow.sha256))
    ]


def answers_receipt(session: Session, mail: str) -> bool:
    """Whether a mail came back on an acknowledgement of ours."""
    found = (
        select(ReturnRow.outgoing_id)
        .join(OutgoingRow, col(OutgoingRow.id) == col(ReturnRow.outgoing_id))
        .where(ReturnRow.sha256 == mail, OutgoingRow.occasion == Occasion.ACKNOWLEDGEMENT.value)
    )
    return session.exec(found).first() is not None
