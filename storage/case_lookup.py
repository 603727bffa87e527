"""A case by its number or municipality: what must be known of it before it may be shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from storage.case_list import CaseFilter, ListedCase, case_list
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


def newest_cases(
    session: Session, today: date, municipalities: Collection[str] | None = None
) -> dict[str, ListedCase]:
    """The case of the newest letter to each municipality, else of its notification, by name.

    municipalities: those asked after, None for all. One statement.
    """
    names = None if municipalities is None else tuple(sorted(municipalities))
    cases = case_list(session, CaseFilter(municipalities=names), today, limit=None)
    ordered = sorted(cases, key=lambda each: (each.letter_date or date.min, each.reference or ""))
    return {each.municipality: each for each in ordered}
