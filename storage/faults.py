"""Errors of the database driver, told in one line with a remedy."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from storage.errors import DatabaseBusy, DatabaseUnusable, StorageError
from storage.unsaid import unsaid

# What SQLite's primary result codes mean to an administrator (sqlite.org/rescode.html).
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
REMEDIES = {
    sqlite3.SQLITE_READONLY: "cannot be written; give this user write rights on the file and "
    "its folder, or mount the disk for writing",
    sqlite3.SQLITE_FULL: "has no room left on its disk; free some space, then start again",
    sqlite3.SQLITE_IOERR: "cannot be read or written by the disk (or the disk or a quota is full); "
    "check the disk, then start again",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a back-up, or mend a copy with "
    "'sqlite3 FILE .recover'",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database; check url under [database] in config.toml",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that the folder exists and that this user "
    "may write in it, or change url under [database] in config.toml",
    sqlite3.SQLITE_PERM: "may not be opened by this user; check the rights on the file",
    sqlite3.SQLITE_AUTH: "may not be opened by this user; check the rights on the file",
}
# Of a server (postgresql.org/docs/current/errcodes-appendix.html): a lock that another has for too
# long, a deadlock that ended with us, a state that another has changed.
HELD = {"55P03", "40P01", "40001"}
SERVER_REMEDIES = {
    "53100": "has no room left on its server's disk; free some space there, then start again",
    "25006": "can only be read: its server is a standby, or set so; change url under [database] in "
    "config.toml, or its setting default_transaction_read_only",
    "42501": "refuses this user what the program needs; make the user owner of its tables (ALTER "
    "TABLE ... OWNER TO ...), or change url under [database] in config.toml",
}
# The server says which of these it is, in a language of its own.
ASK_SERVER = (
    "check that its server runs, the url under [database] in config.toml, and the password in "
    "~/.pgpass or PGPASSWORD"
)
PRIMARY_CODE = 0xFF  # the low byte; the rest tells variants apart


@contextmanager
def told_plainly(url: URL) -> Iterator[None]:
    """Raise the driver's errors as ours; a broken constraint stays as it is: that is our fault."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        plain = plain_error(error, url)
        if plain is None:
            raise
        raise plain from error


def plain_error(error: DBAPIError | sqlite3.Error, url: URL) -> StorageError | None:
    """The error as one line with a remedy, or None where only a programmer can mend it."""
    origin = error.orig if isinstance(error, DBAPIError) else error
    where = f"the database {place_of(url)}"
    code = getattr(origin, "sqlite_errorcode", None)
    if code is not None and code & PRIMARY_CODE in BUSY:
        return DatabaseBusy(f"{where} is held by another process; it is tried again later")
    if code is not None and code & PRIMARY_CODE in REMEDIES:
        primary = code & PRIMARY_CODE
        if primary == sqlite3.SQLITE_CANTOPEN and is_write_protected(Path(str(url.database))):
            primary = sqlite3.SQLITE_READONLY  # SQLite fails on the files beside it, unsaid why
        return DatabaseUnusable(f"{where} {REMEDIES[primary]}")
    state = getattr(origin, "sqlstate", None)
    if state in HELD:
        return DatabaseBusy(f"{where} is held by another process; it is tried again later")
    if state in SERVER_REMEDIES:
        return DatabaseUnusable(f"{where} {SERVER_REMEDIES[state]}")
    # Of a server: gone, starting, failing over or refusing, all of which may pass.
    if code is None and isinstance(error, OperationalError | InterfaceError):
        reason = unsaid(str(origin).strip().partition("\n")[0])
        return DatabaseBusy(f"{where} does not answer: {reason}; {ASK_SERVER}")
    return None


def is_write_protected(file: Path) -> bool:
    """Whether the folder of a file is there, but nothing can be made in it."""
    return file.parent.is_dir() and not os.access(file.parent, os.W_OK)


def place_of(url: URL) -> str:
    """The file of an SQLite database, else the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    return unsaid(url.render_as_string(hide_password=True))
