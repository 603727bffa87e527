"""A mail that came back goes out once more where an officer asks for it, and only then."""

from dataclasses import replace

import pytest

from rules.contacts import Contact, ContactRole
from rules.decisions import DealWith
from rules.judgement import Kind
from rules.occasions import Occasion, Policy
from rules.outgoing import GO, OutgoingState, Return
from rules.practice import DEFAULTS
from storage.contacts import import_contacts
from storage.database import snapshot, transaction
from storage.errors import Refused
from storage.outbox_list import OutboxFilter, Part, outbox_list
from storage.repeats import ask_again, repeat_of
from storage.returns import add_return
from storage.sending import bounced, cancel, queue, retry
from tests.outbox.proposals import EDE, TIEL, on, send
from tests.outbox.world import REPLY, WHOLE

PROPOSED, QUEUED = OutgoingState.PROPOSED, OutgoingState.QUEUED
BACK = on(22, 9)


@pytest.fixture
def came_back(world):
    """Have a mail that went out come back; the report of it."""

    def make(entry, *failed, at=BACK):
        report = world.receives(at, [], Kind.BOUNCE)
        with transaction(world.engine) as session:
            add_return(session, entry.id, report, Return.BOUNCE, at, failed=failed)
            bounced(session, entry.id, at)
        return report

    return make


@pytest.fixture
def reminder(world, came_back):
    """A reminder to Ede that came back."""
    world.turns(on(22, 8))
    entry = next(each for each in world.entries() if each.outgoing.municipality == "Ede")
    send(world, entry, on(22, 8))
    came_back(entry, "ibt@ede.nl")
    world.turns(BACK)
    return entry


def asks(world, entry, at=BACK):
    with transaction(world.engine) as session:
        ask_again(session, entry.id, at, officer="jansen")


def repeat(world, entry):
    """The mail in place of one that came back."""
    with snapshot(world.engine) as session:
        return repeat_of(session, entry.id)


def moves(world, name, address, at=BACK):
    with transaction(world.engine) as session:
        new = [Contact(ContactRole.MUNICIPALITY, name, address)]
        import_contacts(session, new, now=at)


def part(world, entry, at=BACK):
    """The part of the list that a mail stands in."""
    with snapshot(world.engine) as session:
        found = outbox_list(session, OutboxFilter(), at, limit=None)
    return next(each.part for each in found if each.entry.id == entry.id)


def test_unless_an_officer_asks_nothing_goes_out_again(world, reminder):
    moves(world, "Ede", "griffie@ede.nl")
    world.turns(on(22, 10))
    assert repeat(world, reminder) is None


def test_it_is_proposed_anew_in_its_words_to_the_address_of_the_registry(world, reminder):
    moves(world, "Ede", "griffie@ede.nl")
    asks(world, reminder)
    world.turns(on(22, 10))
    new = repeat(world, reminder)
    assert (new.state, new.held_because) == (PROPOSED, ())
    assert new.outgoing.to == ("griffie@ede.nl",)
    assert new.outgoing.text == reminder.outgoing.text
    assert new.outgoing.message_id != reminder.outgoing.message_id
    assert world.turns(on(22, 10)) == 0


@pytest.mark.parametrize("policy", Policy)
def test_it_goes_when_an_officer_sends_it_and_not_by_itself(world, reminder, policy):
    world.practice = replace(world.practice, policies=dict(DEFAULTS) | {Occasion.REMINDER: policy})
    asks(world, reminder)  # the address is the same: the officer knows that it works by now
    world.turns(on(22, 10))
    world.turns(on(22, 11))
    assert repeat(world, reminder).state is PROPOSED
    with transaction(world.engine) as session:
        queue(session, repeat(world, reminder).id, on(22, 11), officer="jansen")
    assert world.clearance(repeat(world, reminder), on(22, 11)) == GO
    send(world, repeat(world, reminder), on(22, 11))
    world.turns(on(22, 12))
    assert repeat(world, reminder).state is OutgoingState.SENT


def test_it_waits_while_something_else_holds_it(world, reminder):
    asks(world, reminder)
    world.receives(on(22, 10), [EDE], REPLY, stated=WHOLE)
    world.turns(on(22, 11))
    assert repeat(world, reminder).held_because == ("unread", "complete")


def test_it_is_asked_for_once(world, reminder):
    asks(world, reminder)
    with pytest.raises(Refused, match="once more already"):
        asks(world, reminder)


def test_what_did_not_come_back_cannot_be_asked_for(world):
    world.turns(on(22))
    with pytest.raises(Refused, match="is proposed; only what bounced goes again"):
        asks(world, world.entries()[0])


def test_of_a_joint_mail_only_who_missed_it_gets_it_once_more(world, came_back):
    world.receives(on(15), [EDE, TIEL], REPLY, stated=WHOLE)
    world.turns(on(15, 10))
    (receipt,) = world.entries()
    send(world, receipt, on(15, 10))
    came_back(receipt, "ibt@tiel.nl", at=on(15, 11))
    moves(world, "Tiel", "griffie@tiel.nl", on(15, 12))
    asks(world, receipt, on(15, 12))
    world.turns(on(15, 12))
    assert repeat(world, receipt).outgoing.to == ("griffie@tiel.nl",)


def test_a_copy_that_came_back_is_all_that_goes_out_once_more(world, came_back):
    world.practice = replace(world.practice, cc_commissioner=frozenset({Occasion.REMINDER}))
    cdk = [Contact(ContactRole.KINGS_COMMISSIONER, "Gelderland", "cdk@gelderland.nl")]
    with transaction(world.engine) as session:
        import_contacts(session, cdk, now=on(20))
    world.turns(on(22, 8))
    entry = next(each for each in world.entries() if each.outgoing.municipality == "Ede")
    send(world, entry, on(22, 8))
    came_back(entry, "cdk@gelderland.nl")
    asks(world, entry)
    world.turns(on(22, 10))
    new = repeat(world, entry).outgoing
    assert (new.to, new.cc) == (("cdk@gelderland.nl",), ())


def test_one_that_comes_back_too_can_be_asked_for_in_its_turn(world, came_back, reminder):
    asks(world, reminder)
    world.turns(on(22, 10))
    second = repeat(world, reminder)
    send(world, second, on(22, 11))
    came_back(second, "ibt@ede.nl", at=on(22, 11))
    asks(world, second, on(22, 12))
    world.turns(on(22, 12))
    assert repeat(world, second).state is PROPOSED


def test_one_that_an_officer_turned_down_stays_so_until_the_officer_says_else(world, reminder):
    asks(world, reminder)
    world.turns(on(22, 10))
    new = repeat(world, reminder)
    with transaction(world.engine) as session:
        cancel(session, new.id, on(22, 10), officer="jansen")
    world.turns(on(22, 11))
    assert repeat(world, reminder).state is OutgoingState.CANCELLED
    with transaction(world.engine) as session:
        retry(session, new.id, on(22, 11), officer="jansen")
    world.turns(on(22, 12))
    assert repeat(world, reminder).state is QUEUED
    assert world.clearance(repeat(world, reminder), on(22, 12)) == GO


def test_what_came_back_leaves_the_list_of_doubts_once_seen_to(world, came_back, reminder):
    assert part(world, reminder) is Part.DOUBTFUL
    asks(world, reminder)
    assert part(world, reminder) is Part.SENT


def test_a_report_that_was_dealt_with_ends_the_doubt_too(world, came_back):
    world.turns(on(22, 8))
    entry = world.entries()[0]
    send(world, entry, on(22, 8))
    report = came_back(entry, "ibt@ede.nl")
    world.decides(report, DealWith(), BACK)
    assert part(world, entry) is Part.SENT
