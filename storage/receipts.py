"""The receipts that mails are owed, one a mail."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import Session, col, select

from rules.decisions import Disposition
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from rules.proposals import ACKNOWLEDGED
from storage.mail_states import Facet
from storage.sending import NEEDLESS
from storage.tables.outgoing import OutgoingRow
from storage.tables.states import MailFacetRow, MailStateRow

WAITING = (OutgoingState.PROPOSED.value, OutgoingState.QUEUED.value)


def mails_to_acknowledge(session: Session, since: datetime) -> list[str]:
    """The mails received from a moment on that a receipt may be owed for, none sent yet."""
    done = exists().where(col(OutgoingRow.trigger) == MailStateRow.sha256, is_final_receipt())
    of_kind = exists().where(
        col(MailFacetRow.mail_id) == MailStateRow.id,
        col(MailFacetRow.facet) == Facet.KIND.value,
        col(MailFacetRow.value).in_([each.value for each in ACKNOWLEDGED]),
    )
    statement = (
        select(MailStateRow.sha256)
        .where(
            col(MailStateRow.received_at) >= since,
            col(MailStateRow.disposition) != Disposition.NOT_FOR_US.value,
            of_kind,
            ~done,
        )
        .order_by(col(MailStateRow.received_at), col(MailStateRow.sha256))
    )
    return list(session.exec(statement))


def has_final_receipt(session: Session, mail: str) -> bool:
    """Whether a mail had its receipt, or an officer wants none, in whatever case it was then."""
    found = select(OutgoingRow.id).where(OutgoingRow.trigger == mail, is_final_receipt())
    return session.exec(found.limit(1)).first() is not None


def is_final_receipt() -> ColumnElement[bool]:
    """That a mail of the outbox is a receipt, and the only one that its mail will have."""
    is_dropped = and_(
        col(OutgoingRow.state) == OutgoingState.CANCELLED.value,
        col(OutgoingRow.last_error) == NEEDLESS,
    )
    return and_(
        col(OutgoingRow.occasion) == Occasion.ACKNOWLEDGEMENT.value,
        col(OutgoingRow.state).not_in(WAITING),
        ~is_dropped,
    )
