"""The database: opening it, bringing its tables up to date, and units of work.

The one module that knows which database it is. SQLite runs in WAL mode with synchronous=FULL:
once a transaction has ended, a power cut does not undo it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from storage.config import DatabaseConfig
from storage.errors import DatabaseUnusable
from storage.event_heads import AUDIT_KEY, FIRST_SIGNED, KEY_FILE, sign_first
from storage.faults import place_of, told_plainly
from storage.migrations import HEAD
from storage.unsaid import remember

MIGRATIONS = Path(__file__).parent / "migrations"
DATA = Path("ibt-intake-data")
KINDS = ("sqlite", "postgresql")
LOCK = 0x1B7_7AB1E  # of the process that migrates, among those that start at once
READS_ONLY = "ibt_reads_only"  # the execution option of a connection that does not write


def open_database(config: DatabaseConfig) -> Engine:
    """The database of the settings, reached once; its file and folder are made if absent."""
    url = url_of(config)
    if url.get_backend_name() == "sqlite":
        prepare_file(url)
    try:
        engine = create_engine(
            url,
            pool_pre_ping=url.get_backend_name() != "sqlite",
            execution_options={AUDIT_KEY: audit_key_file(config, url)},
            hide_parameters=True,  # errors of the driver would show words of mails
        )
    except (NoSuchModuleError, ImportError) as error:
        raise DatabaseUnusable(
            f"the database {place_of(url)} needs a driver that is not installed: {error}; "
            "install it, or change url under [database] in config.toml"
        ) from error
    set_up = set_up_sqlite if url.get_backend_name() == "sqlite" else set_up_server
    set_up(engine, config.busy_seconds)
    with told_plainly(url), engine.connect() as connection:
        revision_of(connection)  # SQLite looks at its file only when asked something
    return engine


def url_of(config: DatabaseConfig) -> URL:
    """The address, parsed, of a kind of database that this program speaks to."""
    try:
        url = make_url(config.url)
    except (ArgumentError, ValueError):
        url = None
    for secret in (url.password, url.query.get("password")) if url else ():
        if isinstance(secret, str):
            remember(secret)
    if url is None or url.get_backend_name() not in KINDS or "\0" in (url.database or ""):
        # The address itself may hold a password, so it is not repeated.
        raise DatabaseUnusable(
            "url under [database] in config.toml is not the address of a known kind of database; "
            "write it as sqlite:///FOLDER/intake.db or postgresql+psycopg://USER@HOST/NAME"
        )
    return url


def audit_key_file(config: DatabaseConfig, url: URL) -> Path:
    """Where the key of the audit trail stands."""
    return (config.audit_key_file or folder_of(url) / KEY_FILE).absolute()


def folder_of(url: URL) -> Path:
    """Where files belong that go with a database: beside it, or in a folder of their own."""
    is_file = url.get_backend_name() == "sqlite" and url.database and ":memory:" not in url.database
    return Path(str(url.database)).parent if is_file else DATA


def prepare_file(url: URL) -> None:
    """Make the folder and an empty file that no other user may read: mail is confidential."""
    if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        return
    path = Path(str(url.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise DatabaseUnusable(
            f"the database {path} cannot be made: {error.strerror}; give this user write rights "
            "there, or change url under [database] in config.toml"
        ) from error


def set_up_sqlite(engine: Engine, busy_seconds: float) -> None:
    """Durability, foreign keys and honest transactions on each connection."""

    def connected(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # else the driver begins by itself, and too late
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    def begun(connection: Connection) -> None:
        reads_only = connection.get_execution_options().get(READS_ONLY, False)
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads_only else 'OFF'}")
        # A transaction that reads first and writes later fails at once, whatever the timeout,
        # where another has written in between (SQLITE_BUSY_SNAPSHOT); so writers queue here.
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def set_up_server(engine: Engine, busy_seconds: float) -> None:
    """A server would let us wait for another's lock for ever."""
    milliseconds = max(1, int(busy_seconds * 1000))  # 0 is for ever

    def connected(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {milliseconds}")
        cursor.close()
        connection.commit()  # else the first rollback takes it back

    event.listen(engine, "connect", connected)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A unit of work: all of it is kept when the block ends well, else nothing."""
    with told_plainly(engine.url), Session(engine) as session, session.begin():
        yield session


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """One state of the database, to read from while others write."""
    reader = engine.execution_options(**{READS_ONLY: True})
    if engine.dialect.name == "postgresql":
        # Else each statement would see what others have written in between.
        reader = reader.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    with told_plainly(engine.url), Session(reader) as session:
        yield session


def migrate(engine: Engine) -> None:
    """Bring the tables to this program's version: wholly, or not at all."""
    with told_plainly(engine.url):
        with engine.execution_options(**{READS_ONLY: True}).connect() as connection:
            if revision_of(connection) == HEAD:
                return
        with engine.begin() as connection:
            upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Run the migrations that the database lacks, in the caller's transaction."""
    # Alembic takes a tenth of a second to load, and most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    if connection.dialect.name == "postgresql":  # where SQLite's writers queue by themselves
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    revision = revision_of(connection)
    where = f"the database {place_of(connection.engine.url)}"
    if revision is not None and revision not in known:
        raise DatabaseUnusable(
            f"{where} was made by a newer version of ibt-intake (tables {revision}, known here up "
            f"to {HEAD}); install that version, or restore a back-up from before"
        )
    if revision is None and inspect(connection).get_table_names():
        raise DatabaseUnusable(
            f"{where} holds tables of another program; change url under [database] in config.toml"
        )
    command.upgrade(config, "head")
    # In the transaction of the migration: whoever takes a signature away later cannot have a
    # program of ours put another in its place.
    if revision is None or revision < FIRST_SIGNED:
        sign_first(connection)


def revision_of(connection: Connection) -> str | None:
    """The version of the tables, None in an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def damage(engine: Engine) -> str | None:
    """What SQLite finds wrong in its file, None where all is well; reads the whole file."""
    if engine.dialect.name != "sqlite":
        return None
    with told_plainly(engine.url), snapshot(engine) as session:
        found = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar()
    return None if found == "ok" else str(found)


def size_of(session: Session) -> int:
    """The bytes that the database takes up, without the logs beside it."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        told = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    else:
        told = "SELECT pg_database_size(current_database())"
    return int(connection.execute(text(told)).scalar_one())
