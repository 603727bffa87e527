"""Lists and counts of cases. What depends on today is worked out here, in the statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, or_, select
from sqlmodel import Session, col
from sqlmodel import select as of_rows

from rules.case_standing import Standing
from rules.case_state import NextAction, Status, next_action_on, status_on
from rules.deadlines import Deadline
from rules.judgement import Element, Flag
from rules.names import folded
from storage.acknowledged import was_acknowledged
from storage.case_states import Due
from storage.tables.states import CaseDayRow, CaseStateRow


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


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as a list shows it on a day."""

    number: int
    municipality: str
    reference: str | None
    province: str
    letter_date: date | None
    due: date | None
    status: Status
    answered_at: datetime | None
    late: bool | None
    missing: frozenset[Element]
    flags: frozenset[Flag]
    ladder_step: int
    officer: str
    mails: int
    last_received_at: datetime | None
    next_action: NextAction
    is_ladder_closed: bool = False


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


def case_list(
    session: Session,
    which: CaseFilter,
    today: date,
    *,
    sort: CaseSort = CaseSort.DUE,
    is_descending: bool = False,
    limit: int | None = 50,
    offset: int = 0,
) -> list[ListedCase]:
    """The cases of a list, a page of it or, without limit, all. One statement."""
    order: list[Any] = [*ORDERS[sort], *BY_NAME]
    if is_descending and ORDERS[sort]:
        order = [*ORDERS[sort][:-1], ORDERS[sort][-1].desc(), *BY_NAME]
    elif is_descending:
        order = [each.desc() for each in BY_NAME]
    statement = of_rows(CaseStateRow).where(*conditions(which, today)).order_by(*order)
    rows = session.exec(statement.limit(limit).offset(offset))
    return [listed(row, today) for row in rows]


def cases_listed(
    session: Session, where: Sequence[ColumnElement[bool]], today: date
) -> list[ListedCase]:
    """The cases that meet something, by name."""
    statement = of_rows(CaseStateRow).where(*known(today), *where).order_by(*BY_NAME)
    return [listed(row, today) for row in session.exec(statement)]


def count_cases(session: Session, which: CaseFilter, today: date) -> int:
    """How many cases the list holds."""
    counted = select(func.count()).select_from(CaseStateRow).where(*conditions(which, today))
    return session.connection().execute(counted).scalar_one()


def municipalities_like(session: Session, words: str) -> tuple[str, ...]:
    """The municipalities with a case whose name holds these words, whatever their accents."""
    names = session.exec(of_rows(CaseStateRow.municipality).distinct())
    return tuple(sorted(each for each in names if folded(words) in folded(each)))


def listed(row: CaseStateRow, today: date) -> ListedCase:
    """A case out of its row, as it stands on a day."""
    late = None
    if row.answered_at is not None and row.due_ends_at is not None:
        late = row.answered_at >= row.due_ends_at
    standing = standing_of_row(row, late)
    status = status_on(standing, today)
    return ListedCase(
        number=row.case_id,
        municipality=row.municipality,
        reference=row.reference or None,
        province=row.province,
        letter_date=row.letter_date,
        due=row.due,
        status=status,
        answered_at=row.answered_at,
        late=late,
        missing=standing.missing,
        flags=standing.flags,
        ladder_step=row.ladder_step,
        officer=row.officer,
        mails=row.mails,
        last_received_at=row.last_received_at,
        next_action=next_action_on(standing, status, today),
        is_ladder_closed=row.is_ladder_closed,
    )


def standing_of_row(row: CaseStateRow, late: bool | None) -> Standing:
    """What the rules need to say what is next; how the last day came about is not kept."""
    deadline = None
    if row.due is not None and row.letter_date is not None:
        days = (row.due - row.letter_date).days
        deadline = Deadline(row.letter_date, days, row.due, (), (), row.due)
    return Standing(
        deadline=deadline,
        answered_at=row.answered_at,
        late=late,
        missing=frozenset(Element(each) for each in row.missing.split()),
        flags=frozenset(Flag(each) for each in row.flags.split()),
        is_confirmed=row.is_confirmed,
        ladder_step=row.ladder_step,
        officer=row.officer,
        undecided_extensions=row.undecided_extensions,
        promised=tuple(date.fromisoformat(each) for each in row.promised.split()),
        supplement_due=row.supplement_due,
        held=row.held,
        held_until=row.held_until,
        is_ladder_closed=row.is_ladder_closed,
    )


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
