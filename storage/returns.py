"""What came back on mails of ours, tied to the mail that it came back on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.occasions import Occasion
from rules.outgoing import Return
from storage.events import record_event
from storage.outgoing import object_of
from storage.tables.outgoing import OutgoingRow, ReturnRow
from storage.tables.states import MailStateRow, MailTextRow

AT_ONCE = 500  # mails


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail that came in on a mail that went out."""

    mail: str  # its name in the ledger
    what: Return
    at: datetime  # when it was received
    subject: str
    body: str  # all its words


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
    """What came back on a mail of ours, in the order of receipt. 1 statement."""
    rows = (
        select(ReturnRow, MailStateRow, MailTextRow)
        .outerjoin(MailStateRow, col(MailStateRow.sha256) == col(ReturnRow.sha256))
        .outerjoin(MailTextRow, col(MailTextRow.id) == col(MailStateRow.id))
        .where(ReturnRow.outgoing_id == outgoing)
        .order_by(col(ReturnRow.at), col(ReturnRow.sha256))
    )
    return [returned(*row) for row in session.exec(rows)]


def returned(row: ReturnRow, state: MailStateRow | None, text: MailTextRow | None) -> Returned:
    """What came back, with its words as far as it was judged."""
    return Returned(
        mail=row.sha256,
        what=Return(row.what),
        at=state.received_at if state else row.at,
        subject=text.subject if text else "",
        body=text.body if text else "",
    )


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
