"""A case by its number or municipality: what must be known of it before it may be shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from storage.case_filter import CaseFilter
from storage.case_list import ListedCase, case_list
from storage.tables.states import CaseStateRow


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
    return named_by(row) if row else None


def named_by(row: CaseStateRow) -> CaseNamed:
    """The case of a row."""
    return CaseNamed(
        row.case_id, row.municipality, row.reference or None, row.officer, row.joined_to
    )


def cases_called(session: Session, name: str) -> list[CaseNamed]:
    """The cases that somebody means by a name: 'Ede/7473202', '7473202', 'Ede' or 'Ede/'.

    'Ede/' is the notification without a letter. One statement.
    """
    municipality, slash, reference = name.rpartition("/")
    if slash:
        where = (CaseStateRow.municipality == municipality) & (CaseStateRow.reference == reference)
    else:
        where = (CaseStateRow.municipality == name) | (CaseStateRow.reference == name)
    order = (col(CaseStateRow.municipality), col(CaseStateRow.reference))
    return [
        named_by(row) for row in session.exec(select(CaseStateRow).where(where).order_by(*order))
    ]


def all_cases_named(session: Session) -> list[CaseNamed]:
    """Every case but notifications that are part of another, by municipality. One statement."""
    rows = select(CaseStateRow).where(col(CaseStateRow.joined_to).is_(None))
    order = (col(CaseStateRow.municipality), col(CaseStateRow.reference))
    return [named_by(row) for row in session.exec(rows.order_by(*order))]


def cases_joined_to(session: Session, number: int) -> list[CaseNamed]:
    """The notifications that are part of a letter's case. One statement."""
    joined = select(CaseStateRow).where(CaseStateRow.joined_to == number)
    return [named_by(row) for row in session.exec(joined.order_by(col(CaseStateRow.case_id)))]


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
