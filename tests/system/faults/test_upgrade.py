"""R22: a database of an earlier version is brought up to date wholly, or is as it was."""

import gzip
import multiprocessing
import os
import signal
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from ibt_intake import bootstrap
from ibt_intake.config import Config
from storage.config import DatabaseConfig
from storage.database import damage, snapshot
from storage.events import verify_events
from storage.migrations import HEAD

# Of the version before the outbox: nine mails, requests, an account, decisions of an officer.
pytestmark = pytest.mark.sqlite  # a file of that version is at hand

FILLED = Path(__file__).parent / "data" / "intake-0003.db.gz"
BEFORE = "0003"
# What no migration may touch; lists for pages are made anew.
EVIDENCE = (
    "raw_mails mails arrivals readings judgements judgement_kinds judgement_flags requests cases "
    "case_mails mail_decisions case_decisions events accounts municipalities"
).split()
FORKED = multiprocessing.get_context("forkserver")


def filled_at(path):
    """The database of the earlier version, at a path."""
    path.write_bytes(gzip.decompress(FILLED.read_bytes()))
    return path


def config_of(path):
    return Config(database=DatabaseConfig(url=f"sqlite:///{path}"))


def content_of(path):
    """The version of the tables, and all rows of those that are evidence, without later columns."""
    with sqlite3.connect(":memory:") as earlier:
        earlier.deserialize(gzip.decompress(FILLED.read_bytes()))
        columns = {name: columns_of(earlier, name) for name in EVIDENCE}
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        rows = {
            name: sorted(connection.execute(f"SELECT {columns[name]} FROM {name}"), key=repr)
            for name in EVIDENCE
        }
    return version, rows


def columns_of(connection, table):
    """The names of a table's columns, as SQL."""
    return ", ".join(f'"{each[1]}"' for each in connection.execute(f"PRAGMA table_info({table})"))


def upgraded(path):
    """Bring it up to date as every command does at its start, and look whether all is well."""
    engine = bootstrap.open_storage(config_of(path))
    with snapshot(engine) as session:
        assert verify_events(session) == []
    assert damage(engine) is None
    engine.dispose()


def die_at(path, number, told):
    """Bring it up to date, and die before that statement; told: the number of statements."""
    count = 0

    def opened(config, usual=bootstrap.open_database):
        engine = usual(config)

        def stated(*_):
            nonlocal count
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine, "before_cursor_execute", stated)
        event.listen(engine, "commit", stated)
        return engine

    bootstrap.open_database = opened
    bootstrap.open_storage(config_of(path)).dispose()
    told.put(count)


def statements_until_killed(path, number):
    """None where it was killed, else how many statements there were."""
    FORKED.set_forkserver_preload([__name__])
    told = FORKED.SimpleQueue()
    process = FORKED.Process(target=die_at, args=(path, number, told))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return told.get() if process.exitcode == 0 else None


def test_r22_a_filled_database_of_the_version_before_keeps_all_its_rows(tmp_path):
    path = filled_at(tmp_path / "intake.db")
    version, rows = content_of(path)
    assert (version, len(rows["raw_mails"]), len(rows["case_decisions"])) == (BEFORE, 9, 3)
    upgraded(path)
    assert content_of(path) == (HEAD, rows)


def test_r22_killed_at_any_statement_it_is_complete_or_untouched(tmp_path):
    path = filled_at(tmp_path / "whole.db")
    _, rows = content_of(path)
    statements = statements_until_killed(path, 0)
    assert statements > 20
    found = set()
    for number in range(1, statements + 1, max(1, statements // 40)):
        path = filled_at(tmp_path / f"{number}.db")
        assert statements_until_killed(path, number) is None
        version, left = content_of(path)
        found.add(version)
        assert left == rows
        upgraded(path)
        assert content_of(path) == (HEAD, rows)
    assert found == {BEFORE, HEAD}, "it was killed on one side of the commit only"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_r22_a_file_cut_short_is_told_and_not_made_worse(tmp_path, share):
    path = filled_at(tmp_path / "intake.db")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(Exception, match="is damaged; restore it from a back-up"):
        upgraded(path)
