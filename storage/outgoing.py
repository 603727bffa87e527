"""The outbox: mails that go out, each written down before it is sent, and found again.

How one moves from state to state stands in `storage.sending`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from rules.occasions import Occasion
from rules.outgoing import UNTRIED, Outgoing, OutgoingState, trigger_of_decision
from storage.columns import storable
from storage.errors import Refused
from storage.events import PROGRAM, events_of, record_event
from storage.tables import OutgoingRow

# Addresses stand in a JSON column, which no index helps with; a report comes within days.
RECENT_ROWS = 2000
MailKey = tuple[str, str, str, str]  # occasion, municipality, reference, trigger
REWORDABLE = (OutgoingState.PROPOSED.value, OutgoingState.REFUSED.value)
REWORDED = "mail_reworded"  # in the audit trail


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


def propose(
    session: Session,
    outgoing: Outgoing,
    now: datetime,
    *,
    held_because: Sequence[str] = (),
) -> int | None:
    """Write down a mail that an officer may send; its id, or None where the same stands already.

    The same is: the same occasion, case and trigger, whatever became of it.
    """
    if entry_for(session, outgoing) is not None:
        return None
    row = OutgoingRow(
        occasion=outgoing.occasion.value,
        municipality=outgoing.municipality,
        reference=outgoing.reference or "",
        trigger=outgoing.trigger,
        state=OutgoingState.PROPOSED.value,
        message_id=outgoing.message_id,
        in_reply_to=outgoing.in_reply_to,
        thread=list(outgoing.references),
        proposed_at=now,
        approved_by=PROGRAM,
        held_because=" ".join(held_because),
        tries=0,
        last_error="",
        **written(outgoing),
    )
    session.add(row)
    session.flush()
    record_event(session, now, "mail_proposed", object_of(row.id), after=facts_of(outgoing))
    return row.id


def reword(
    session: Session, entry: int, outgoing: Outgoing, now: datetime, *, officer: str = PROGRAM
) -> None:
    """Change words and addresses of a mail that waits for an officer, or that was refused."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None or row.state not in REWORDABLE:
        raise Refused("this mail waits for nobody any more; look at the list anew")
    new = written(outgoing)
    if all(getattr(row, name) == value for name, value in new.items()):
        return
    row.sqlmodel_update(new)
    session.flush()
    record_event(session, now, REWORDED, object_of(entry), actor=officer)


def rewrite(session: Session, entry: int, outgoing: Outgoing, now: datetime) -> None:
    """Bring words and addresses up to date until a mail went out: the program's own doing."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None or row.state not in UNTRIED:
        return
    row.sqlmodel_update(written(outgoing))
    session.flush()
    record_event(session, now, REWORDED, object_of(entry))


def is_reworded(session: Session, entry: int) -> bool:
    """Whether an officer chose the words of a mail."""
    return any(
        each.action == REWORDED and each.actor != PROGRAM
        for each in events_of(session, object_of(entry))
    )


def hold(session: Session, entry: int, because: Sequence[str]) -> None:
    """Say why a mail that was not sent yet waits; no reasons where nothing holds it."""
    row = session.get(OutgoingRow, entry)
    if row is not None and row.held_because != " ".join(because):
        row.held_because = " ".join(because)
        session.flush()


def put_off(session: Session, entry: int, until: datetime, now: datetime, *, officer: str) -> None:
    """Have a proposed mail wait: nobody is asked about it before a moment."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None or row.state != OutgoingState.PROPOSED.value:
        raise Refused("this mail waits for nobody any more; look at the list anew")
    row.next_try_at = until
    session.flush()
    after = {"until": until.isoformat()}
    record_event(session, now, "mail_put_off", object_of(entry), actor=officer, after=after)


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


def entry_of(row: OutgoingRow) -> OutboxEntry:
    """The mail that a row holds."""
    return OutboxEntry(
        id=row.id,
        outgoing=Outgoing(
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
        ),
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


def written(outgoing: Outgoing) -> dict[str, Any]:
    """The columns that an officer may change."""
    return {
        "to_addresses": list(outgoing.to),
        "cc_addresses": list(outgoing.cc),
        "subject": storable(outgoing.subject),
        "text": storable(outgoing.text),
        "html": storable(outgoing.html),
    }


def facts_of(outgoing: Outgoing) -> dict[str, str | None]:
    """What the audit trail keeps of a mail; its words stand in the outbox."""
    return {
        "occasion": outgoing.occasion.value,
        "municipality": outgoing.municipality,
        "reference": outgoing.reference,
        "trigger": outgoing.trigger,
        "message_id": outgoing.message_id,
    }


def object_of(entry: int) -> str:
    """What the audit trail calls a mail that goes out."""
    return f"outgoing:{entry}"
