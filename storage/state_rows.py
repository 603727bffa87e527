"""The rows of states of cases, written for many cases in as few statements as for one."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlmodel import Session, col

from storage.lots import lots_of
from storage.tables import CaseDayRow, CaseStateRow, MailStateRow, Row

NO_DUE = date.max  # in lists of mails, where no term runs


def put_states(
    session: Session, states: Sequence[CaseStateRow], days: Sequence[dict[str, object]]
) -> None:
    """Write the states of cases, their days, and what lists of their mails need of them.

    days: of all these cases, as rows of their table. Objects of the same rows that the session
    holds are read anew when they are asked for next.
    """
    put_rows(session, states)
    drop_days(session, [each.case_id for each in states])
    if days:
        session.exec(insert(CaseDayRow), params=days)
    tell_mails(session, states)
    forget(session, CaseStateRow, MailStateRow)


def put_rows(session: Session, states: Sequence[CaseStateRow]) -> None:
    """Write the states themselves, in the place of those that there were."""
    there = known(session, [each.case_id for each in states])
    changed = [each.model_dump() for each in states if each.case_id in there]
    new = [each.model_dump() for each in states if each.case_id not in there]
    if changed:
        session.execute(update(CaseStateRow), changed)
    if new:
        session.exec(insert(CaseStateRow), params=new)


def drop_rows(session: Session, numbers: Iterable[int]) -> None:
    """Take away states and days of cases."""
    wanted = list(numbers)
    drop_days(session, wanted)
    for some in lots_of(wanted):
        session.exec(delete(CaseStateRow).where(col(CaseStateRow.case_id).in_(some)))


def drop_days(session: Session, numbers: Sequence[int]) -> None:
    """Take away the days of cases."""
    for some in lots_of(numbers):
        session.exec(delete(CaseDayRow).where(col(CaseDayRow.case_id).in_(some)))


def known(session: Session, numbers: Sequence[int]) -> set[int]:
    """Those of the cases that have a state."""
    found: set[int] = set()
    for some in lots_of(numbers):
        there = select(col(CaseStateRow.case_id)).where(col(CaseStateRow.case_id).in_(some))
        found |= set(session.execute(there).scalars())
    return found


def tell_mails(session: Session, states: Sequence[CaseStateRow]) -> None:
    """Write the last day and the officer of each case with its mails, where they differ.

    The mails of a case that is joined with another become that one's first, to be told of it.
    """
    mails = table_of(MailStateRow)
    of_case = mails.c.case_id == bindparam("of_case")
    moves = [
        {"of_case": each.case_id, "whole": each.joined_to}
        for each in states
        if each.joined_to is not None
    ]
    if moves:
        moved = update(mails).where(of_case).values(case_id=bindparam("whole"))
        session.connection().execute(moved, moves)
    told = [
        {"of_case": each.case_id, "day": each.due or NO_DUE, "name": each.officer}
        for each in states
        if each.joined_to is None
    ]
    if told:
        due = update(mails).where(of_case, mails.c.due != bindparam("day"))
        session.connection().execute(due.values(due=bindparam("day")), told)
        given = update(mails).where(
            of_case, ~mails.c.is_assigned, mails.c.officer != bindparam("name")
        )
        session.connection().execute(given.values(officer=bindparam("name")), told)


def table_of(row: type[Row]) -> Table:
    """The table of a kind of rows."""
    return row.metadata.tables[str(row.__tablename__)]


def forget(session: Session, *kinds: type[Row]) -> None:
    """Have the session read objects anew whose rows were written past it."""
    for each in list(session.identity_map.values()):
        if isinstance(each, kinds):
            session.expire(each)
