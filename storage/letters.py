"""The ministry's letters as they were known at a moment: what was corrected since, as it was."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from rules.deadlines import received_on
from rules.registry import Request
from storage.entries import entry_of
from storage.events import CHANGED
from storage.links import Key
from storage.tables.events import EventRow
from storage.tables.registry import RequestRow

SUBJECTS = f"{RequestRow.__tablename__}:"
OF_EVENT = TypeAdapter(Request)
Until = tuple[tuple[datetime, Request], ...]  # what a letter said until each moment, in order


def letters_known(
    session: Session,
    known_at: datetime | None,
    *,
    municipalities: Collection[str] | None = None,
) -> list[Request]:
    """The letters to all municipalities, or to some, by municipality, day and reference.

    known_at: those of a later day are left out, and what was corrected after it is told as it was
    then; None for all, as they are now. A letter counts from its day on, whenever it was entered
    here: the ministry wrote it.
    """
    statement = select(RequestRow)
    if municipalities is not None:
        statement = statement.where(col(RequestRow.municipality).in_(sorted(municipalities)))
    found = {key_of(each): each for each in map(letter_of, session.exec(statement))}
    if known_at is not None:
        before = letters_before(session, known_at)
        found |= {key: some[0][1] for key, some in before.items() if key in found}
        day = received_on(known_at)
        found = {key: each for key, each in found.items() if each.letter_date <= day}
    return sorted(found.values(), key=lambda e: (e.municipality, e.letter_date, e.reference))


def corrections_since(session: Session, since: datetime) -> list[tuple[datetime, Request]]:
    """When letters were corrected after a moment, in order, and what each said before."""
    changed = (
        select(EventRow.at, EventRow.before)
        .where(
            col(EventRow.action) == CHANGED,
            col(EventRow.object).startswith(SUBJECTS, autoescape=True),
            col(EventRow.at) > since,
        )
        .order_by(col(EventRow.seq))
    )
    return [(at, OF_EVENT.validate_json(before)) for at, before in session.exec(changed)]


def letters_before(session: Session, since: datetime) -> dict[Key, Until]:
    """The letters that were corrected after a moment: what each said until each correction."""
    found: defaultdict[Key, list[tuple[datetime, Request]]] = defaultdict(list)
    for at, letter in corrections_since(session, since):
        found[key_of(letter)].append((at, letter))
    return {key: tuple(some) for key, some in found.items()}


def letter_of(row: RequestRow) -> Request:
    """The letter that a row holds."""
    return entry_of(row, Request)


def key_of(letter: Request) -> Key:
    """What tells one letter from the others."""
    return letter.municipality, letter.reference
