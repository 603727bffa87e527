"""What came back on mails of ours, tied to the mail that it came back on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.occasions import Occasion
from rules.outgoing import Return
from storage.events import record_event
from storage.outgoing import object_of
from storage.tables import OutgoingRow, ReturnRow

AT_ONCE = 500  # mails


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


def answering_receipts(session: Session, mails: Sequence[str]) -> frozenset[str]:
    """Those of some mails that came back on an acknowledgement of ours."""
    return frozenset(
        name
        for at in range(0, len(mails), AT_ONCE)
        for name in lot_answering(session, mails[at : at + AT_ONCE])
    )


def lot_answering(session: Session, mails: Sequence[str]) -> Iterable[str]:
    """The same of so many that one statement may name them."""
    return session.exec(
        select(ReturnRow.sha256)
        .join(OutgoingRow, col(OutgoingRow.id) == col(ReturnRow.outgoing_id))
        .where(
            col(ReturnRow.sha256).in_(mails),
            OutgoingRow.occasion == Occasion.ACKNOWLEDGEMENT.value,
        )
    )
