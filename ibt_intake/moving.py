"""An installation on SQLite moved over to PostgreSQL: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlmodel import Session

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config
from ibt_intake.errors import MoveError
from ibt_intake.posting import key_file
from ibt_intake.progress import progress
from ibt_intake.serving import report_key_file, second_step_key_file
from intake.leases import is_dead
from storage.backups import contents_of, faults_of_file
from storage.config import DatabaseConfig
from storage.database import audit_key_file, open_database, transaction, upgrade, url_of
from storage.errors import DatabaseUnusable
from storage.event_heads import Head, seal
from storage.events import Facts, events_by_action, head_of_events, record_event
from storage.faults import place_of
from storage.keys import place_key
from storage.leases import leases
from storage.transfer import (
    compare_rows,
    copy_rows,
    refuse_unless_empty,
    row_counts,
    sums_beside_trail,
)

DEED = "moved"  # as the trail tells it


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved, and where to."""

    rows: Mapping[str, int]  # by table
    events: int
    source: str  # without passwords
    target: str


def move(config: Config, address: str, *, officer: str) -> Moved:
    """Put all that the SQLite database of the settings holds into an empty one of a server.

    Nothing is written to the old one from then on. The programs must have ended: one that takes
    in or sends mail is noticed.
    """
    target_url = server_url(address)
    refuse_no_file(url_of(config.database))
    key = audit_key_file(config.database, url_of(config.database))
    source = open_storage(config)
    target = open_database(DatabaseConfig(url=address, audit_key_file=key))
    try:
        if fault := faults_of_file(source):
            raise DatabaseUnusable(f"the database {place_of(source.url)} is damaged: {fault}")
        # The old one is held from the first row to the last: nothing comes in meanwhile. It is
        # sealed before the new one is kept, as a disk that is full shows there.
        with transaction(source) as old:
            refuse_while_held(old)
            with transaction(target) as new:
                rows, events = fill(old, new, officer)
                place_keys(keys_of(config), keys_of(config_at(config, address)))
                seal(old)
                old.flush()
    finally:
        dispose(source, target)
    return Moved(rows, events, place_of(url_of(config.database)), place_of(target_url))


def dispose(*engines: Engine) -> None:
    """Let go of databases."""
    for each in engines:
        each.dispose()


def server_url(address: str) -> URL:
    """The address of a server, parsed. Raises MoveError where it is none."""
    not_one = MoveError(
        "--to is not the address of a PostgreSQL database; write it as "
        "postgresql+psycopg://USER@HOST/NAME"
    )
    try:
        url = url_of(DatabaseConfig(url=address))
    except DatabaseUnusable as error:
        raise not_one from error
    if url.get_backend_name() != "postgresql":
        raise not_one
    return url


def refuse_no_file(url: URL) -> None:
    """Raise MoveError where the settings name anything but an SQLite file that is there."""
    if url.get_backend_name() != "sqlite":
        raise MoveError(
            f"url under [database] in config.toml names {place_of(url)}, and only SQLite is moved; "
            "name the SQLite database there until the move has ended"
        )
    if not Path(url.database or "").is_file():
        raise MoveError(
            f"there is no database {place_of(url)} to move; check url under [database] in "
            "config.toml, and the working directory"
        )


def refuse_while_held(session: Session) -> None:
    """Raise MoveError where a program is at work on the database."""
    now = datetime.now(UTC)
    for each in leases(session):
        if each.until > now and not is_dead(each.holder):
            raise MoveError(
                f"{each.holder} is at work ({each.name}) on the database; stop all programs, "
                "the pages too, then move"
            )


def fill(old: Session, new: Session, officer: str) -> tuple[dict[str, int], int]:
    """Copy and compare all rows; how many by table, and how many events there are then.

    Where all was copied before, it is only compared.
    """
    contents = contents_of(old)  # and its trail is verified
    source, target = old.connection(), new.connection()
    upgrade(target)
    rows = row_counts(source)
    if is_there(new, contents.head):
        # A move was killed when all of it was kept there, and nothing was sealed here yet.
        with progress("Comparing", 2 * sum(rows.values())) as advance:
            compare_rows(target, sums_beside_trail(source, advance), advance)
        return rows, contents_of(new).head.count
    refuse_unless_empty(target)
    with progress("Copying", sum(rows.values())) as advance:
        copied = copy_rows(source, target, advance)
    with progress("Comparing", sum(rows.values())) as advance:
        compare_rows(target, copied, advance)
    facts: Facts = {"from": "sqlite", "to": "postgresql", "events": contents.head.count}
    record_event(new, datetime.now(UTC), DEED, "database", actor=officer, after=facts)
    return rows, contents_of(new).head.count


def is_there(new: Session, end: Head) -> bool:
    """Whether a trail of this end went on in the other database with the move, and no further."""
    last = head_of_events(new)
    return last is not None and any(
        (each.prev_hash, each.hash) == (end.hash, last.hash) for each in events_by_action(new, DEED)
    )


def config_at(config: Config, address: str) -> Config:
    """The settings as they are to be from then on."""
    database = config.database.model_copy(update={"url": address})
    return config.model_copy(update={"database": database})


def keys_of(config: Config) -> list[Path]:
    """Where the keys stand that go with a database, always in the same order."""
    return [
        audit_key_file(config.database, url_of(config.database)),
        key_file(config).absolute(),
        second_step_key_file(config).absolute(),
        report_key_file(config).absolute(),
    ]


def place_keys(before: list[Path], after: list[Path]) -> None:
    """Put the keys where they are looked for from now on. Raises MoveError at another's."""
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old.exists()]
    for old, new in pairs:
        if new.exists() and new.read_bytes() != old.read_bytes():
            raise MoveError(
                f"{new} is another key than {old}, which goes with this database; move it away, "
                "or name the right one in config.toml"
            )
    for old, new in pairs:
        if not new.exists():
            place_key(new, old.read_bytes())
