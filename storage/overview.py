"""The figures of all cases on a day, and what is due; each figure is the length of a list."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Integer, and_, cast, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as of_rows

from rules.case_state import Status
from storage.case_filter import BY_NAME, IS_LATE, known, status_case
from storage.case_list import ListedCase, listed
from storage.case_states import Due
from storage.tables.states import CaseDayRow, CaseStateRow


@dataclass(frozen=True, slots=True)
class DueCase:
    """A day on which a case asks for something."""

    day: date
    what: Due
    case: ListedCase


@dataclass(frozen=True, slots=True)
class RoundCount:
    """How a round of letters stands in a province.

    A round is the letters of one day: their references may differ by municipality.
    """

    letter_date: date | None  # None: notifications without a letter
    province: str
    sent: int
    received: int  # an answer came, whole or not
    complete: int
    incomplete: int
    late: int
    awaiting: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of all cases on a day; each is the number of cases in a list."""

    rounds: tuple[RoundCount, ...]  # by day of the letter, then province
    ladder: tuple[tuple[int, int], ...]  # step, and how many cases stand on it
    officers: tuple[tuple[str, int], ...]  # "": nobody's
    due: tuple[DueCase, ...]


def overview(session: Session, today: date, until: date) -> Overview:
    """The figures of all cases on a day, and what is due from that day until another.

    Four statements.
    """
    return Overview(
        rounds=tuple(round_counts(session, today)),
        ladder=tuple(ladder_counts(session, today)),
        officers=tuple(officer_counts(session, today)),
        due=tuple(due_between(session, today, until, today)),
    )


def round_counts(session: Session, today: date) -> list[RoundCount]:
    """Each round of letters in each province."""
    status = status_case(today)

    def those(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(cast(condition, Integer)), 0)

    letter, province = col(CaseStateRow.letter_date), col(CaseStateRow.province)
    statement = (
        select(
            letter,
            province,
            func.count(),
            those(col(CaseStateRow.answered_at).is_not(None)),
            those(status == Status.COMPLETE.value),
            those(status == Status.INCOMPLETE.value),
            those(IS_LATE),
            those(status == Status.AWAITING.value),
            those(status == Status.OVERDUE.value),
        )
        .where(*known(today))
        .group_by(letter, province)
        .order_by(letter.is_not(None), letter, province)  # where NULLs go differs by database
    )
    return [RoundCount(*row) for row in session.connection().execute(statement)]


def ladder_counts(session: Session, today: date) -> list[tuple[int, int]]:
    """How many cases stand on each step, in order."""
    step = col(CaseStateRow.ladder_step)
    statement = select(step, func.count()).where(*known(today)).group_by(step).order_by(step)
    return [(row[0], row[1]) for row in session.connection().execute(statement)]


def officer_counts(session: Session, today: date) -> list[tuple[str, int]]:
    """How many cases each officer has, by name."""
    name = col(CaseStateRow.officer)
    statement = select(name, func.count()).where(*known(today)).group_by(name).order_by(name)
    return [(row[0], row[1]) for row in session.connection().execute(statement)]


def due_between(session: Session, first: date, last: date, today: date) -> list[DueCase]:
    """What cases ask for from a day until another, both included, in order of day.

    An answer that came needs no other; a promise counts once the answer is complete, and a
    supplement while it is not.
    """
    statement = (
        of_rows(CaseDayRow, CaseStateRow)
        .join(CaseStateRow, col(CaseStateRow.case_id) == col(CaseDayRow.case_id))
        .where(
            *known(today),
            col(CaseDayRow.day) >= first,
            col(CaseDayRow.day) <= last,
            or_(*(asks(what, today) for what in Due)),
        )
        .order_by(col(CaseDayRow.day), *BY_NAME, col(CaseDayRow.what))
    )
    return [
        DueCase(day.day, Due(day.what), listed(row, today)) for day, row in session.exec(statement)
    ]


def asks(what: Due, today: date) -> ColumnElement[bool]:
    """That a day is of this kind, and that the case still asks for it."""
    stands = [each.value for each in ASKS[what]]
    return and_(col(CaseDayRow.what) == what.value, status_case(today).in_(stands))


ASKS = {
    Due.REPLY: (Status.AWAITING, Status.OVERDUE),
    Due.PROMISE: (Status.COMPLETE,),
    Due.SUPPLEMENT: (Status.INCOMPLETE,),
}
