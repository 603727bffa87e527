"""The database keeps units of work whole, and tells plainly what is wrong."""

import pytest

from storage.config import DatabaseConfig
from storage.database import open_database, snapshot, transaction
from storage.errors import DatabaseBusy, DatabaseUnusable
from storage.events import record_event
from storage.ledger import mails_by_state, waiting
from tests.storage.conftest import NOON, keep


def count(engine):
    with snapshot(engine) as session:
        return sum(mails_by_state(session).values())


def test_a_reader_sees_one_state_while_another_writes(engine, arrival):
    with snapshot(engine) as reader:
        assert waiting(reader, NOON, 10) == []
        with transaction(engine) as writer:
            keep(writer, arrival(1), NOON)
        assert waiting(reader, NOON, 10) == []
    assert count(engine) == 1


def test_a_writer_held_up_by_another_is_told_so_after_a_while(engine, config):
    impatient = open_database(config.model_copy(update={"busy_seconds": 0.1}))
    with transaction(engine) as session:
        record_event(session, NOON, "kept", "mail:1")
        with (
            pytest.raises(DatabaseBusy, match=r"intake.* is held by another process"),
            transaction(impatient) as second,
        ):
            record_event(second, NOON, "kept", "mail:2")
    with transaction(impatient) as session:
        assert record_event(session, NOON, "kept", "mail:3").count == 2
    impatient.dispose()


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("oracle://officer:secret@host/db", "is not the address of a known kind of database"),
        ("no address: secret", "is not the address of a known kind of database"),
        ("sqlite:///secret\0.db", "is not the address of a known kind of database"),
        ("postgresql+nosuch://officer:secret@host/db", "needs a driver that is not installed"),
    ],
)
def test_an_address_of_no_use_tells_where_it_stands_and_no_password(url, told):
    with pytest.raises(DatabaseUnusable, match=told) as caught:
        open_database(DatabaseConfig(url=url))
    message = str(caught.value)
    assert "url under [database] in config.toml" in message
    assert "secret" not in message
    assert "\n" not in message
