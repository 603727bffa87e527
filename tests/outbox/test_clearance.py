"""Just before a mail goes out, all is asked once more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.contacts import Contact, ContactRole
from rules.decisions import Hold, LinkToCase
from rules.holds import HoldReason
from rules.judgement import Kind
from rules.occasions import Occasion, Policy
from rules.outgoing import GO, OutgoingState
from rules.practice import DEFAULTS
from storage.contacts import import_contacts
from storage.database import transaction
from storage.outgoing import outbox
from storage.proposed import propose
from storage.sending import cancel, queue
from tests.outbox.proposals import EDE, TIEL, on, send
from tests.outbox.world import REPLY, WHOLE

TEN = on(22, 8)  # ten o'clock in Amsterdam, a Wednesday


@pytest.fixture
def queued(world):
    """The world, with reminders queued to three municipalities."""
    sends = dict(DEFAULTS) | {Occasion.REMINDER: Policy.SEND}
    world.practice = replace(world.practice, policies=sends)
    world.turns(TEN)
    return world


def of_ede(world):
    return next(each for each in world.entries() if each.outgoing.municipality == "Ede")


def receipt(world):
    return next(
        each for each in world.entries() if each.outgoing.occasion is Occasion.ACKNOWLEDGEMENT
    )


def why(world, now=TEN):
    return world.clearance(of_ede(world), now).why


def test_in_office_hours_it_goes(queued):
    assert queued.clearance(of_ede(queued), TEN) == GO


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param(on(22, 16), datetime(2026, 4, 23, 6, 30, tzinfo=UTC), id="evening"),
        pytest.param(on(25, 9), datetime(2026, 4, 28, 6, 30, tzinfo=UTC), id="King's weekend"),
    ],
)
def test_outside_office_hours_all_wait_for_the_next(queued, now, until):
    found = queued.clearance(of_ede(queued), now)
    assert (found.until, found.why, found.is_for_all) == (until, ("closed",), True)


def test_r25_a_mail_that_came_in_a_moment_ago_holds_it(queued):
    queued.receives(TEN - timedelta(minutes=1), [EDE], Kind.QUESTION)
    found = queued.clearance(of_ede(queued), TEN)
    assert (found.why, found.is_for_all) == (("unread",), False)
    assert TEN < found.until <= TEN + timedelta(hours=1)


def test_an_answer_makes_it_needless(queued):
    queued.receives(TEN - timedelta(minutes=1), [EDE], REPLY, stated=WHOLE)
    assert why(queued) == ("needless",)


def test_an_officer_who_just_put_the_case_on_hold_holds_it(queued):
    queued.rules(*EDE, Hold(None), TEN)
    assert why(queued, TEN + timedelta(seconds=1)) == ("on_hold",)


def test_an_address_that_the_registry_dropped_is_not_written_to(queued):
    with transaction(queued.engine) as session:
        new = [Contact(ContactRole.MUNICIPALITY, "Ede", "griffie@ede.nl")]
        import_contacts(session, new, now=TEN)
    assert why(queued) == ("no_contact",)
    queued.turns(TEN)
    assert why(queued) == ()


def test_a_copy_goes_to_nobody_that_the_registry_dropped(queued):
    queued.practice = replace(queued.practice, cc_commissioner=frozenset({Occasion.REMINDER}))
    cdk = [Contact(ContactRole.KINGS_COMMISSIONER, "Gelderland", "cdk@gelderland.nl")]
    with transaction(queued.engine) as session:
        import_contacts(session, cdk, now=TEN)
    queued.turns(TEN)
    assert of_ede(queued).outgoing.cc == ("cdk@gelderland.nl",)
    with transaction(queued.engine) as session:
        import_contacts(session, [replace(cdk[0], address="kabinet@gelderland.nl")], now=TEN)
    assert why(queued) == ("no_contact",)
    queued.turns(TEN)
    assert why(queued) == ()


def test_a_mail_has_no_second_receipt_where_its_case_changed_in_between(queued):
    mail = queued.receives(TEN, [TIEL], Kind.EXTENSION_REQUEST)
    queued.turns(TEN)
    first = receipt(queued)
    queued.decides(mail, LinkToCase(*EDE), TEN)
    with transaction(queued.engine) as session:  # by a turn that began before the link
        propose(session, replace(first.outgoing, municipality="Ede", message_id="<b@x>"), TEN)
        cancel(session, first.id, TEN, officer="jansen")
        again = outbox(session)[-1]
        queue(session, again.id, TEN)
    assert queued.clearance(again, TEN).why == ("needless",)


def test_an_hour_has_so_many_mails_and_no_more(queued):
    queued.practice = replace(queued.practice, hour_cap=2)
    first, second, _ = queued.entries(OutgoingState.QUEUED)
    send(queued, second, TEN)
    assert why(queued) == ()
    send(queued, queued.entries(OutgoingState.QUEUED)[1], TEN + timedelta(minutes=20))
    found = queued.clearance(first, TEN + timedelta(minutes=30))
    assert (found.until, found.why) == (TEN + timedelta(hours=1), ("hour_cap",))
    assert found.is_for_all
    assert queued.clearance(first, TEN + timedelta(hours=1)) == GO


def test_an_address_has_so_many_mails_a_day_and_no_more(queued):
    queued.practice = replace(queued.practice, address_day_cap=1)
    queued.receives(TEN, [EDE], Kind.EXTENSION_REQUEST)
    queued.turns(TEN)
    thanks = receipt(queued)
    reminder = of_ede(queued)
    send(queued, reminder, TEN)
    found = queued.clearance(thanks, TEN + timedelta(minutes=5))
    assert found.why == (HoldReason.ADDRESS_CAP.value,)
    assert found.until == datetime(2026, 4, 22, 22, tzinfo=UTC)
    assert queued.clearance(thanks, on(23, 8)) == GO
