"""What is remembered of settings: what states for lists are made with, since when mails go out."""

import hashlib
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from rules.calendar import HOLIDAYS
from storage.bulk import answers
from storage.events import record_event
from storage.tables.running import SettingRow

ROLL_OVER = "roll_over"
BASIS = "basis"
OUTBOX_SINCE = "outbox_since"
VERSION = "1"  # of the states themselves: raise it where their making changes
YES, NO = "yes", "no"
VALUE = select(col(SettingRow.value)).where(col(SettingRow.name) == bindparam("name"))


def rolls_over(session: Session) -> bool:
    """Whether a term that ends on a day off ends on the next working day."""
    return means_roll_over(answers(session, VALUE, name=ROLL_OVER).scalar())


def means_roll_over(value: str | None) -> bool:
    """The same of the setting's value; None: it was never kept."""
    return value is None or value == YES


def basis(*, roll_over: bool) -> str:
    """What all states depend on besides mails, requests and decisions."""
    days = ",".join(day.isoformat() for day in sorted(HOLIDAYS))
    return hashlib.sha256(f"{VERSION} {roll_over} {days}".encode()).hexdigest()


def is_basis(session: Session, *, roll_over: bool) -> bool:
    """Whether the states were made with these settings."""
    row = session.get(SettingRow, BASIS)
    return row is not None and row.value == basis(roll_over=roll_over)


def keep_basis(session: Session, *, roll_over: bool) -> None:
    """Write down what the states are made with from now on."""
    session.merge(SettingRow(name=ROLL_OVER, value=YES if roll_over else NO))
    session.merge(SettingRow(name=BASIS, value=basis(roll_over=roll_over)))
    session.flush()


def outbox_since(session: Session) -> datetime | None:
    """When the outbox was switched on for the first time; None: it never was."""
    row = session.get(SettingRow, OUTBOX_SINCE)
    return datetime.fromisoformat(row.value) if row else None


def switch_on_outbox(session: Session, now: datetime) -> datetime:
    """The moment from which on mails are set off: now, where it is the first time."""
    since = outbox_since(session)
    if since is not None:
        return since
    session.add(SettingRow(name=OUTBOX_SINCE, value=now.isoformat()))
    session.flush()
    record_event(session, now, "outbox_switched_on", "outbox")
    return now
