"""The database of the settings, ready for use."""

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake.config import Config
from intake.registry import default_registry
from storage.database import migrate, open_database, snapshot, transaction
from storage.event_heads import head_row
from storage.rebuilding import rebuild
from storage.registry import import_municipalities, import_organisations, registry
from storage.settings import is_basis


def open_storage(config: Config) -> Engine:
    """The database of the settings, its tables up to date and its municipalities filled in."""
    engine = open_database(config.database)
    migrate(engine)
    roll_over = config.deadlines.roll_over
    with snapshot(engine) as session:
        is_ready = is_filled(session) and is_basis(session, roll_over=roll_over)
    if not is_ready:
        with transaction(engine) as session:
            head_row(session, is_locked=True)  # of those that start at once, one does it
            if not is_filled(session):
                fill_registry(session)
            if not is_basis(session, roll_over=roll_over):
                rebuild(session, roll_over=roll_over, now=datetime.now(UTC))
    return engine


def is_filled(session: Session) -> bool:
    """Whether the municipalities are there."""
    return bool(registry(session).municipalities)


def fill_registry(session: Session) -> None:
    """Store the municipalities and organisations that ship with the program."""
    shipped = default_registry()
    now = datetime.now(UTC)
    import_municipalities(session, shipped.municipalities, now=now)
    import_organisations(session, shipped.organisations, now=now)
