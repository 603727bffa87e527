"""The addresses that mails go to."""

from rules.contacts import Contact, ContactRole, addresses_of
from storage.contacts import contacts, import_contacts
from storage.database import snapshot, transaction
from storage.events import events_by_action
from storage.settings import outbox_since, switch_on_outbox
from tests.storage.conftest import NOON

MUNICIPALITY, COMMISSIONER = ContactRole


def of_ede(*addresses):
    return [Contact(MUNICIPALITY, "Ede", each) for each in addresses]


def imported(engine, entries):
    with transaction(engine) as session:
        result = import_contacts(session, entries, now=NOON, actor="jansen")
    return result.added, result.changed, result.unchanged


def known(engine, role=MUNICIPALITY):
    with snapshot(engine) as session:
        return contacts(session, role)


def test_the_addresses_of_a_name_are_put_in_place_of_those_before(engine):
    tiel = Contact(MUNICIPALITY, "Tiel", "info@tiel.nl")
    assert imported(engine, [*of_ede("a@ede.nl", "b@ede.nl"), tiel]) == (3, 0, 0)
    assert imported(engine, of_ede("c@ede.nl")) == (0, 1, 0)
    assert imported(engine, of_ede("c@ede.nl")) == (0, 0, 1)
    assert known(engine) == {"Ede": ("c@ede.nl",), "Tiel": ("info@tiel.nl",)}


def test_a_commissioner_stands_apart_from_municipalities(engine):
    imported(engine, [*of_ede("a@ede.nl"), Contact(COMMISSIONER, "Gelderland", "cdk@example.nl")])
    assert known(engine) == {"Ede": ("a@ede.nl",)}
    assert known(engine, COMMISSIONER) == {"Gelderland": ("cdk@example.nl",)}


def test_who_changed_addresses_stands_in_the_audit_trail(engine):
    imported(engine, of_ede("a@ede.nl"))
    with snapshot(engine) as session:
        (event,) = events_by_action(session, "contacts_changed")
    assert (event.actor, event.object) == ("jansen", "contacts:municipality/Ede")


def test_a_joint_mail_goes_to_each_address_once_and_to_nobody_where_one_has_none():
    service = {"Ede": ("a@ede.nl", "dienst@regio.nl"), "Tiel": ("Dienst@regio.nl",), "Urk": ()}
    assert addresses_of(["Ede", "Tiel"], service) == ("a@ede.nl", "dienst@regio.nl")
    assert addresses_of(["Ede", "Urk"], service) == ()
    assert addresses_of(["Elders"], service) == ()


def test_the_outbox_is_switched_on_once(engine):
    with transaction(engine) as session:
        assert outbox_since(session) is None
        assert switch_on_outbox(session, NOON) == NOON
        assert switch_on_outbox(session, NOON.replace(hour=23)) == NOON
        assert outbox_since(session) == NOON
        assert len(events_by_action(session, "outbox_switched_on")) == 1
