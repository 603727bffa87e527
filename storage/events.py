"""The audit trail: who did what and when, append-only, chained by hash.

Each event's hash covers the event and the hash of the one before, so what is changed, deleted or
swapped breaks the chain. How many there are and the last hash stand apart in the head: a tail
that was cut off shows too. Who can write the whole database can forge the head with the chain;
a head noted elsewhere (a log, a letter) then gives it away.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from storage.columns import storable
from storage.errors import DatabaseUnusable
from storage.tables import EventHeadRow, EventRow

Fact = str | int | float | bool | None
Facts = Mapping[str, Fact | Sequence[Fact]]

PROGRAM = ""  # the actor where no officer is
NOTHING: Facts = {}
HEAD_ID = 1
AT_ONCE = 1000  # events read at a time


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the audit trail."""

    seq: int  # from 1, without gaps
    at: datetime
    actor: str  # PROGRAM, else the officer
    action: str
    object: str  # "mail:SHA256", "case:MUNICIPALITY/REFERENCE", ...
    before: str  # canonical JSON of the facts that changed
    after: str
    prev_hash: str  # "" before the first
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the audit trail ends."""

    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the audit trail does not hold, and in what way."""

    seq: int
    what: str


def record_event(
    session: Session,
    at: datetime,
    action: str,
    subject: str,
    *,
    actor: str = PROGRAM,
    before: Facts = NOTHING,
    after: Facts = NOTHING,
) -> Event:
    """Append an event to the audit trail; concurrent writers queue for the head."""
    # SQLite's writers queue already; a server locks this row until the transaction ends.
    held = select(EventHeadRow).where(EventHeadRow.id == HEAD_ID).with_for_update()
    head = session.exec(held.execution_options(populate_existing=True)).first()
    if head is None:
        raise DatabaseUnusable(
            "the head of the audit trail is missing: the database was tampered with; "
            "restore it from a back-up"
        )
    event = chained(
        Event(
            seq=head.count + 1,
            at=at.astimezone(UTC),
            actor=storable(actor),
            action=action,
            object=storable(subject),
            before=canonical(before),
            after=canonical(after),
            prev_hash=head.hash,
            hash="",
        )
    )
    session.exec(
        insert(EventRow), params=[{name: getattr(event, name) for name in Event.__slots__}]
    )
    moved = update(EventHeadRow).where(col(EventHeadRow.id) == HEAD_ID)
    session.exec(moved.values(count=event.seq, hash=event.hash))
    return event


def canonical(facts: Facts) -> str:
    """Facts as JSON that has one form only."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return storable(text)


def chained(event: Event) -> Event:
    """The event with its hash: SHA-256 of the hash before it and its own canonical JSON."""
    facts = {name: getattr(event, name) for name in Event.__slots__ if "hash" not in name}
    told = canonical(facts | {"at": event.at.isoformat(timespec="microseconds")})
    digest = hashlib.sha256((event.prev_hash + told).encode()).hexdigest()
    return Event(**{name: getattr(event, name) for name in Event.__slots__} | {"hash": digest})


def verify_events(session: Session, noted: Head | None = None) -> list[Break]:
    """Every place where the audit trail was meddled with, in order; an empty list: none.

    noted: a head that was written down elsewhere at an earlier time; the trail must still
    pass through it.
    """
    breaks = []
    last = Head(0, "")
    for event in all_events(session):
        if event.seq != last.count + 1:
            breaks.append(Break(last.count + 1, "is missing"))
        elif event.prev_hash != last.hash:
            breaks.append(Break(event.seq, "does not follow from the one before"))
        if chained(event).hash != event.hash:
            breaks.append(Break(event.seq, "was changed"))
        if noted and event.seq == noted.count and event.hash != noted.hash:
            breaks.append(Break(event.seq, "is not the one that was noted"))
        last = Head(event.seq, event.hash)
    head = head_of_events(session)
    if head != last:
        what = (
            "the last ones are missing" if head and head.count > last.count else "the head differs"
        )
        breaks.append(Break(last.count + 1, what))
    if noted and noted.count > last.count:
        breaks.append(Break(noted.count, "was noted, but is missing"))
    return breaks


def head_of_events(session: Session) -> Head | None:
    """Where the audit trail ends, to be noted elsewhere; None: its row was deleted."""
    row = session.exec(select(EventHeadRow).where(EventHeadRow.id == HEAD_ID)).first()
    return Head(row.count, row.hash) if row else None


def all_events(session: Session) -> Iterator[Event]:
    """The whole audit trail in order, a lot at a time."""
    statement = select(EventRow).order_by(col(EventRow.seq))
    for row in session.exec(statement.execution_options(yield_per=AT_ONCE)):
        yield event_of(row)


def events_of(session: Session, subject: str) -> list[Event]:
    """What happened to one object, in order."""
    statement = select(EventRow).where(EventRow.object == subject).order_by(col(EventRow.seq))
    return [event_of(row) for row in session.exec(statement)]


def events_by_action(session: Session, action: str) -> list[Event]:
    """The events of one sort, in order."""
    statement = select(EventRow).where(EventRow.action == action).order_by(col(EventRow.seq))
    return [event_of(row) for row in session.exec(statement)]


def event_of(row: EventRow) -> Event:
    """The event that a row holds."""
    return Event(**{name: getattr(row, name) for name in Event.__slots__})
