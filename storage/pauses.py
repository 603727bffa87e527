"""Sending after a restore: off until somebody confirms, and then never blindly.

Between the back-up and its restore mails may have gone out of which the database knows nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from storage.events import Facts, record_event
from storage.settings import OUTBOX_SINCE
from storage.tables.running import SettingRow

PAUSED_SINCE = "outbox_paused_since"
RESTORED_AT = "restored_at"
TO_RESUME = (
    "nothing is sent since the back-up of {back_up} was restored: mails may have gone out that it "
    "knows nothing of; take in what came meanwhile (`ibt-intake poll`), then look and confirm with "
    "`ibt-intake outbox resume --officer NAME`"
)


@dataclass(frozen=True, slots=True)
class Pause:
    """Why nothing is sent."""

    backed_up_at: datetime

    @property
    def told(self) -> str:
        """What to do about it, in a line."""
        return TO_RESUME.format(back_up=f"{self.backed_up_at:%Y-%m-%d %H:%M} UTC")


def pausing(backed_up_at: datetime) -> dict[str, str]:
    """The settings, by name, of a database that comes out of a back-up."""
    at = backed_up_at.isoformat()
    return {PAUSED_SINCE: at, RESTORED_AT: at}


def pause_of(session: Session) -> Pause | None:
    """Why nothing is sent; None: mails go out."""
    row = session.get(SettingRow, PAUSED_SINCE)
    return Pause(datetime.fromisoformat(row.value)) if row else None


def was_restored(session: Session) -> bool:
    """Whether mails may have gone out once that this database knows nothing of."""
    return session.get(SettingRow, RESTORED_AT) is not None


def pause(session: Session, backed_up_at: datetime) -> None:
    """Send nothing from here on, as this database was just restored."""
    for name, value in pausing(backed_up_at).items():
        session.merge(SettingRow(name=name, value=value))
    session.flush()


def resume(session: Session, now: datetime, *, officer: str, is_compared: bool, sent: int) -> None:
    """Let mails go out again.

    is_compared: whether there are copies of what was sent to look into, now and before each mail;
    else nothing that was called for before now goes out by itself. sent: how many turned out to
    have gone out.
    """
    row = session.get(SettingRow, PAUSED_SINCE)
    if row is not None:
        session.delete(row)
    if not is_compared:
        session.merge(SettingRow(name=OUTBOX_SINCE, value=now.isoformat()))
    session.flush()
    facts: Facts = {"compared": is_compared, "found_sent": sent}
    record_event(session, now, "outbox_resumed", "outbox", actor=officer, after=facts)
