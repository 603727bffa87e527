"""Mails that came back and go out once more: an officer asks, the program proposes, once each."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from rules.contacts import ContactRole
from rules.occasions import Occasion
from rules.outgoing import OutgoingState, Return, failing, repeated_by, trigger_of_repeat
from rules.proposals import Repeated
from storage.contacts import contacts
from storage.errors import Refused
from storage.events import record_event
from storage.outgoing import OutboxEntry, entry_of, object_of
from storage.tables.outgoing import OutgoingRow, ReturnRow

REMEMBERED = timedelta(days=366)  # what was asked for longer ago stands in the list, or nowhere
WAITING = (OutgoingState.PROPOSED.value, OutgoingState.QUEUED.value)


def ask_again(session: Session, entry: int, now: datetime, *, officer: str) -> None:
    """Have a mail that came back proposed once more. Raises Refused for any other, or twice."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None:
        raise Refused(f"the outbox has no mail {entry}; look at the list")
    if row.state != OutgoingState.BOUNCED.value:
        raise Refused(f"mail {entry} of the outbox is {row.state}; only what bounced goes again")
    if row.again_at is not None:
        raise Refused(f"mail {entry} of the outbox was asked for once more already; see the list")
    row.again_by, row.again_at = officer, now
    session.flush()
    is_same = bool(addresses_kept(session, entry))
    after = {"is_same_address": is_same}
    record_event(session, now, "mail_asked_again", object_of(entry), actor=officer, after=after)


def repeats_asked(session: Session, now: datetime) -> list[Repeated]:
    """The mails that go out once more and have not yet, in the order in which that was asked."""
    rows = session.exec(
        select(OutgoingRow)
        .where(
            OutgoingRow.state == OutgoingState.BOUNCED.value,
            col(OutgoingRow.again_at) >= now - REMEMBERED,
        )
        .order_by(col(OutgoingRow.again_at), col(OutgoingRow.id))
    ).all()
    triggers = [trigger_of_repeat(row.id) for row in rows]
    done = set(
        session.exec(
            select(OutgoingRow.trigger).where(
                col(OutgoingRow.trigger).in_(triggers), col(OutgoingRow.state).not_in(WAITING)
            )
        )
    )
    return [
        Repeated(row.id, entry_of(row).outgoing, row.again_by, row.again_at, reached(session, row))
        for row in rows
        if row.again_at is not None and trigger_of_repeat(row.id) not in done
    ]


def reached(session: Session, row: OutgoingRow) -> tuple[str, ...]:
    """The addresses of a mail that it did not come back from."""
    failed = set(missed(session, row))
    return tuple(each for each in (*row.to_addresses, *row.cc_addresses) if each not in failed)


def missed(session: Session, row: OutgoingRow) -> list[str]:
    """The addresses of a mail that it came back from, or may have."""
    reports = session.exec(
        select(ReturnRow.failed_addresses).where(
            ReturnRow.outgoing_id == row.id, ReturnRow.what == Return.BOUNCE.value
        )
    ).all()
    told = [failing(row.to_addresses, row.cc_addresses, each) for each in reports or [[]]]
    return sorted({address for some in told for address in some})


def addresses_kept(session: Session, entry: int) -> tuple[str, ...]:
    """The addresses that a mail came back from and that the registry still has."""
    row = session.get(OutgoingRow, entry)
    known = {
        address.lower()
        for role in ContactRole
        for some in contacts(session, role).values()
        for address in some
    }
    return tuple(each for each in missed(session, row) if each.lower() in known) if row else ()


def repeat_of(session: Session, entry: int) -> OutboxEntry | None:
    """The mail that goes out in place of one that came back, None before there is one."""
    found = select(OutgoingRow).where(OutgoingRow.trigger == trigger_of_repeat(entry))
    row = session.exec(found).first()
    return entry_of(row) if row else None


def mail_thanked_for(session: Session, trigger: str) -> str:
    """The mail that a receipt is for, "" where it cannot be told; trigger: also of a repeat."""
    entry = repeated_by(trigger)
    while entry is not None:
        row = session.get(OutgoingRow, entry)
        trigger = row.trigger if row and row.occasion == Occasion.ACKNOWLEDGEMENT.value else ""
        entry = repeated_by(trigger)
    return trigger
