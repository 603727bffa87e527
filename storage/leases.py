"""Leases: what only one process may do at a time, for as long as it keeps renewing.

A process that dies lets its lease run out. Moments come from each holder's own clock: terms
should be long beside what these may differ.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from storage.tables.running import LeaseRow


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds something, and until when."""

    name: str
    holder: str
    until: datetime


def acquire(session: Session, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Whether the holder has the lease now; one that another's time has run out on is free."""
    # One statement decides: of two that try at once, the second finds the row taken.
    free = or_(col(LeaseRow.holder) == holder, col(LeaseRow.until) <= now)
    until = now + timedelta(seconds=seconds)
    take = update(LeaseRow).where(col(LeaseRow.name) == name, free)
    if session.exec(take.values(holder=holder, until=until)).rowcount == 1:
        return True
    if session.get(LeaseRow, name) is not None:
        return False
    try:
        with session.begin_nested():
            row = {"name": name, "holder": holder, "until": until}
            session.exec(insert(LeaseRow), params=[row])
    except IntegrityError:  # another made the row in between
        return False
    return True


def renew(session: Session, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """Whether the holder still has the lease, and now for longer; False: another has it."""
    mine = update(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.holder) == holder)
    return session.exec(mine.values(until=now + timedelta(seconds=seconds))).rowcount == 1


def release(session: Session, name: str, holder: str) -> None:
    """Give a lease back; of one that another has by now, nothing changes."""
    mine = delete(LeaseRow).where(col(LeaseRow.name) == name, col(LeaseRow.holder) == holder)
    session.exec(mine)


def lease_of(session: Session, name: str) -> Lease | None:
    """The lease as it stands, run out or not; None: nobody has it."""
    row = session.get(LeaseRow, name)
    return Lease(row.name, row.holder, row.until) if row else None


def leases(session: Session) -> list[Lease]:
    """Every lease, run out or not, by name."""
    rows = session.exec(select(LeaseRow).order_by(col(LeaseRow.name)))
    return [Lease(row.name, row.holder, row.until) for row in rows]
