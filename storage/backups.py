"""A consistent copy of the database while others write, by each database's own means.

SQLite copies page by page out of one state; PostgreSQL's own programs dump and restore. What a
copy must hold is known beforehand: its rows by table, and where its audit trail ends.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, func, select, table, text
from sqlmodel import Session

from storage.database import READS_ONLY, revision_of, snapshot
from storage.errors import DatabaseUnusable
from storage.event_heads import Head
from storage.events import head_of_events, verify_events
from storage.faults import place_of, told_plainly
from storage.jobs import SCHEMA as JOBS
from storage.tables.row import Row

PAGES = 2000  # copied at a time
WRITERS_OWN = frozenset({"leases", "heartbeats", "web_sessions", "sign_in_attempts"})
UNSEEN_SETTING = (
    "RESET search_path; INSERT INTO settings (name, value) VALUES ('{name}', '{value}');\n"
)

Advance = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds."""

    revision: str  # of the tables
    rows: Mapping[str, int]  # by table
    head: Head  # of the audit trail


def contents_of(session: Session) -> Contents:
    """What the database holds now. Raises DatabaseUnusable where its audit trail is broken."""
    connection = session.connection()
    head = head_of_events(session)
    breaks = verify_events(session)
    if breaks or head is None:
        first = breaks[0]
        raise DatabaseUnusable(
            f"the audit trail is broken: event {first.seq} {first.what}; see `ibt-intake check`"
        )
    return Contents(revision_of(connection) or "", rows_of(connection), head)


def rows_of(connection: Connection, tables: Iterable[str] = ()) -> dict[str, int]:
    """How many rows each table has; without those that only matter while programs run.

    tables: those of an earlier version; else today's.
    """
    found = {}
    for name in tables or [each.name for each in Row.metadata.sorted_tables]:
        if name not in WRITERS_OWN:
            count = connection.execute(select(func.count()).select_from(table(name)))
            found[name] = int(count.scalar_one())
    return found


def copy_database(engine: Engine, file: Path, pieces: Callable[[int], Advance]) -> Contents:
    """Copy the database to a file that only we may read; what it holds.

    pieces: told how many pieces of work there are, it gives what to call after each.
    """
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    if engine.dialect.name == "sqlite":
        return copy_file(engine, file, pieces)
    return dump_server(engine, file, pieces)


# ------------------------------------------------------------------ SQLite


def copy_file(engine: Engine, file: Path, pieces: Callable[[int], Advance]) -> Contents:
    """Copy an SQLite database out of one state of it."""
    source = engine.execution_options(**{READS_ONLY: True})
    with told_plainly(engine.url), Session(source) as session:
        contents = contents_of(session)  # and its transaction holds this state until the end
        raw = session.connection().connection.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            raise TypeError(f"{type(raw).__name__} is no connection to SQLite")
        total = int(raw.execute("PRAGMA page_count").fetchone()[0])
        advance = pieces(-(-total // PAGES))
        with closing(sqlite3.connect(file)) as target:
            raw.backup(target, pages=PAGES, progress=lambda *_: advance(), sleep=0)
            target.execute("PRAGMA journal_mode = DELETE")  # all of it in the one file
    return contents


def faults_of_file(engine: Engine) -> str | None:
    """What SQLite finds wrong in a whole file, None where all is well."""
    with snapshot(engine) as session:
        connection = session.connection()
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if found != "ok":
        return str(found)
    return f"a row of {broken[0]} refers to one that is not there" if broken else None


# ------------------------------------------------------------------ PostgreSQL


def dump_server(engine: Engine, file: Path, pieces: Callable[[int], Advance]) -> Contents:
    """Dump a server's database out of one state of it, by pg_dump."""
    command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--verbose"]
    command.append(f"--exclude-schema={JOBS}")  # only nudges to do what the rows call for
    with snapshot(engine) as session:
        contents = contents_of(session)
        state = session.connection().execute(text("SELECT pg_export_snapshot()")).scalar_one()
        advance = pieces(len(contents.rows) + len(WRITERS_OWN))
        run(
            [*command, f"--snapshot={state}", f"--file={file}", f"--dbname={conninfo(engine.url)}"],
            engine.url,
            lambda line: advance() if "dumping contents of table" in line else None,
        )
    return contents


def rows_of_dump(file: Path) -> dict[str, int]:
    """How many rows each table has in a dump; reads all of it, so that a cut one shows."""
    found: dict[str, int] = {}
    name = ""
    command = [program("pg_restore"), "--data-only", "--file=-", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:
        for line in reading.stdout or ():
            if not name and line.startswith(b"COPY "):
                name = line.split()[1].decode().rpartition(".")[2].strip('"')
                found[name] = 0
            elif name and line == b"\\.\n":
                name = ""
            elif name:
                found[name] += 1
    if reading.returncode or name:
        raise DatabaseUnusable(f"the dump {file} cannot be read to its end; make it again")
    return found


def restore_server(url: URL, file: Path, settings: Mapping[str, str], advance: Advance) -> None:
    """Bring a dump into an empty database, with these settings in it: wholly or not at all.

    settings: names and values without quotes; they are there as soon as anything is.
    """
    reader = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(file)]
    writer = [
        *(program("psql"), "--no-psqlrc", "--quiet", "--single-transaction"),
        *("--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--dbname={conninfo(url)}"),
    ]
    with (
        subprocess.Popen(reader, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading,
        subprocess.Popen(
            writer, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(url)
        ) as writing,
    ):
        fed = feed(reading.stdout or (), writing, advance)
        if fed and reading.wait() == 0:
            for name, value in settings.items():
                line = UNSEEN_SETTING.format(name=name, value=value)
                fed = fed and feed([line.encode()], writing, advance)
        elif writing.stdin:
            writing.kill()  # its one transaction ends with it
        _, told = writing.communicate()
    if writing.returncode or reading.returncode:
        lines = [line for line in told.decode(errors="replace").splitlines() if line.strip()]
        reason = lines[0] if lines else "the dump cannot be read to its end"
        raise DatabaseUnusable(f"nothing was restored into {place_of(url)}: {reason}")


def feed(lines: Iterable[bytes], writing: "subprocess.Popen[bytes]", advance: Advance) -> bool:
    """Hand lines to a program; False where it has ended."""
    try:
        for line in lines:
            if writing.stdin:
                writing.stdin.write(line)
            if line.startswith(b"COPY "):
                advance()
    except BrokenPipeError:
        return False
    return True


def run(command: list[str], url: URL, tell: Callable[[str], None]) -> None:
    """Run a program of PostgreSQL; tell: given each line that it says."""
    last = ""
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, errors="replace", env=environment(url)
    ) as running:
        for line in running.stderr or ():
            tell(line)
            last = line.strip() or last
    if running.returncode:
        raise DatabaseUnusable(f"the database {place_of(url)} was not copied: {last}")


def program(name: str) -> str:
    """Where a program of PostgreSQL stands. Raises DatabaseUnusable where it is absent."""
    found = shutil.which(name)
    if found is None:
        raise DatabaseUnusable(
            f"{name} is not installed, and PostgreSQL is copied with it; on Debian, install "
            "postgresql-client, of the server's version or newer"
        )
    return found


def conninfo(url: URL) -> str:
    """The address as PostgreSQL's programs take it, without the password."""
    from psycopg.conninfo import make_conninfo

    parts = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "dbname": url.database,
        **{name: value for name, value in url.query.items() if name != "password"},
    }
    return make_conninfo(**{name: str(value) for name, value in parts.items() if value is not None})


def environment(url: URL) -> dict[str, str]:
    """Where the password goes: others on the machine can read a command line, and not this."""
    password = url.password or url.query.get("password")
    return os.environ | ({"PGPASSWORD": str(password)} if password else {})
