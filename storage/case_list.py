"""Lists of cases, as they stand on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session
from sqlmodel import select as of_rows

from rules.case_standing import Standing
from rules.case_state import NextAction, Status, next_action_on, status_on
from rules.deadlines import Deadline
from rules.judgement import Element, Flag
from rules.names import folded
from storage.case_filter import BY_NAME, ORDERS, CaseFilter, CaseSort, conditions, known
from storage.tables.states import CaseStateRow


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
