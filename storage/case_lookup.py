"""A case by its number: what must be known of it before its page may be shown."""

from dataclasses import dataclass

from sqlmodel import Session

from storage.tables import CaseStateRow


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
