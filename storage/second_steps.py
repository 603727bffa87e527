"""The second step at sign-in: secrets of codes, sealed by the caller, and codes used up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.accounts import close_sessions, name_of, row_named, subject_of
from storage.events import record_event
from storage.tables.accounts import AccountRow


@dataclass(frozen=True, slots=True)
class SecondStep:
    """What is kept for the codes of an account. Both are sealed; "" where there is none."""

    secret: str
    new_secret: str  # while it is being set up


def second_step_of(session: Session, name: str) -> SecondStep:
    """The second step of an account."""
    columns = (AccountRow.second_step, AccountRow.second_step_new)
    found = session.exec(select(*columns).where(AccountRow.name == name_of(name))).first()
    return SecondStep(*found) if found else SecondStep("", "")


def begin_second_step(session: Session, name: str, sealed: str) -> None:
    """Keep a new secret until a code of it shows that its owner has it."""
    row_named(session, name).second_step_new = sealed
    session.flush()


def set_second_step(session: Session, name: str, used: int, *, now: datetime) -> None:
    """Have the new secret hold from now on; used: the time step of the code that showed it."""
    row = row_named(session, name)
    row.second_step, row.second_step_new, row.second_step_used = row.second_step_new, "", used
    session.flush()
    record_event(session, now, "second_step_set", subject_of(row.name), actor=row.name)


def drop_second_step(session: Session, name: str, *, actor: str, now: datetime) -> None:
    """Sign in without codes again; where another says so, the account's sessions end."""
    row = row_named(session, name)
    row.second_step, row.second_step_new, row.second_step_used = "", "", 0
    session.flush()
    if name_of(actor) != row.name:
        close_sessions(session, row.id)
    record_event(session, now, "second_step_dropped", subject_of(row.name), actor=actor)


def use_code(session: Session, name: str, step: int) -> bool:
    """Use up the code of a time step; False where it, or a later one, was used already."""
    unused = (col(AccountRow.name) == name_of(name), col(AccountRow.second_step_used) < step)
    used = session.exec(update(AccountRow).where(*unused).values(second_step_used=step))
    return bool(used.rowcount)
