"""A case by its number: what must be known of it before its page may be shown."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from rules.decisions import Note
from storage.decided import WORDS, case_decision_of
from storage.decisions import is_talk
from storage.tables import CaseDecisionRow, CaseStateRow


@dataclass(frozen=True, slots=True)
class CaseNamed:
    """A case as its address names it."""

    number: int
    municipality: str
    reference: str | None
    officer: str  # "": nobody's
    joined_to: int | None  # the letter's case of which this notification is a part


def case_numbered(session: Session, number: int) -> CaseNamed | None:
    """The case with that number, None where there is none. One statement."""
    row = session.get(CaseStateRow, number)
    if row is None:
        return None
    return CaseNamed(number, row.municipality, row.reference or None, row.officer, row.joined_to)


def has_talks(session: Session, case: CaseNamed) -> bool:
    """Whether a case, or the notification in it, holds a report of a talk that stands."""
    joined = select(CaseStateRow.case_id).where(CaseStateRow.joined_to == case.number)
    statement = select(CaseDecisionRow).where(
        (col(CaseDecisionRow.case_id) == case.number) | col(CaseDecisionRow.case_id).in_(joined),
        CaseDecisionRow.what == WORDS[Note],
        col(CaseDecisionRow.undone_at).is_(None),
    )
    return any(is_talk(case_decision_of(row).what) for row in session.exec(statement))
