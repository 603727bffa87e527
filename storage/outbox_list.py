"""The outbox as the pages list it: which part, of which case, in which version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import Session, col, select

from rules.decisions import Disposition
from rules.occasions import Occasion
from rules.outgoing import OutgoingState, Return
from storage.outgoing import OutboxEntry, entry_of, object_of
from storage.tables.events import EventRow
from storage.tables.outgoing import OutgoingRow, ReturnRow
from storage.tables.states import CaseStateRow, MailStateRow


class Part(StrEnum):
    """What a mail of the outbox asks of officers."""

    READY = "ready"  # to be sent, or not
    HELD = "held"  # something speaks against it
    PUT_OFF = "put_off"  # an officer said: not now
    QUEUED = "queued"  # goes out by itself
    DOUBTFUL = "doubtful"  # refused, come back, or nobody knows
    SENT = "sent"
    CANCELLED = "cancelled"


PROPOSED = (OutgoingState.PROPOSED,)
STATES = {
    Part.READY: PROPOSED,
    Part.HELD: PROPOSED,
    Part.PUT_OFF: PROPOSED,
    Part.QUEUED: (OutgoingState.QUEUED, OutgoingState.SENDING),
    Part.DOUBTFUL: (OutgoingState.UNCERTAIN, OutgoingState.REFUSED, OutgoingState.BOUNCED),
    Part.SENT: (OutgoingState.SENT, OutgoingState.BOUNCED),
    Part.CANCELLED: (OutgoingState.CANCELLED,),
}


@dataclass(frozen=True, slots=True)
class OutboxFilter:
    """Which mails a list holds; None: whatever it is."""

    part: Part | None = None
    occasion: Occasion | None = None
    municipality: str | None = None
    letter_date: date | None = None  # of a round: the letters of one day
    is_without_letter: bool = False


@dataclass(frozen=True, slots=True)
class ListedOutgoing:
    """A mail of the outbox with its case."""

    entry: OutboxEntry
    part: Part
    version: int  # rises with each change of it
    case: int | None  # the number of its case
    letter_date: date | None


@dataclass(frozen=True, slots=True)
class ProposedRound:
    """Proposals of one sort about the letters of one day."""

    occasion: Occasion
    letter_date: date | None  # None: about no letter
    count: int


def outbox_list(
    session: Session, which: OutboxFilter, now: datetime, *, limit: int | None, offset: int = 0
) -> list[ListedOutgoing]:
    """Mails of the outbox; what is done with the last first, all else the oldest. 2 statements."""
    is_done = which.part in (Part.SENT, Part.CANCELLED)
    moment = func.coalesce(OutgoingRow.sent_at, OutgoingRow.proposed_at)
    order = (moment.desc(), col(OutgoingRow.id).desc()) if is_done else (moment, OutgoingRow.id)
    statement = (
        select(OutgoingRow, col(CaseStateRow.case_id), col(CaseStateRow.letter_date), part_of(now))
        .outerjoin(CaseStateRow, its_case())
        .where(*conditions(which, now))
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    )
    rows = session.exec(statement).all()
    versions = versions_of(session, [row.id for row, *_ in rows])
    return [
        ListedOutgoing(entry_of(row), Part(part), versions.get(row.id, 0), number, letter_date)
        for row, number, letter_date, part in rows
    ]


def outbox_parts(session: Session, which: OutboxFilter, now: datetime) -> dict[Part, int]:
    """How many mails each part of the list has, the filter's own part aside. 1 statement."""
    part = part_of(now)
    others = OutboxFilter(
        None, which.occasion, which.municipality, which.letter_date, which.is_without_letter
    )
    statement = (
        select(part, func.count())
        .select_from(OutgoingRow)
        .outerjoin(CaseStateRow, its_case())
        .where(*conditions(others, now))
        .group_by(part)
    )
    found = dict(session.exec(statement).all())
    return {each: found.get(each.value, 0) for each in Part}


def proposed_rounds(session: Session, now: datetime) -> list[ProposedRound]:
    """What can be approved in one go: proposals that nothing holds, by occasion and letters."""
    statement = (
        select(col(OutgoingRow.occasion), col(CaseStateRow.letter_date), func.count())
        .select_from(OutgoingRow)
        .outerjoin(CaseStateRow, its_case())
        .where(*conditions(OutboxFilter(Part.READY), now))
        .group_by(col(OutgoingRow.occasion), col(CaseStateRow.letter_date))
    )
    found = [
        ProposedRound(Occasion(occasion), day, count)
        for occasion, day, count in session.exec(statement)
    ]
    order = list(Occasion)
    return sorted(
        found, key=lambda each: (order.index(each.occasion), each.letter_date or date.min)
    )


def listed_entry(session: Session, entry: int, now: datetime) -> ListedOutgoing | None:
    """One mail of the outbox, None where there is none. 2 statements."""
    statement = (
        select(OutgoingRow, col(CaseStateRow.case_id), col(CaseStateRow.letter_date), part_of(now))
        .outerjoin(CaseStateRow, its_case())
        .where(OutgoingRow.id == entry)
    )
    found = session.exec(statement).first()
    if found is None:
        return None
    row, number, letter_date, part = found
    version = versions_of(session, [entry]).get(entry, 0)
    return ListedOutgoing(entry_of(row), Part(part), version, number, letter_date)


def versions_of(session: Session, entries: Sequence[int]) -> dict[int, int]:
    """The last event of each mail: it changes with whatever an officer could have read."""
    subjects = {object_of(each): each for each in entries}
    statement = (
        select(EventRow.object, func.max(EventRow.seq))
        .where(col(EventRow.object).in_(list(subjects)))
        .group_by(col(EventRow.object))
    )
    return {subjects[name]: seq for name, seq in session.exec(statement)}


def its_case() -> ColumnElement[bool]:
    """The case that a mail of the outbox is about."""
    return and_(
        col(CaseStateRow.municipality) == col(OutgoingRow.municipality),
        col(CaseStateRow.reference) == col(OutgoingRow.reference),
    )


def part_of(now: datetime) -> Any:
    """The part that a row belongs to at a moment, as a column."""
    state, is_waiting = col(OutgoingRow.state), col(OutgoingRow.next_try_at) > now
    proposed = state == OutgoingState.PROPOSED.value
    return case(
        (and_(proposed, is_waiting), Part.PUT_OFF.value),
        (and_(proposed, col(OutgoingRow.held_because) != ""), Part.HELD.value),
        (proposed, Part.READY.value),
        (state == OutgoingState.SENT.value, Part.SENT.value),
        (and_(state == OutgoingState.BOUNCED.value, is_seen_to()), Part.SENT.value),
        (state == OutgoingState.CANCELLED.value, Part.CANCELLED.value),
        (state.in_(STATES[Part.DOUBTFUL]), Part.DOUBTFUL.value),
        else_=Part.QUEUED.value,
    )


def is_seen_to() -> ColumnElement[bool]:
    """That an officer had a mail that came back sent once more, or dealt with what came back."""
    reports = (
        select(ReturnRow.sha256)
        .join(MailStateRow, col(MailStateRow.sha256) == col(ReturnRow.sha256))
        .where(ReturnRow.outgoing_id == OutgoingRow.id, ReturnRow.what == Return.BOUNCE.value)
    )
    is_open = col(MailStateRow.disposition) == Disposition.OPEN.value
    is_dealt_with = and_(reports.exists(), ~reports.where(is_open).exists())
    return or_(col(OutgoingRow.again_at).is_not(None), is_dealt_with)


def conditions(which: OutboxFilter, now: datetime) -> list[ColumnElement[bool]]:
    """What a row must meet to be in the list."""
    found: list[ColumnElement[bool]] = []
    if which.part:
        # The states besides, as an index knows them: what was sent long ago is then not read.
        found.append(col(OutgoingRow.state).in_(STATES[which.part]))
        found.append(part_of(now) == which.part.value)
    if which.occasion:
        found.append(col(OutgoingRow.occasion) == which.occasion.value)
    if which.municipality:
        found.append(col(OutgoingRow.municipality) == which.municipality)
    if which.letter_date:
        found.append(col(CaseStateRow.letter_date) == which.letter_date)
    if which.is_without_letter:
        found.append(
            or_(col(CaseStateRow.letter_date).is_(None), col(CaseStateRow.case_id).is_(None))
        )
    return found
