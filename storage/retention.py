"""What may be destroyed by rule, once it has been kept long enough.

A case is closed by an officer who confirms that it is complete, and counts from the last thing that
happened in it. A mail waits for the last of its cases.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from rules.deadlines import received_on
from rules.decisions import Disposition
from storage.holds import held_cases
from storage.links import Key
from storage.tables.cases import CaseDecisionRow, CaseMailRow, CaseRow, MailDecisionRow
from storage.tables.retention import DestructionRow
from storage.tables.states import CaseStateRow, MailStateRow


class KeptKind(StrEnum):
    """What is kept of a mail, each with a term of its own."""

    MAILS = "mails"  # the bytes, attachments included
    TEXTS = "texts"  # what was read of them, and the index of words
    JUDGEMENTS = "judgements"  # the words in judgements and corrections


Terms = Mapping[KeptKind, int]  # years after closing; a kind that is not named is kept


@dataclass(frozen=True, slots=True)
class Expired:
    """A mail of which something has been kept long enough."""

    mail: str
    received_on: date
    closed_on: date
    cases: tuple[Key, ...]  # none: it belongs to no case, and was dealt with
    kinds: tuple[KeptKind, ...]


def expired(session: Session, terms: Terms, today: date) -> list[Expired]:
    """What has been kept long enough, oldest first; nothing of a case that is held."""
    gone = defaultdict(set)
    for mail, kind in session.exec(select(DestructionRow.sha256, DestructionRow.kind)):
        gone[mail].add(KeptKind(kind))
    closed = closed_cases(session)
    cases = cases_of_mails(session)
    names = dict(session.exec(select(CaseRow.id, CaseRow)).all())
    found = []
    for mail, at, decided_at in settled_mails(session):
        own = cases.get(mail, frozenset())
        days = [closed.get(each) for each in own] if own else [received_on(decided_at or at)]
        if any(day is None for day in days):
            continue
        last = max(day for day in days if day is not None)
        kinds = [
            kind
            for kind in KeptKind
            if kind in terms and kind not in gone[mail] and today >= years_after(last, terms[kind])
        ]
        if kinds:
            keys = sorted((names[each].municipality, names[each].reference) for each in own)
            found.append(Expired(mail, received_on(at), last, tuple(keys), tuple(kinds)))
    return sorted(found, key=lambda each: (each.closed_on, each.mail))


def years_after(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def closed_cases(session: Session) -> dict[int, date]:
    """The cases that are closed and not held, each with the day on which it was.

    A notification that is part of a letter's case is closed with it, and held with it.
    """
    decided = dict(
        session.exec(
            select(CaseDecisionRow.case_id, func.max(CaseDecisionRow.at))
            .where(col(CaseDecisionRow.undone_at).is_(None))
            .group_by(col(CaseDecisionRow.case_id))
        ).all()
    )
    held = held_cases(session)
    states = {row.case_id: row for row in session.exec(select(CaseStateRow))}
    found: dict[int, date] = {}
    for number, state in states.items():
        whole = states.get(state.joined_to or number, state)
        if not whole.is_confirmed or {number, whole.case_id} & held:
            continue
        moments = [
            decided.get(number),
            decided.get(whole.case_id),
            state.last_received_at,
            whole.last_received_at,
        ]
        known = [moment_of(each) for each in moments if each is not None]
        if known:
            found[number] = received_on(max(known))
    return found


def moment_of(value: datetime) -> datetime:
    """A moment of a greatest value, aware whatever the database made of it."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def cases_of_mails(session: Session) -> dict[str, frozenset[int]]:
    """The cases that each mail belongs to."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    belonging = select(CaseMailRow.sha256, CaseMailRow.case_id).where(col(CaseMailRow.belongs))
    for mail, case in session.exec(belonging):
        found[mail].add(case)
    return {mail: frozenset(cases) for mail, cases in found.items()}


def settled_mails(session: Session) -> Iterator[tuple[str, datetime, datetime | None]]:
    """The mails that no officer has to look at any more: received and last decided on."""
    decided = (
        select(MailDecisionRow.sha256, func.max(MailDecisionRow.at).label("at"))
        .where(col(MailDecisionRow.undone_at).is_(None))
        .group_by(col(MailDecisionRow.sha256))
        .subquery()
    )
    statement = (
        select(MailStateRow.sha256, MailStateRow.received_at, decided.c.at)
        .join(decided, decided.c.sha256 == col(MailStateRow.sha256), isouter=True)
        .where(MailStateRow.disposition != Disposition.OPEN.value)
        .order_by(col(MailStateRow.sha256))
    )
    for mail, received_at, at in session.exec(statement):
        yield mail, received_at, moment_of(at) if at else None
