"""R22: a filled database of any earlier version is brought up to date wholly, or not at all."""

import multiprocessing
import os
import random
import signal

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, inspect, text

import storage.database
from storage.backups import rows_of
from storage.config import DatabaseConfig
from storage.database import MIGRATIONS, migrate, open_database, revision_of, snapshot
from storage.event_heads import FIRST_SIGNED, Head, sign_first
from storage.events import Event, canonical, chained, head_of_events, verify_events
from storage.ledger import known_uids, raw_of
from storage.migrations import HEAD
from tests.storage.conftest import NOON

SEED = 20260430
MAILS = 50
KILLS = 4
EARLIER = [f"{number:04}" for number in range(1, int(HEAD))]


@pytest.fixture
def config(url, tmp_path):
    return DatabaseConfig(url=url, audit_key_file=tmp_path / "audit.key")


def made_by(revision, config):
    """A database as an earlier version of the program left it, filled by hand: rows by table."""
    engine = open_database(config)
    with engine.begin() as connection:
        settings = Config()
        settings.set_main_option("script_location", str(MIGRATIONS))
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
        fill(connection)
        if revision >= FIRST_SIGNED:
            sign_first(connection)
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if "search" not in name]
        found = rows_of(connection, sorted(set(names) - {"alembic_version", "extensions"}))
    engine.dispose()
    return found


def name_of(number):
    return f"{number:064x}"


def fill(connection):
    """Mails with their places, a case with what was granted in it, and the trail of it all."""
    at = NOON.strftime("%Y-%m-%d %H:%M:%S.%f")
    at += "+00" if connection.dialect.name == "postgresql" else ""
    for number in range(1, MAILS + 1):
        values = {"name": name_of(number), "raw": b"Mail %d" % number, "at": at, "uid": number}
        for statement in (
            "INSERT INTO raw_mails VALUES (:name, 7, :raw)",
            "INSERT INTO mails VALUES (:name, '<x@ede.nl>', :at, :at, 'kept')",
            "INSERT INTO arrivals (mailbox, folder, uidvalidity, uid, sha256, met_at) "
            "VALUES ('ibt', 'INBOX', 7, :uid, :name, :at)",
        ):
            connection.execute(text(statement), values)
    connection.execute(
        text("INSERT INTO requests VALUES ('7473202', 'Ede', '2026-04-09', 21, 278, 48, 0, 0)")
    )
    last = ""
    for number in range(1, MAILS + 1):
        made = Event(number, NOON, "", "kept", f"mail:{number}", "{}", canonical({}), last, "")
        made = chained(made)
        last = made.hash
        columns = {name: getattr(made, name) for name in Event.__slots__} | {"at": at}
        connection.execute(
            text(
                "INSERT INTO events VALUES (:seq, :at, :actor, :action, :object, :before, :after, "
                ":prev_hash, :hash)"
            ),
            columns,
        )
    connection.execute(
        text("UPDATE event_head SET count = :count, hash = :hash"), {"count": MAILS, "hash": last}
    )


def check(config, rows):
    """All that was there is there, the trail is whole and signed, and work can go on."""
    engine = open_database(config)
    with engine.connect() as connection:
        assert revision_of(connection) == HEAD
        assert rows_of(connection, rows) == rows
    with snapshot(engine) as session:
        assert verify_events(session) == []
        assert head_of_events(session).count == MAILS
        assert isinstance(head_of_events(session), Head)
        assert known_uids(session, "ibt", "INBOX", 7) == set(range(1, MAILS + 1))
        assert raw_of(session, name_of(MAILS)) == b"Mail %d" % MAILS
    engine.dispose()


@pytest.mark.parametrize("revision", EARLIER)
def test_a_filled_database_of_an_earlier_version_is_brought_up_to_date(config, revision):
    rows = made_by(revision, config)
    engine = open_database(config)
    migrate(engine)
    engine.dispose()
    check(config, rows)


def migrate_and_die(config, statements, total):
    """Migrate, killed just before some statement; 0: at the end, with their number told."""
    engine = open_database(config)
    seen = 0

    def count(*_):
        nonlocal seen
        seen += 1
        if seen == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    def upgrade(connection, upgrade=storage.database.upgrade):
        event.listen(connection, "before_cursor_execute", count)
        upgrade(connection)
        if statements == 0:
            total.value = seen
            os._exit(0)

    storage.database.upgrade = upgrade
    migrate(engine)
    engine.dispose()


def in_a_process(config, statements):
    """How a migration in a process of its own ended, and how many statements it had."""
    ready = multiprocessing.get_context("forkserver")
    ready.set_forkserver_preload([__name__])
    total = ready.Value("i", 0)
    process = ready.Process(target=migrate_and_die, args=(config, statements, total))
    process.start()
    process.join(120)
    return process.exitcode, total.value


def test_killed_anywhere_in_a_migration_the_database_is_as_it_was(config):
    rows = made_by("0001", config)
    _, total = in_a_process(config, 0)  # rolled back with its process
    assert total > 50, total
    chance = random.Random(SEED)
    for statements in [*chance.sample(range(2, total), KILLS), total]:
        assert in_a_process(config, statements)[0] == -signal.SIGKILL
        engine = open_database(config)
        with engine.connect() as connection:
            assert revision_of(connection) == "0001"
            assert rows_of(connection, rows) == rows
        engine.dispose()
    engine = open_database(config)
    migrate(engine)
    engine.dispose()
    check(config, rows)
