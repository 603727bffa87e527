"""The outbox: mails that go out, each written down before it is sent, and found again.

How one moves from state to state stands in `storage.sending`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from rules.occasions import Occasion
from rules.outgoing import Outgoing, OutgoingState, trigger_of_decision
from storage.tables.outgoing import OutgoingRow

# Addresses stand in a JSON column, which no index helps with; a report comes within days.
RECENT_ROWS = 2000
MailKey = tuple[str, str, str, str]  # occasion, municipality, reference, trigger


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A mail that goes out, and what became of it."""

    id: int
    outgoing: Outgoing
    state: OutgoingState
    proposed_at: datetime
    approved_by: str  # the officer who had it sent; "" the program
    held_because: tuple[str, ...]
    tries: int
    next_try_at: datetime | None
    queued_at: datetime | None
    handed_over_at: datetime | None
    sent_at: datetime | None
    copied_at: datetime | None
    last_error: str
    again_by: str = ""  # the officer who asked for it once more
    again_at: datetime | None = None

    @property
    def subject(self) -> str:
        """What the audit trail calls it."""
        return object_of(self.id)


def entry_with(session: Session, entry: int) -> OutboxEntry | None:
    """The mail of that id."""
    row = session.get(OutgoingRow, entry)
    return entry_of(row) if row else None


def entry_for(session: Session, outgoing: Outgoing) -> OutboxEntry | None:
    """The mail that this thing set off already, whatever became of it."""
    return entry_set_off(
        session, outgoing.occasion, outgoing.municipality, outgoing.reference, outgoing.trigger
    )


def letter_of_decision(
    session: Session, municipality: str, reference: str | None, decision: int
) -> OutboxEntry | None:
    """The mail that an officer's decision on a case set off, None before there is one."""
    trigger = trigger_of_decision(decision)
    return entry_set_off(session, Occasion.SUPPLEMENT, municipality, reference, trigger)


def entry_set_off(
    session: Session, occasion: Occasion, municipality: str, reference: str | None, trigger: str
) -> OutboxEntry | None:
    """The one mail of that occasion, case and trigger, None before there is one."""
    row = session.exec(
        select(OutgoingRow).where(
            OutgoingRow.occasion == occasion.value,
            OutgoingRow.municipality == municipality,
            OutgoingRow.reference == (reference or ""),
            OutgoingRow.trigger == trigger,
        )
    ).first()
    return entry_of(row) if row else None


def entries_with_message_ids(session: Session, ids: Iterable[str]) -> list[OutboxEntry]:
    """The mails of those Message-IDs, the last one proposed in front."""
    which = col(OutgoingRow.message_id).in_(sorted(set(ids)))
    rows = session.exec(select(OutgoingRow).where(which).order_by(col(OutgoingRow.id).desc()))
    return [entry_of(row) for row in rows]


def outbox(
    session: Session,
    states: Collection[OutgoingState] = (),
    *,
    municipality: str = "",
    reference: str | None = None,
) -> list[OutboxEntry]:
    """Mails in the order in which they were proposed.

    states: none means any; municipality and reference: those of one case, where given.
    """
    statement = select(OutgoingRow)
    if states:
        statement = statement.where(col(OutgoingRow.state).in_(sorted(states)))
    if municipality:
        statement = statement.where(
            OutgoingRow.municipality == municipality, OutgoingRow.reference == (reference or "")
        )
    rows = session.exec(statement.order_by(col(OutgoingRow.proposed_at), col(OutgoingRow.id)))
    return [entry_of(row) for row in rows]


def next_due(session: Session, now: datetime) -> OutboxEntry | None:
    """The mail whose turn it is: the one that waits longest, nothing changed."""
    row = session.exec(
        select(OutgoingRow)
        .where(
            OutgoingRow.state == OutgoingState.QUEUED.value,
            or_(col(OutgoingRow.next_try_at).is_(None), col(OutgoingRow.next_try_at) <= now),
        )
        .order_by(col(OutgoingRow.queued_at), col(OutgoingRow.id))
        .limit(1)
    ).first()
    return entry_of(row) if row else None


def not_copied(session: Session, limit: int) -> list[OutboxEntry]:
    """Mails that were sent and have no copy yet, the first sent in front."""
    rows = session.exec(
        select(OutgoingRow)
        .where(
            col(OutgoingRow.state).in_((OutgoingState.SENT.value, OutgoingState.BOUNCED.value)),
            col(OutgoingRow.copied_at).is_(None),
        )
        .order_by(col(OutgoingRow.sent_at), col(OutgoingRow.id))
        .limit(limit)
    )
    return [entry_of(row) for row in rows]


def keys_beyond(session: Session, states: Collection[OutgoingState]) -> frozenset[MailKey]:
    """What tells the mails apart that are in none of these states: there will be more of them
    every year, so their words are left where they are.
    """
    statement = select(
        OutgoingRow.occasion, OutgoingRow.municipality, OutgoingRow.reference, OutgoingRow.trigger
    ).where(col(OutgoingRow.state).not_in(sorted(states)))
    return frozenset((o, m, r, t) for o, m, r, t in session.exec(statement))


def outbox_counts(session: Session) -> dict[OutgoingState, int]:
    """How many mails stand where; states that no mail is in are 0."""
    rows = session.exec(
        select(OutgoingRow.state, func.count()).group_by(col(OutgoingRow.state))
    ).all()
    found = dict(rows)
    return {state: found.get(state.value, 0) for state in OutgoingState}


def sent_to(session: Session, addresses: Collection[str], since: datetime) -> list[OutboxEntry]:
    """The mails that went to one of these addresses from a moment on, the last one in front."""
    wanted = {each.lower() for each in addresses}
    rows = session.exec(
        select(OutgoingRow)
        .where(col(OutgoingRow.handed_over_at) >= since)
        .order_by(col(OutgoingRow.handed_over_at).desc(), col(OutgoingRow.id).desc())
        .limit(RECENT_ROWS)
    )
    return [
        entry_of(row)
        for row in rows
        if wanted & {each.lower() for each in (*row.to_addresses, *row.cc_addresses)}
    ]


def outgoing_of(row: OutgoingRow) -> Outgoing:
    """The mail that a row holds."""
    return Outgoing(
        occasion=Occasion(row.occasion),
        municipality=row.municipality,
        reference=row.reference or None,
        trigger=row.trigger,
        to=tuple(row.to_addresses),
        cc=tuple(row.cc_addresses),
        subject=row.subject,
        text=row.text,
        html=row.html,
        message_id=row.message_id,
        in_reply_to=row.in_reply_to,
        references=tuple(row.thread),
    )


def entry_of(row: OutgoingRow) -> OutboxEntry:
    """The mail that a row holds, and what became of it."""
    return OutboxEntry(
        id=row.id,
        outgoing=outgoing_of(row),
        state=OutgoingState(row.state),
        proposed_at=row.proposed_at,
        approved_by=row.approved_by,
        held_because=tuple(row.held_because.split()),
        tries=row.tries,
        next_try_at=row.next_try_at,
        queued_at=row.queued_at,
        handed_over_at=row.handed_over_at,
        sent_at=row.sent_at,
        copied_at=row.copied_at,
        last_error=row.last_error,
        again_by=row.again_by,
        again_at=row.again_at,
    )


def object_of(entry: int) -> str:
    """What the audit trail calls a mail that goes out."""
    return f"outgoing:{entry}"
