"""`kill -9` of `ibt-intake move` at any step: the same command once more ends what it began."""

import random
import shutil
import signal
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from ibt_intake import moving
from ibt_intake.config import Config
from ibt_intake.logs import quiet_logging
from outbox.config import SmtpConfig
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot, transaction
from storage.errors import DatabaseUnusable
from storage.events import all_events, record_event, verify_events
from tests.databases import new_postgresql, sqlite_url
from tests.ibt_intake.test_move import is_empty, rows_in
from tests.storage.conftest import NOON
from tests.storage.many import fill
from tests.system.deadly_sending import Steps
from tests.system.forked import FORKED, forked

pytestmark = pytest.mark.sqlite  # that is what is moved

SEED = 20260409
STEPS_OF_DATABASE = ("before_cursor_execute", "after_cursor_execute", "commit")
# From the last one back: after and before the commit of the old database, the same of the new one,
# after and before the statement that seals the old one.
LAST, KEPT_THERE, SEALING = 1, 3, 6


def settings_in(folder):
    """Those of an installation on SQLite."""
    return Config(
        database=DatabaseConfig(url=sqlite_url(folder), audit_key_file=folder / "audit.key"),
        smtp=SmtpConfig(message_id_key_file=folder / "message-id.key").model_dump(),
    )


@pytest.fixture
def filled(tmp_path):
    """The folder of an installation, and the rows of its tables."""
    folder = tmp_path / "filled"
    folder.mkdir()
    engine = open_database(settings_in(folder).database)
    migrate(engine)
    fill(engine, mails=30, cases=3)
    rows = rows_in(engine)
    engine.dispose()
    return folder, rows


def move_and_die(folder, address, deadly, told):
    """Move, and die at that step; told: is given how many there are."""
    quiet_logging()
    steps = Steps(deadly)
    for name in STEPS_OF_DATABASE:
        event.listen(Engine, name, lambda *_: steps.step())
    usual = moving.transaction

    @contextmanager
    def transaction(engine):
        with usual(engine) as session:
            yield session
        steps.step()

    moving.transaction = transaction
    moving.move(settings_in(folder), address, officer="jansen")
    told.put(steps.count)


def steps_until_killed(folder, address, deadly=0):
    """None where it was killed, else how many steps it has."""
    told = FORKED.SimpleQueue()
    process = forked(move_and_die, folder, address, deadly, told)
    process.join()
    assert process.exitcode == (-signal.SIGKILL if deadly else 0)
    return None if deadly else told.get()


def copied(filled, name):
    """The same installation in another folder."""
    return shutil.copytree(filled, filled.parent / name)


@contextmanager
def looked_into(folder, address=""):
    """The database of an installation, or that on a server which goes on with it."""
    database = settings_in(folder).database
    engine = open_database(database.model_copy(update={"url": address} if address else {}))
    yield engine
    engine.dispose()


def check_moved(folder, address, rows):
    """All rows are there, the trail goes on there alone, and tells of one move."""
    with looked_into(folder, address) as there:
        assert rows_in(there) == rows
        with snapshot(there) as session:
            assert verify_events(session) == []
            assert [each.action for each in all_events(session)].count("moved") == 1
    with looked_into(folder) as here:
        assert rows_in(here) == rows
        with (
            pytest.raises(DatabaseUnusable, match="was moved to another"),
            transaction(here) as old,
        ):
            record_event(old, NOON, "kept", "mail:1")


def test_a_move_that_is_killed_at_any_step_is_ended_by_the_same_command(filled, length):
    source, rows = filled
    steps = steps_until_killed(copied(source, "whole"), new_postgresql())
    kills = length.of("kills of a move", whole=100, short=5)
    early = sorted(random.Random(SEED).sample(range(1, steps - SEALING), kills))
    for deadly in (*early, *range(steps - SEALING + 1, steps + 1)):
        folder, target = copied(source, str(deadly)), new_postgresql()
        steps_until_killed(folder, target, deadly)
        left = steps - deadly + 1
        assert is_empty(target) == (left > KEPT_THERE), deadly
        if left > LAST:
            with looked_into(folder) as here:
                assert rows_in(here) == rows
            moving.move(settings_in(folder), target, officer="jansen")
        check_moved(folder, target, rows)


def test_where_the_old_one_went_on_after_such_a_kill_nothing_is_closed(filled):
    source, rows = filled
    steps = steps_until_killed(copied(source, "whole"), new_postgresql())
    folder, target = copied(source, "killed"), new_postgresql()
    steps_until_killed(folder, target, steps - KEPT_THERE + 1)
    with looked_into(folder) as here:
        with transaction(here) as session:
            record_event(session, NOON, "kept", "mail:1")
        with pytest.raises(DatabaseUnusable, match="holds rows already"):
            moving.move(settings_in(folder), target, officer="jansen")
        assert rows_in(here) == rows
        with transaction(here) as session:
            record_event(session, NOON, "kept", "mail:2")
