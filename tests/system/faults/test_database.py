"""R15 and R16: a database that is locked, gone for a while, read-only or damaged."""

import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from intake import judged_lot, lots, steps
from outbox import smtp
from rules.outgoing import OutgoingState
from storage.errors import DatabaseBusy
from tests.postgres import OWNER
from tests.postgres import running as postgres_running
from tests.system.faults.house import opened_house
from tests.system.faults.letters import letters
from tests.system.faults.test_instances import two_at_once


class Lock:
    """Another program that holds the database, as a back-up or a browser of tables does."""

    def __init__(self, house):
        self.path = Path(house.engine.url.database)
        self.connection = None

    def take(self):
        self.give_back()
        self.connection = sqlite3.connect(self.path, isolation_level=None)
        self.connection.execute("BEGIN IMMEDIATE")

    def give_back(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def around(self, monkeypatch, module, name, *, after=False):
        """Have it taken just before, or after, a deed of the program."""
        usual = getattr(module, name)

        def done(*arguments, **options):
            if not after:
                self.take()
            result = usual(*arguments, **options)
            if after:
                self.take()
            return result

        monkeypatch.setattr(module, name, done)


@pytest.fixture
def impatient(house):
    """A house that waits for nobody."""
    house.installation.settings["database"]["busy_seconds"] = 0.05
    house.renew()
    return house


@pytest.mark.sqlite
def test_r15_locked_while_mails_are_kept_they_stay_on_the_server(impatient):
    lock = Lock(impatient)
    impatient.deliver(letters(3))
    lock.take()
    with pytest.raises(DatabaseBusy, match="is held by another process"):
        impatient.takes_in()
    lock.give_back()
    assert impatient.takes_in().filed == 3
    impatient.comes_to_rest()
    impatient.check_at_rest()


@pytest.mark.sqlite
def test_r15_locked_again_and_again_on_the_same_mail_it_is_not_set_aside(impatient, monkeypatch):
    lock = Lock(impatient)
    impatient.deliver(letters(2))
    with monkeypatch.context() as patch:
        # The lock is held while a mail is filed, and is free again when it is given back.
        lock.around(patch, lots, "take_once")
        patch.setattr(
            judged_lot, "transaction", released_after_failure(lock, judged_lot.transaction)
        )
        for _ in range(5):
            with pytest.raises(DatabaseBusy):
                impatient.takes_in()
            lock.give_back()
    assert impatient.takes_in().filed == 2
    impatient.comes_to_rest()
    impatient.check_at_rest()


def released_after_failure(lock, usual):
    """Transactions of which the first that fails ends the lock."""

    @contextmanager
    def transaction(engine):
        try:
            with usual(engine) as session:
                yield session
        except DatabaseBusy:
            lock.give_back()
            raise

    return transaction


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("deed", "state", "arrived"),
    [
        pytest.param("offer", OutgoingState.QUEUED, 0, id="before the dot"),
        pytest.param("finish", OutgoingState.UNCERTAIN, 1, id="after the dot"),
    ],
)
def test_r15_locked_while_a_mail_goes_out_it_goes_out_once(
    impatient, monkeypatch, deed, state, arrived
):
    house, lock = impatient, Lock(impatient)
    house.deliver(letters(1))
    house.takes_in()
    with monkeypatch.context() as patch:
        lock.around(patch, smtp, deed, after=True)
        with pytest.raises(DatabaseBusy):
            house.sends()
    lock.give_back()
    house.sink.hear_out()
    assert len(house.sink.accepted) == arrived
    house.sink.script[""] = b"421 busy\r\n"
    house.sends()
    assert [each.state for each in house.entries() if each.tries] == [state]
    house.sink.script.clear()
    house.comes_to_rest()
    house.check_at_rest()


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL server; the address of a database of a name."""
    with postgres_running() as folder:
        yield lambda name: f"postgresql+psycopg://{OWNER}@/{name}?host={folder}"


class Operator:
    """Who runs the server: ends all connections, as a restart or a fail-over does."""

    def __init__(self, address, name):
        self.engine = create_engine(address("postgres"), isolation_level="AUTOCOMMIT")
        self.name = name

    def says(self, statement):
        with self.engine.connect() as connection:
            connection.execute(text(statement))

    def ends_all(self):
        self.says(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{self.name}' AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def clustered(server, installation, dovecot, smtp_peer):
    """A house on PostgreSQL, and who runs that."""
    operator = Operator(server, "huis")
    operator.says("DROP DATABASE IF EXISTS huis WITH (FORCE)")
    operator.says("CREATE DATABASE huis")
    installation.settings["database"] = {"url": server("huis")}
    with opened_house(installation, dovecot, smtp_peer()) as house:
        yield house, operator
    operator.engine.dispose()


def ended_in(patch, operator, module, name):
    """Have all connections ended just after a deed, once; its transaction is still open."""
    usual, once = getattr(module, name), iter([True])

    def done(*arguments, **options):
        result = usual(*arguments, **options)
        if next(once, False):
            operator.ends_all()
        return result

    patch.setattr(module, name, done)


@pytest.mark.parametrize(
    ("module", "deed"),
    [
        (steps, "keep_all"),
        (lots, "take_lot_in_hand"),
        (lots, "take_once"),
        (judged_lot, "file_lot"),
    ],
)
def test_r15_postgresql_that_restarts_while_mail_comes_in_costs_a_pass(
    clustered, monkeypatch, module, deed
):
    house, operator = clustered
    house.deliver(letters(3))
    with monkeypatch.context() as patch:
        ended_in(patch, operator, module, deed)
        with suppress(DatabaseBusy):  # where it fell into a transaction
            house.takes_in()
    assert house.takes_in().faults == []
    house.comes_to_rest()
    house.check_at_rest()


@pytest.mark.parametrize("deed", ["offer", "finish"])
def test_r15_postgresql_that_restarts_while_mail_goes_out_doubles_none(
    clustered, monkeypatch, deed
):
    house, operator = clustered
    house.deliver(letters(3))
    house.takes_in()
    with monkeypatch.context() as patch:
        ended_in(patch, operator, smtp, deed)
        with suppress(DatabaseBusy):
            house.sends()
    house.comes_to_rest()
    house.check_at_rest()


def test_r15_postgresql_that_is_away_for_a_while_is_waited_for(clustered):
    house, operator = clustered
    house.deliver(letters(2))
    operator.says("ALTER DATABASE huis WITH ALLOW_CONNECTIONS false")
    operator.ends_all()
    with pytest.raises(DatabaseBusy, match="does not answer"):
        house.takes_in()
    operator.says("ALTER DATABASE huis WITH ALLOW_CONNECTIONS true")
    assert house.takes_in().filed == 2
    house.comes_to_rest()
    house.check_at_rest()


def test_r12_two_that_take_in_at_once_on_a_server_keep_and_file_each_mail_once(clustered):
    house, _ = clustered
    house.deliver(letters(12))
    two_at_once(house)


@pytest.mark.sqlite
@pytest.mark.parametrize("command", ["poll", "run", "cases"])
def test_r16_a_damaged_database_stops_all_and_the_mails_stay_on_the_server(house, command):
    house.deliver(letters(3))
    before = house.server.flags()
    house.takes_in()
    house.close()
    path = Path(house.engine.url.database)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    house.installation.settings["log"]["level"] = "error"
    done = house.installation.run(command)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert "is damaged; restore it from a back-up" in line
    assert house.server.flags() == before
    path.write_bytes(whole)  # the back-up
    house.comes_to_rest()
    house.check_at_rest()
