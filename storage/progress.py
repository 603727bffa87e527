"""The places that provinces report, by day, and their import."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from rules.distribution import Realised
from rules.judgement import Category
from storage.entries import Imported
from storage.events import PROGRAM
from storage.facts import Change, Kept, changes, known, record
from storage.tables.facts import ProgressCountRow

COUNTS = Kept(
    ProgressCountRow,
    Realised,
    ("municipality", "cycle", "category", "counted_on"),
    (("category", Category),),
)


def all_realised(session: Session, known_at: datetime | None = None) -> list[Realised]:
    """Every count as known at a moment, by municipality, cycle, category and day.

    known_at: None for what is known now.
    """
    return known(session, COUNTS, known_at)


def differences(session: Session, entries: Sequence[Realised]) -> list[Change[Realised]]:
    """The counts that are new, or other than those that stand, in the order given."""
    return changes(session, COUNTS, entries)


def import_realised(
    session: Session, entries: Sequence[Realised], *, now: datetime, actor: str = PROGRAM
) -> Imported:
    """Add counts, and corrections of counts; each correction is an event."""
    return record(session, COUNTS, entries, now=now, actor=actor)
