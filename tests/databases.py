"""The databases of tests: SQLite in a file, or PostgreSQL where `IBT_TEST_DATABASE` says so.

`make test` runs on SQLite, `make test-postgresql` runs the same tests on PostgreSQL. Tests of what
only one of them does ask for it by name.
"""

import atexit
import os
import shutil
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from storage.config import DatabaseConfig
from tests.postgres import OWNER, running

ON_POSTGRESQL = os.environ.get("IBT_TEST_DATABASE", "sqlite") == "postgresql"
SQLITE_FILE = "intake.db"

numbers = count(1)
made = []  # names of databases, in order
of_folders = {}  # addresses


def sqlite_url(folder):
    """The address of the SQLite database in a folder."""
    return f"sqlite:///{folder}/{SQLITE_FILE}"


def database_url(folder):
    """The address of the database that belongs to a folder, the same however often asked."""
    return postgresql_of(Path(folder).resolve()) if ON_POSTGRESQL else sqlite_url(folder)


def copy_database(source, target):
    """Make the database of a folder, to which nobody is connected, also that of another."""
    shutil.copy(Path(source) / "audit.key", target)
    if ON_POSTGRESQL:
        postgresql_of(Path(target).resolve(), like=postgresql_of(Path(source).resolve()))
    else:
        shutil.copy(Path(source) / SQLITE_FILE, target)


def settings_of(folder):
    """The settings of the database that belongs to a folder, with its key in that folder."""
    return {"url": database_url(folder), "audit_key_file": str(Path(folder) / "audit.key")}


def database_at(folder, **settings):
    """The same, as the program reads them."""
    return DatabaseConfig(**settings_of(folder), **settings)


def postgresql_of(folder, like=""):
    """The address of the PostgreSQL database that belongs to a folder."""
    if folder not in of_folders:
        of_folders[folder] = new_postgresql(like)
    return of_folders[folder]


def new_postgresql(like=""):
    """The address of a PostgreSQL database, empty or a copy of that at another address."""
    name = f"intake_{next(numbers)}"
    ask(f"CREATE DATABASE {name} TEMPLATE {make_url(like).database if like else 'template1'}")
    made.append(name)
    return address_of(name)


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
    maker = create_engine(address_of("postgres"), isolation_level="AUTOCOMMIT")
    with maker.connect() as connection:
        connection.execute(text(statement))
    maker.dispose()


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
