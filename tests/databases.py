"""The databases of tests: SQLite in a file, or PostgreSQL where `IBT_TEST_DATABASE` says so.

`make test` runs on SQLite, `make test-postgresql` runs the same tests on PostgreSQL. Those about
what only SQLite does, as its file, are marked `sqlite` and have it whatever the environment says.
"""

import atexit
import os
import shutil
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import create_engine, event, make_url, text

from storage.config import DatabaseConfig
from storage.database import migrate, open_database
from tests.postgres import OWNER, running

VARIABLE = "IBT_TEST_DATABASE"
KINDS = ("sqlite", "postgresql")
SQLITE_FILE = "intake.db"
KEY = "audit.key"

numbers = count(1)
made = []  # names of databases, in order
of_folders = {}  # addresses


class Running:
    """Which database the test that runs has."""

    kind = "sqlite"


def choose(item):
    """The database of a test, before anything is made for it."""
    named = os.environ.get(VARIABLE, "sqlite")
    assert named in KINDS, f"{VARIABLE} is one of {KINDS}, not {named!r}"
    Running.kind = "sqlite" if item.get_closest_marker("sqlite") else named


def on_postgresql():
    """Whether this test runs on PostgreSQL."""
    return Running.kind == "postgresql"


def sqlite_url(folder):
    """The address of the SQLite database in a folder."""
    return f"sqlite:///{folder}/{SQLITE_FILE}"


def database_url(folder):
    """The address of the database that belongs to a folder, the same however often asked.

    On PostgreSQL it has its tables from the start, by the migrations, and its key is in the folder.
    """
    if not on_postgresql():
        return sqlite_url(folder)
    return postgresql_of(Path(folder).resolve(), like=migrated())


def copy_database(source, target):
    """Make the database of a folder, to which nobody is connected, also that of another."""
    if on_postgresql():
        postgresql_of(Path(target).resolve(), like=Path(source).resolve())
    else:
        shutil.copy(Path(source) / KEY, target)
        shutil.copy(Path(source) / SQLITE_FILE, target)


def settings_of(folder):
    """The settings of the database that belongs to a folder, with its key in that folder."""
    return {"url": database_url(folder), "audit_key_file": str(Path(folder) / KEY)}


def database_at(folder, **settings):
    """The same, as the program reads them."""
    return DatabaseConfig(**settings_of(folder), **settings)


def postgresql_of(folder, like):
    """The address of the PostgreSQL database of a folder, else one made like that of another."""
    if folder not in of_folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(like / KEY, folder)
        of_folders[folder] = new_postgresql(of_folders[like])
    return of_folders[folder]


@cache
def migrated():
    """The folder of a database with all tables, to copy: each migration anew takes a second."""
    folder = Path(mkdtemp(prefix="ibt-tables-"))
    atexit.register(shutil.rmtree, folder)
    of_folders[folder] = new_postgresql()
    made.remove(make_url(of_folders[folder]).database)  # it outlives the test
    engine = open_database(DatabaseConfig(url=of_folders[folder], audit_key_file=folder / KEY))
    migrate(engine)
    engine.dispose()
    return folder


def new_postgresql(like=""):
    """The address of a PostgreSQL database, empty or a copy of that at another address."""
    name = f"intake_{next(numbers)}"
    ask(f"CREATE DATABASE {name} TEMPLATE {make_url(like).database if like else 'template1'}")
    made.append(name)
    return address_of(name)


@contextmanager
def by_hand(folder):
    """A connection to the database of a folder, to change what the program would not."""
    engine = create_engine(database_url(folder))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def lose(folder):
    """The database of a folder is gone, and an empty one is in its place."""
    if not on_postgresql():
        for ending in ("", "-wal", "-shm"):
            (Path(folder) / f"{SQLITE_FILE}{ending}").unlink(missing_ok=True)
        return
    with by_hand(folder) as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def unguarded(connection):
    """Take away what refuses to change events."""
    if connection.dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS events_refuse_{verb}"))
    else:
        connection.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))


@contextmanager
def dropped():
    """Those that are made in the block end with it: a thousand would fill the disk."""
    before = len(made)
    yield
    for name in made[before:]:
        ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    del made[before:]


def ask(statement):
    """Have the server do what is done outside of any database."""
    with asking().connect() as connection:
        connection.execute(text(statement))


@cache
def asking():
    """Connections to the server, which last."""
    engine = create_engine(address_of("postgres"), isolation_level="AUTOCOMMIT")
    atexit.register(engine.dispose)
    return engine


def address_of(name):
    """The address of a database on the server."""
    return f"postgresql+psycopg://{OWNER}@/{name}?host={server()}"


@cache
def server():
    """The folder of the socket of a server that runs until the tests end."""
    stack = ExitStack()
    folder = stack.enter_context(running())
    atexit.register(stack.close)
    return folder


@contextmanager
def asked(engine):
    """What is asked of the database in the block."""
    found = []

    def heard(connection, cursor, statement, *_):
        found.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    yield found
    event.remove(engine, "before_cursor_execute", heard)
