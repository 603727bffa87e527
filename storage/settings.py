"""What the states for lists are made with: whether terms roll over, and the calendar."""

import hashlib

from sqlmodel import Session

from rules.calendar import HOLIDAYS
from storage.tables import SettingRow

ROLL_OVER = "roll_over"
BASIS = "basis"
VERSION = "1"  # of the states themselves: raise it where their making changes
YES, NO = "yes", "no"


def rolls_over(session: Session) -> bool:
    """Whether a term that ends on a day off ends on the next working day."""
    row = session.get(SettingRow, ROLL_OVER)
    return row is None or row.value == YES


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
