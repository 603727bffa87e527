"""Where queued work stands on PostgreSQL: Procrastinate's tables, in a schema of their own.

A job is only a nudge to do what our own rows call for, so nothing is lost with these tables: they
are left out of back-ups, and made anew when a version of Procrastinate brings other ones.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, column, event, func, select, table, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from storage.errors import DatabaseUnusable
from storage.faults import place_of, told_plainly

SCHEMA = "ibt_jobs"
LOCK = 0x1B7_70B5  # of the one that makes the tables, among those that start at once
CONNECT_SECONDS = 10
# What is asked of Procrastinate's own tables.
WORKERS = table("procrastinate_workers", column("last_heartbeat"), schema=SCHEMA)
JOBS = table("procrastinate_jobs", column("status"), schema=SCHEMA)
QUEUED, IN_HAND, FAILED = "todo", "doing", "failed"  # Procrastinate's words


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who works, and at how much."""

    workers: int  # that were heard of lately
    queued: int
    in_hand: int
    failed: int
    heard_at: datetime | None  # when the last of those workers was; None: there are none


def prepare_jobs(engine: Engine) -> None:
    """Make the tables of Procrastinate, unless they are there as the installed one wants them.

    Raises DatabaseUnusable where there can be none.
    """
    if engine.dialect.name != "postgresql":
        raise DatabaseUnusable(
            f"workers need PostgreSQL, and the database is SQLite ({place_of(engine.url)}): start "
            "`ibt-intake run` instead, or change url under [database] in config.toml"
        )
    wanted = schema_of_procrastinate()
    name = hashlib.sha256(wanted.encode()).hexdigest()
    with told_plainly(engine.url):
        with engine.connect() as connection:
            if made_of(connection) == name:
                return
        try:
            with engine.begin() as connection:
                make_tables(connection, wanted, name)
        except ProgrammingError as error:
            raise DatabaseUnusable(
                f"the schema {SCHEMA} cannot be made in {place_of(engine.url)}: "
                f"{str(error.orig).partition(chr(10))[0]}; GRANT CREATE ON DATABASE to this user"
            ) from error


def let_go_when_cut_off(engine: Engine, seconds: int) -> None:
    """Have a process that is cut off from the database give up, and the database give it up.

    Else the server would keep its locks for hours, and the others wait for them; and the process
    would wait as long for an answer.
    """

    def connecting(*given: Any) -> None:
        given[3].update(reach_of(seconds))

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for name in ("idle_in_transaction_session_timeout", "tcp_user_timeout"):
            cursor.execute(f"SET {name} = {seconds * 1000}")  # milliseconds
        cursor.close()
        connection.commit()  # else the first rollback takes it back

    event.listen(engine, "do_connect", connecting)
    event.listen(engine, "connect", connected)
    engine.dispose()  # what is connected already


def reach_of(seconds: int) -> dict[str, int]:
    """How long to wait for a server out of reach, as libpq calls it."""
    return {
        "connect_timeout": min(seconds, CONNECT_SECONDS),
        "tcp_user_timeout": seconds * 1000,
        "keepalives_idle": max(1, seconds // 2),
        "keepalives_interval": max(1, seconds // 6),
        "keepalives_count": 3,
    }


def schema_of_procrastinate() -> str:
    """The statements that make the tables; the package itself is not loaded for them."""
    found = find_spec("procrastinate")
    if found is None or found.origin is None:
        raise DatabaseUnusable(
            "workers need Procrastinate, which is not installed; install ibt-intake[postgresql]"
        )
    return (Path(found.origin).parent / "sql" / "schema.sql").read_text(encoding="utf-8")


def made_of(connection: Connection) -> str | None:
    """By which statements the tables were made; None: there are none."""
    asked = text("SELECT obj_description(to_regnamespace(:name), 'pg_namespace')")
    found = connection.execute(asked, {"name": SCHEMA}).scalar()
    return None if found is None else str(found)


def make_tables(connection: Connection, wanted: str, name: str) -> None:
    """Make the tables in place of those that are there, in the caller's transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if made_of(connection) == name:
        return
    for statement in (
        f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE",
        f"CREATE SCHEMA {SCHEMA}",
        f"SET LOCAL search_path TO {SCHEMA}",
        wanted.replace("%", "%%"),
        f"COMMENT ON SCHEMA {SCHEMA} IS '{name}'",
    ):
        connection.exec_driver_sql(statement)


def are_there_jobs(session: Session) -> bool:
    """Whether workers ever had a place for their jobs here."""
    if session.get_bind().dialect.name != "postgresql":
        return False
    return made_of(session.connection()) is not None


def crowd_of(session: Session, since: datetime) -> Crowd:
    """Who works, and at how much. since: of whom was heard later is at work."""
    connection = session.connection()
    beat, status = WORKERS.c.last_heartbeat, JOBS.c.status
    at_work = select(func.count(), func.max(beat)).where(beat >= since)
    workers, heard_at = connection.execute(at_work).one()
    asked = select(status, func.count()).group_by(status)
    found = {str(state): int(count) for state, count in connection.execute(asked)}
    return Crowd(
        workers=workers,
        queued=found.get(QUEUED, 0),
        in_hand=found.get(IN_HAND, 0),
        failed=found.get(FAILED, 0),
        heard_at=heard_at.astimezone(UTC) if heard_at else None,
    )
