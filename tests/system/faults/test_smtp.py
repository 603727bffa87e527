"""R17 and R18: what SMTP servers do; and R12, who has a mail in hand."""

from datetime import timedelta

import pytest

from outbox.errors import Later
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from storage.database import snapshot, transaction
from storage.events import verify_events
from storage.proposed import propose
from storage.sending import queue, settle
from tests.outbox.mails import NOON, letter
from tests.outbox.offices import Office, Shelf
from tests.outbox.reports import dsn
from tests.smtp_servers import SmtpPeer
from tests.system.answers import as_outgoing
from tests.system.faults.proxy import Deed, Fault, Proxy

SENT, QUEUED = OutgoingState.SENT, OutgoingState.QUEUED
REFUSED, UNCERTAIN = OutgoingState.REFUSED, OutgoingState.UNCERTAIN
OK, GO_ON, HANG_UP = b"250 ok\r\n", b"354 go on\r\n", SmtpPeer.HANG_UP
BOTH = ("griffie@ede.nl", "college@ede.nl")


def five_days(here):
    """Passes at every moment at which something may be tried again."""
    for _ in range(40):
        here.later(timedelta(hours=4))


def once(here, peer, count):
    """Nothing went out twice, and the trail is whole."""
    peer.hear_out()
    assert [each.message_id for each in peer.accepted] == [letter().message_id] * count
    with snapshot(here.engine) as session:
        assert verify_events(session) == []


@pytest.mark.parametrize(
    "script",
    [
        pytest.param({"GREETING": [b"421 busy\r\n", b"220 ready\r\n"]}, id="421 in the greeting"),
        pytest.param({"RCPT": [b"421 closing\r\n" + HANG_UP, OK]}, id="421 at RCPT"),
        pytest.param({"RCPT": [b"450 greylisted\r\n", OK]}, id="450"),
        pytest.param({"RCPT": [b"452 too many\r\n", OK]}, id="452"),
        pytest.param({"RCPT": [OK, b"450 not him\r\n", OK]}, id="450 for half of the recipients"),
        pytest.param({"DATA": [HANG_UP, GO_ON]}, id="dropped before 354"),
        pytest.param({"DOT": [b"451 try later\r\n", OK]}, id="451 after the dot"),
    ],
)
def test_r17_what_a_server_puts_off_goes_out_once_after_a_while(office, smtp_peer, script):
    peer = smtp_peer(**script)
    here = office(peer)
    with transaction(here.engine) as session:
        queue(session, propose(session, letter(to=BOTH), NOON), NOON)
    here.outbox.deliver_due()
    assert here.states() == [QUEUED]
    here.later(timedelta(minutes=4))
    assert here.states() == [QUEUED], "it is too early"
    here.later(timedelta(minutes=1))
    assert here.states() == [SENT]
    five_days(here)
    once(here, peer, 1)
    assert peer.accepted[0].recipients == BOTH


@pytest.mark.parametrize(
    "script",
    [
        pytest.param({"RCPT": b"550 no such user\r\n"}, id="550"),
        pytest.param({"RCPT": [OK, b"550 nor him\r\n"]}, id="550 for half of the recipients"),
        pytest.param({"DOT": b"554 no\r\n"}, id="554 after the dot"),
    ],
)
def test_r17_what_a_server_refuses_waits_for_an_officer(office, smtp_peer, script):
    peer = smtp_peer(**script)
    here = office(peer)
    with transaction(here.engine) as session:
        queue(session, propose(session, letter(to=BOTH), NOON), NOON)
    five_days(here)
    assert here.states() == [REFUSED]
    assert peer.commands.count("MAIL") == 1
    once(here, peer, 0)


def test_r17_a_server_that_never_takes_it_is_asked_less_and_less_for_five_days(
    office,
    smtp_peer,
):
    peer = smtp_peer(RCPT=b"450 not now\r\n")
    here = office(peer)
    here.queue()
    for _ in range(6 * 24 * 12):
        here.later(timedelta(minutes=5))
    assert here.states() == [REFUSED]
    assert 20 < peer.commands.count("MAIL") < 40
    once(here, peer, 0)


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        # The network takes all the bytes, dot and all, before it tells that nobody is there.
        pytest.param(Fault(Deed.CUT, b"Subject:", from_client=True), 0, id="amid the mail"),
        pytest.param(Fault(Deed.CUT, b"354 go on\r\n", after=1), 1, id="in the last answer"),
        pytest.param(Fault(Deed.STALL, b"354 go on\r\n"), 1, id="the last answer never comes"),
    ],
)
def test_r17_a_line_that_breaks_after_data_leaves_a_doubt_that_an_officer_settles(
    office,
    smtp_peer,
    fault,
    arrived,
):
    peer = smtp_peer()
    proxy = Proxy(peer.port)
    proxy.faults = [fault]
    here = office(proxy, **({"accept": 2} if fault.deed is Deed.STALL else {}))
    here.queue()
    here.outbox.deliver_due()
    assert here.states() == [UNCERTAIN]
    five_days(here)
    assert here.states() == [UNCERTAIN], "it must not go out again by itself"
    once(here, peer, arrived)
    with transaction(here.engine) as session:
        settle(session, here.entry().id, here.clock(), was_sent=bool(arrived), officer="jansen")
    five_days(here)
    assert here.states() == [SENT]
    once(here, peer, 1)
    proxy.close()


class Choosy(Shelf):
    """Copies of which one is never taken."""

    def keep(self, mail):
        if mail.message_id == letter(1).message_id:
            raise Later("the folder takes no mail of this size")
        super().keep(mail)


def test_r08_a_copy_that_is_never_taken_holds_up_no_other(office, smtp_peer):
    shelf = Choosy()
    here = office(smtp_peer(), copies=shelf)
    here.queue(4)
    here.outbox.deliver_due()
    assert [each.message_id for each in shelf.kept] == [letter(n).message_id for n in (2, 3, 4)]


class LiesStill:
    """A transport that lies still before the last dot, as a suspended machine does."""

    def __init__(self, transport, meanwhile, end=None):
        self.transport, self.meanwhile, self.end = transport, meanwhile, end

    def send(self, mail, hand_over):
        """Send, after all that others do meanwhile."""

        def late():
            self.meanwhile()
            if self.end:
                raise self.end
            hand_over()

        self.transport.send(mail, late)


@pytest.mark.parametrize("end", [None, Later("the server has lost patience")])
def test_r12_who_lay_still_while_another_took_over_sends_nothing_twice(office, smtp_peer, end):
    peer = smtp_peer()
    other = office(peer)
    other.queue()
    slow = Office(
        other.engine, LiesStill(other.outbox.transport, lambda: other.outbox.deliver_due(), end)
    )
    with pytest.raises(Exception, match="sent by now"):
        slow.outbox.deliver_due()
    assert other.states() == [SENT]
    five_days(other)
    once(other, peer, 1)


def test_r18_a_report_that_comes_later_is_tied_to_its_mail_and_nothing_follows(house):
    def sent_to(name):
        return [each for each in house.sink.accepted if each.recipients == (f"ibt@{name}.nl",)]

    while not sent_to("ede"):
        house.now += timedelta(days=1)
        house.sends()
    house.now += timedelta(minutes=1)
    house.deliver([dsn(as_outgoing(sent_to("ede")[0]))])
    house.takes_in()
    (bounced,) = house.entries(OutgoingState.BOUNCED)
    assert (bounced.outgoing.municipality, bounced.outgoing.occasion) == ("Ede", Occasion.REMINDER)
    for _ in range(30):
        house.now += timedelta(days=1)
        house.sends()
    assert len(sent_to("ede")) == 1
    assert len(sent_to("oss")) == 3, "the others are reminded, and told twice that they are late"
    house.check()
