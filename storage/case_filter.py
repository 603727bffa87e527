"""Which cases a list holds. What depends on today is worked out here, in the statement."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlmodel import col

from rules.case_state import Status
from storage.acknowledged import was_acknowledged
from storage.tables.states import CaseStateRow


class CaseSort(StrEnum):
    """By what lists of cases are sorted."""

    DUE = "due"
    MUNICIPALITY = "municipality"
    RECEIVED = "received"
    LADDER = "ladder"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list holds; None: whatever it is."""

    reference: str | None = None  # of a letter; "": notifications on their own
    letter_date: date | None = None  # of a round: letters of one day carry many references
    province: str | None = None
    municipality: str | None = None
    municipalities: tuple[str, ...] | None = None  # any of these
    numbers: frozenset[int] | None = None  # any of these cases
    status: Status | None = None
    is_answered: bool | None = None
    is_late: bool | None = None  # an answer came, after the last day
    is_acknowledged: bool | None = None  # a mail of ours told that an answer came
    ladder_step: int | None = None
    officer: str | None = None  # "": nobody
    due_from: date | None = None
    due_until: date | None = None  # that day included


def status_case(today: date) -> ColumnElement[str]:
    """`rules.case_state.status_on`, as the database works it out."""
    return case(
        (col(CaseStateRow.is_confirmed), Status.COMPLETE.value),
        (
            col(CaseStateRow.answered_at).is_not(None),
            case(
                (col(CaseStateRow.missing) == "", Status.COMPLETE.value),
                else_=Status.INCOMPLETE.value,
            ),
        ),
        (col(CaseStateRow.due) < today, Status.OVERDUE.value),
        else_=Status.AWAITING.value,
    )


IS_LATE = and_(
    col(CaseStateRow.answered_at).is_not(None),
    col(CaseStateRow.answered_at) >= col(CaseStateRow.due_ends_at),
)
ORDERS = {
    CaseSort.DUE: (col(CaseStateRow.due).is_(None), col(CaseStateRow.due)),
    CaseSort.MUNICIPALITY: (),
    CaseSort.RECEIVED: (
        col(CaseStateRow.last_received_at).is_(None),
        col(CaseStateRow.last_received_at),
    ),
    CaseSort.LADDER: (col(CaseStateRow.ladder_step),),
}
BY_NAME = (col(CaseStateRow.municipality), col(CaseStateRow.reference))


def known(today: date) -> list[ColumnElement[bool]]:
    """That a case is in lists: not part of another, and its letter is not of a later day."""
    sent = or_(col(CaseStateRow.letter_date).is_(None), col(CaseStateRow.letter_date) <= today)
    return [col(CaseStateRow.joined_to).is_(None), sent]


def conditions(which: CaseFilter, today: date) -> list[ColumnElement[bool]]:
    """What a case of a list must meet."""
    equal = (
        (which.reference, CaseStateRow.reference),
        (which.letter_date, CaseStateRow.letter_date),
        (which.province, CaseStateRow.province),
        (which.municipality, CaseStateRow.municipality),
        (which.ladder_step, CaseStateRow.ladder_step),
        (which.officer, CaseStateRow.officer),
    )
    found = known(today)
    found += [col(column) == value for value, column in equal if value is not None]
    if which.municipalities is not None:
        found.append(col(CaseStateRow.municipality).in_(which.municipalities))
    if which.numbers is not None:
        found.append(col(CaseStateRow.case_id).in_(sorted(which.numbers)))
    if which.status is not None:
        found.append(status_case(today) == which.status.value)
    if which.is_answered is not None:
        answered = col(CaseStateRow.answered_at).is_not(None)
        found.append(answered if which.is_answered else ~answered)
    if which.is_late is not None:
        found.append(IS_LATE if which.is_late else ~func.coalesce(IS_LATE, False))
    if which.is_acknowledged is not None:
        found.append(was_acknowledged() if which.is_acknowledged else ~was_acknowledged())
    if which.due_from is not None:
        found.append(col(CaseStateRow.due) >= which.due_from)
    if which.due_until is not None:
        found.append(col(CaseStateRow.due) <= which.due_until)
    return found
