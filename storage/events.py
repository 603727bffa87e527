"""The audit trail: who did what and when, append-only, chained by hash.

Each event's hash covers the event and the hash of the one before, so what is changed, deleted or
swapped breaks the chain. How many there are and the last hash stand apart in the head, signed with
a key outside the database (storage/event_heads.py): a tail that was cut off shows too.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.bulk import add_rows
from storage.columns import storable
from storage.event_heads import (
    HEAD_ID,
    MOVED,
    Head,
    SignedHead,
    end_to_write_on,
    head_row,
    is_signed,
    mac_of,
    put_head,
)
from storage.tables.events import EventHeadRow, EventRow

Fact = str | int | float | bool | None
Facts = Mapping[str, Fact | Sequence[Fact]]

CHANGED = "registry_changed"  # an entry of the registry or a fact: before and after
PROGRAM = ""  # the actor where no officer is
NOTHING: Facts = {}
AT_ONCE = 1000  # events read at a time
CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


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
class Happening:
    """What the audit trail is to tell."""

    action: str
    subject: str
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)


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
) -> Head:
    """Append an event to the audit trail, and give its new end; concurrent writers queue for it."""
    happening = Happening(action, subject, before, after)
    return record_events(session, at, [happening], actor=actor)


def record_events(
    session: Session, at: datetime, happenings: Sequence[Happening], *, actor: str = PROGRAM
) -> Head:
    """Append events of one moment to the audit trail, in that order; where it ends then."""
    end = end_to_write_on(session)
    last, rows = Head(end.count, end.hash), []
    for each in happenings:
        told = {
            "seq": last.count + 1,
            "at": at.astimezone(UTC),
            "actor": storable(actor),
            "action": each.action,
            "object": storable(each.subject),
            "before": canonical(each.before),
            "after": canonical(each.after),
        }
        digest = hash_of(told, last.hash)
        rows.append(told | {"prev_hash": last.hash, "hash": digest})
        last = Head(last.count + 1, digest)
    add_rows(session, EventRow, rows)
    move_head(session, last)
    return last


def move_head(session: Session, head: Head) -> None:
    """Let the trail end here, signed."""
    put_head(session, SignedHead(head.count, head.hash, mac_of(session.connection(), head)))


def changes(before: Facts, after: Facts) -> tuple[Facts, Facts]:
    """What differs, as it was and as it is."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def canonical(facts: Facts) -> str:
    """Facts as JSON that has one form only."""
    return storable(CANONICAL.encode(facts)) if facts else "{}"


def chained(event: Event) -> Event:
    """The event with its hash: SHA-256 of the hash before it and its own canonical JSON."""
    told = {name: getattr(event, name) for name in Event.__slots__ if "hash" not in name}
    return replace(event, hash=hash_of(told, event.prev_hash))


def hash_of(told: Mapping[str, Any], prev_hash: str) -> str:
    """The hash of an event; told: all of it but the hashes."""
    text = canonical({**told, "at": told["at"].isoformat(timespec="microseconds")})
    return hashlib.sha256((prev_hash + text).encode()).hexdigest()


def verify_events(session: Session, noted: Sequence[Head] = ()) -> list[Break]:
    """Every place where the audit trail was meddled with, in order; an empty list: none.

    noted: ends that were written down elsewhere at earlier times; the trail must still pass
    through each.
    """
    breaks = []
    last = Head(0, "")
    passed = {0: ""}
    counts = {each.count for each in noted}
    for event in all_events(session):
        if event.seq != last.count + 1:
            breaks.append(Break(last.count + 1, "is missing"))
        elif event.prev_hash != last.hash:
            breaks.append(Break(event.seq, "does not follow from the one before"))
        if chained(event).hash != event.hash:
            breaks.append(Break(event.seq, "was changed"))
        if event.seq in counts:
            passed[event.seq] = event.hash
        last = Head(event.seq, event.hash)
    return breaks + breaks_at_end(session, last) + breaks_of_notes(noted, passed)


def breaks_at_end(session: Session, last: Head) -> list[Break]:
    """What is wrong with the head; last: where the events really end."""
    row = head_row(session)
    head = Head(row.count, row.hash) if row else None
    if row is None or head is None:
        return [Break(last.count + 1, "the head is missing")]
    if head.count > last.count:
        return [Break(last.count + 1, "the last ones are missing")]
    if head != last:
        return [Break(last.count + 1, "the head differs")]
    if row.mac == MOVED:
        return [Break(last.count, "is the last one here: this database was moved to another")]
    if not is_signed(session, row):
        return [Break(last.count + 1, "the head is not signed with our key: others were cut off")]
    return []


def breaks_of_notes(noted: Sequence[Head], passed: Mapping[int, str]) -> list[Break]:
    """The notes that the trail does not pass through; passed: its hashes at their places."""
    breaks = []
    for each in noted:
        if each.count not in passed:
            breaks.append(Break(each.count, "was noted, but is missing"))
        elif passed[each.count] != each.hash:
            breaks.append(Break(each.count, "is not the one that was noted"))
    return breaks


def sign_anew(session: Session, now: datetime, officer: str, reason: str) -> Head:
    """Sign the trail as it stands, and have it tell who did so and why."""
    last = Head(0, "")
    for event in all_events(session):
        last = Head(event.seq, event.hash)
    if head_row(session, is_locked=True) is None:
        session.add(EventHeadRow(id=HEAD_ID, count=0, hash="", mac=""))
        session.flush()
    move_head(session, last)
    facts: Facts = {"reason": reason, "events": last.count}
    return record_event(session, now, "trail_signed", "trail", actor=officer, after=facts)


def head_of_events(session: Session) -> Head | None:
    """Where the audit trail ends, to be noted elsewhere; None: its row was deleted."""
    row = head_row(session)
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
