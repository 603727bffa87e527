"""The rows of states of cases, written for many cases in as few statements as for one."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam, case, delete, update
from sqlmodel import Session

from storage.bulk import add_rows, table_of, write
from storage.lots import lots_of
from storage.tables.row import Row
from storage.tables.states import CaseDayRow, CaseStateRow, MailStateRow

NO_DUE = date.max  # in lists of mails, where no term runs
MAILS = table_of(MailStateRow)
OF_CASE = MAILS.c.case_id == bindparam("of_case")
MOVED = update(MAILS).where(OF_CASE).values(case_id=bindparam("whole"))
IS_ANOTHERS = ~MAILS.c.is_assigned & (MAILS.c.officer != bindparam("name"))
TOLD = (
    update(MAILS)
    .where(OF_CASE, (MAILS.c.due != bindparam("day")) | IS_ANOTHERS)
    .values(
        due=bindparam("day"),
        officer=case((MAILS.c.is_assigned, MAILS.c.officer), else_=bindparam("name")),
    )
)
DROPPED = [
    delete(table).where(table.c.case_id.in_(bindparam("cases", expanding=True)))
    for table in (table_of(CaseDayRow), table_of(CaseStateRow))
]


def put_states(
    session: Session, states: Sequence[dict[str, object]], days: Sequence[dict[str, object]]
) -> None:
    """Write the states of cases, their days, and what lists of their mails need of them.

    states, days: as rows of their tables, which hold none of these cases. Objects of the same
    rows that the session holds are read anew when they are asked for next.
    """
    add_rows(session, CaseStateRow, states)
    add_rows(session, CaseDayRow, days)
    tell_mails(session, states)
    forget(session, CaseStateRow, MailStateRow)


def drop_rows(session: Session, numbers: Iterable[int]) -> None:
    """Take away states and days of cases."""
    for some in lots_of(list(numbers)):
        for statement in DROPPED:
            session.connection().execute(statement, {"cases": some})


def tell_mails(session: Session, states: Sequence[dict[str, object]]) -> None:
    """Write the last day and the officer of each case with its mails, where they differ.

    The mails of a case that is joined with another become that one's first, to be told of it.
    """
    moves = [
        {"of_case": each["case_id"], "whole": each["joined_to"]}
        for each in states
        if each["joined_to"] is not None
    ]
    write(session, MOVED, moves)
    told = [
        {"of_case": each["case_id"], "day": each["due"] or NO_DUE, "name": each["officer"]}
        for each in states
        if each["joined_to"] is None
    ]
    write(session, TOLD, told)


def forget(session: Session, *kinds: type[Row]) -> None:
    """Have the session read objects anew whose rows were written past it."""
    for each in list(session.identity_map.values()):
        if isinstance(each, kinds):
            session.expire(each)
