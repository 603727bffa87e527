"""The audit trail looked after: noted elsewhere, and signed anew where the key was lost."""

from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine

from ibt_intake.config import Config
from storage.database import audit_key_file, migrate, open_database, snapshot, transaction, url_of
from storage.errors import StorageError
from storage.event_heads import LOST, SETTING, Head, key_at
from storage.event_notes import is_note_due, note_head, noted_heads
from storage.events import Break, sign_anew, verify_events
from storage.keys import key_in

log = structlog.get_logger()


def breaks_in(engine: Engine, notes: Path | None) -> list[Break]:
    """Every place where the trail was meddled with, held against the notes where there are any."""
    with snapshot(engine) as session:
        noted, faults = noted_heads(session, notes) if notes else ([], [])
        return verify_events(session, noted) + faults


def note_when_due(engine: Engine, notes: Path | None, now: datetime) -> None:
    """Note the end of the trail once a day; what keeps it from that is logged, and no more."""
    try:
        if notes is None or not is_note_due(notes, now):
            return
        with snapshot(engine) as session:
            head = note_head(session, notes, now)
    except StorageError as error:
        log.error("trail_not_noted", reason=str(error))
        return
    log.info("trail_noted", events=head.count if head else 0)


def signed_anew(config: Config, officer: str, reason: str) -> tuple[Head, list[Break]]:
    """Where the trail ends now, and what was wrong with it before it was signed."""
    engine = open_database(config.database)
    # Made where it was lost; the trail tells of it.
    key_in(audit_key_file(config.database, url_of(config.database)), setting=SETTING, lost=LOST)
    key_at.cache_clear()
    migrate(engine)
    breaks = breaks_in(engine, config.database.audit_notes)
    with transaction(engine) as session:
        return sign_anew(session, datetime.now(UTC), officer, reason), breaks
