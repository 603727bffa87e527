"""The outbox finds the same in both kinds of database."""

from datetime import date

import pytest

from rules.contacts import Contact, ContactRole
from rules.decisions import DealWith
from rules.judgement import Element
from rules.occasions import Occasion
from storage.config import DatabaseConfig
from storage.contacts import import_contacts
from storage.database import migrate, open_database, transaction
from tests.outbox.proposals import of_occasion, on, send, told, with_policies
from tests.outbox.world import EDE, REPLY, TIEL, URK, WHOLE, World, letters
from tests.storage.conftest import NOON


@pytest.fixture
def world(engine):
    made = World(engine)
    requests = letters("Ede", "Tiel", "Urk", on=date(2026, 4, 9))
    made.knows([EDE, TIEL, URK], requests, NOON)
    made.turns(NOON)
    return made


@pytest.fixture
def engine(url, tmp_path):
    engine = open_database(DatabaseConfig(url=url, audit_key_file=tmp_path / "audit.key"))
    migrate(engine)
    yield engine
    engine.dispose()


def test_a_spring_goes_by_alike(world):
    sends = with_policies(world, **{each.value: "send" for each in Occasion})
    partial = sends.receives(on(15), [("Ede", "7400001")], REPLY, stated=(Element.FACTS,))
    whole = sends.receives(
        on(15), [("Tiel", "7400002")], REPLY, stated=WHOLE, promised=(date(2026, 6, 1),)
    )
    for mail in (partial, whole):
        sends.decides(mail, DealWith(), on(15))
    for day in (16, 22, 31, 32, 50, 51, 63, 64):
        sends.turns(on(day))
        for entry in sends.entries():
            if entry.state == "queued":
                send(sends, entry, on(day, 10))
    assert [each[:3] for each in told(sends)] == [
        ("acknowledgement", "Ede", "sent"),
        ("acknowledgement", "Tiel", "sent"),
        ("follow_up", "Tiel", "sent"),
        ("overdue", "Urk", "sent"),
        ("overdue_again", "Urk", "sent"),
        ("reminder", "Urk", "sent"),
        ("supplement", "Ede", "sent"),
    ]
    assert len(of_occasion(sends, "supplement")) == 1


def test_an_address_is_replaced_alike(world):
    new = [Contact(ContactRole.MUNICIPALITY, "Ede", "griffie@ede.nl")]
    with transaction(world.engine) as session:
        import_contacts(session, new, now=NOON)
    world.turns(on(22))
    assert {each.outgoing.to for each in world.entries()} == {
        ("griffie@ede.nl",),
        ("ibt@tiel.nl",),
        ("ibt@urk.nl",),
    }
