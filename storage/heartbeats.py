"""Signs of life: when each step of the daemon last came to its end."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.event_heads import head_row
from storage.tables.running import HeartbeatRow

BEGINNING = "beginning"  # not the end of a step: when a daemon or worker first began its work


def beat(session: Session, step: str, now: datetime) -> None:
    """Write that a step has just come to its end."""
    head_row(session, is_locked=True)  # else two programs would both find no row yet, and add one
    session.merge(HeartbeatRow(step=step, at=now))


def note_beginning(session: Session, now: datetime) -> None:
    """Write that a daemon or worker begins its work, unless one did before."""
    head_row(session, is_locked=True)
    if session.get(HeartbeatRow, BEGINNING) is None:
        session.add(HeartbeatRow(step=BEGINNING, at=now))


def last_beats(session: Session) -> dict[str, datetime]:
    """When each step last came to its end, by name; a step that never did is absent."""
    rows = session.exec(select(HeartbeatRow).order_by(col(HeartbeatRow.step)))
    return {row.step: row.at for row in rows if row.step != BEGINNING}


def began_at(session: Session) -> datetime | None:
    """When a daemon or worker first began its work; None: none ever did."""
    row = session.get(HeartbeatRow, BEGINNING)
    return row.at if row else None
