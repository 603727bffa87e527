"""Mails that came in and that nobody has read: one of them may be the answer."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary, func
from sqlmodel import Session, col, select

from rules.decisions import Disposition
from rules.worklist import Reason
from storage.ledger import BEFORE, State
from storage.mail_states import Facet
from storage.tables.mails import MailRow, RawMailRow
from storage.tables.states import MailFacetRow, MailStateRow, MailTextRow

HEAD_BYTES = 64_000  # in which the headers of a mail stand that a person wrote
# Of these nobody's answer is lost: a machine wrote, or it is there already.
NO_ANSWERS = (Reason.AUTO_REPLY.value, Reason.BOUNCE.value, Reason.DUPLICATE.value)


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail that nobody has dealt with."""

    received_at: datetime
    municipalities: tuple[str, ...]  # that it speaks for, as far as is known
    senders: str  # names and addresses as they were written


def unread(session: Session) -> list[Unread]:
    """The mails on the work list that may hold an answer, in order of receipt."""
    is_open = col(MailStateRow.disposition) == Disposition.OPEN.value
    is_answer = col(MailStateRow.reason).not_in(NO_ANSWERS)
    statement = (
        select(MailStateRow.id, MailStateRow.received_at, MailTextRow.sender)
        .join(MailTextRow, col(MailTextRow.id) == col(MailStateRow.id))
        .where(is_open, is_answer)
        .order_by(col(MailStateRow.received_at), col(MailStateRow.id))
    )
    facets = (
        select(MailFacetRow.mail_id, MailFacetRow.value)
        .join(MailStateRow, col(MailStateRow.id) == col(MailFacetRow.mail_id))
        .where(is_open, is_answer, MailFacetRow.facet == Facet.MUNICIPALITY.value)
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for number, name in session.exec(facets):
        names[number].append(name)
    return [
        Unread(at, tuple(sorted(names[number])), senders)
        for number, at, senders in session.exec(statement)
    ]


def are_mails_unjudged(session: Session) -> bool:
    """Whether mails were taken in that no judgement was tried on yet."""
    unread = [state.value for state in BEFORE.values()]
    kept = select(MailRow.sha256).where(col(MailRow.state).in_(unread)).limit(1)
    return session.exec(kept).first() is not None


def heads_set_aside(session: Session) -> Iterator[tuple[datetime, bytes]]:
    """When the mails came that could not be judged, and the bytes that each begins with."""
    # All of a mail of 25 MB for one header, at each turn of the outbox, was most of its memory.
    head = func.substr(RawMailRow.raw, 1, HEAD_BYTES, type_=LargeBinary)
    statement = (
        select(MailRow.received_at, MailRow.taken_in_at, head)
        .join(RawMailRow, col(RawMailRow.sha256) == col(MailRow.sha256))
        .where(MailRow.state == State.SET_ASIDE.value)
        .order_by(col(MailRow.taken_in_at), col(MailRow.sha256))
    )
    for received_at, taken_in_at, start in session.exec(statement):
        yield received_at or taken_in_at, start or b""  # SQLite: the start of no bytes is NULL
