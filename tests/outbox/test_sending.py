"""What becomes of the mails of an outbox, pass by pass, against servers that do what servers do."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from outbox.compose import composed
from outbox.folder import MailFolder
from outbox.sending import wait_after
from rules.outgoing import GO, Clearance, OutgoingState
from storage.database import transaction
from storage.proposed import propose
from storage.sending import hand_over, queue, take
from tests.events import logged
from tests.outbox.mails import NOON, US, letter
from tests.outbox.offices import Office, Shelf
from tests.smtp_servers import SmtpPeer

HOUR = timedelta(hours=1)
SENT, QUEUED, REFUSED, UNCERTAIN = (
    OutgoingState.SENT,
    OutgoingState.QUEUED,
    OutgoingState.REFUSED,
    OutgoingState.UNCERTAIN,
)


def test_what_is_due_goes_out_once_and_in_order(office, smtp_peer):
    peer = smtp_peer()
    here = office(peer)
    here.queue(3)
    assert here.outbox.deliver_due().sent == 3
    assert here.later(HOUR).sent == 0
    assert [each.message_id for each in peer.accepted] == [
        letter(number).message_id for number in (1, 2, 3)
    ]
    assert here.states() == [SENT] * 3


def test_each_event_carries_the_mails_number_and_the_name_of_the_mail_that_it_answers(
    office, smtp_peer
):
    peer = smtp_peer()
    here = office(peer)
    answered = hashlib.sha256(b"").hexdigest()
    with transaction(here.engine) as session:
        reminder = propose(session, letter(1), NOON)
        receipt = propose(session, replace(letter(2), trigger=answered), NOON)
        for entry in (reminder, receipt):
            queue(session, entry, NOON)
    with logged() as events:
        here.outbox.deliver_due()
    assert [(each["outgoing"], each.get("mail")) for each in events] == [
        (reminder, None),
        (receipt, answered[:12]),
    ]


def test_greylisting_costs_five_minutes(office, smtp_peer):
    peer = smtp_peer(RCPT=[b"450 come back\r\n", b"250 ok\r\n"])
    here = office(peer)
    here.queue()
    assert here.outbox.deliver_due().postponed == 1
    assert here.later(timedelta(minutes=4)).sent == 0
    assert here.later(timedelta(minutes=1)).sent == 1
    assert len(peer.accepted) == 1


def test_a_mail_put_off_for_five_days_goes_to_an_officer(office, smtp_peer):
    here = office(smtp_peer(RCPT=b"450 not now\r\n"))
    here.queue()
    tries = 0
    while here.states() == [QUEUED]:
        tries += here.later(timedelta(minutes=5)).postponed
    assert here.states() == [REFUSED]
    assert here.entry().last_error.endswith("given up")
    assert timedelta(days=5) <= here.clock.now - NOON < timedelta(days=5, hours=5)
    assert tries < 40


def test_waits_double_from_five_minutes_to_four_hours():
    waits = [wait_after(tries) / timedelta(minutes=1) for tries in (1, 2, 3, 6, 7, 99)]
    assert waits == [5, 10, 20, 160, 240, 240]


def test_one_refused_mail_holds_up_no_other(office, smtp_peer):
    peer = smtp_peer(RCPT=[b"550 no such user\r\n", b"250 ok\r\n"])
    here = office(peer)
    here.queue(3)
    here.outbox.deliver_due()
    assert here.states() == [REFUSED, SENT, SENT]
    assert here.entry().last_error.startswith("the server refuses recipient 1 of 1: 550")


@pytest.mark.parametrize("script", [{"GREETING": b"421 busy\r\n"}, {"MAIL": b"550 no\r\n"}])
def test_a_server_that_takes_nothing_is_asked_once_a_pass(office, smtp_peer, script):
    peer = smtp_peer(**script)
    here = office(peer)
    here.queue(5)
    tally = here.outbox.deliver_due()
    assert tally.fault is not None
    assert peer.commands.count("") == 1
    assert here.states() == [QUEUED] * 5


def test_a_mail_that_a_server_breaks_on_lets_the_others_by(office, smtp_peer):
    peer = smtp_peer(DATA=[SmtpPeer.HANG_UP, b"354 go on\r\n"])
    here = office(peer)
    here.queue(2)
    here.outbox.deliver_due()
    assert here.later(timedelta(minutes=1)).sent == 1
    assert here.states() == [QUEUED, SENT]


@pytest.mark.parametrize("dot", [None, SmtpPeer.HANG_UP, b"what?\r\n"])
def test_a_mail_without_answer_is_uncertain_and_never_goes_out_again(office, smtp_peer, dot):
    peer = smtp_peer(DOT=[dot, b"250 taken\r\n"])
    here = office(peer, **({} if dot else {"accept": 2}))
    here.queue(2)
    tally = here.outbox.deliver_due()
    assert (tally.uncertain, tally.sent) == (1, 1)
    here.later(HOUR)
    assert here.states() == [UNCERTAIN, SENT]
    assert peer.commands.count("DOT") == 2


def test_a_copy_is_kept_of_what_was_sent_with_the_same_bytes(office, smtp_peer):
    peer, shelf = smtp_peer(), Shelf()
    here = office(peer, copies=shelf)
    here.queue(2)
    here.outbox.deliver_due()
    here.later(HOUR)
    assert [mail.raw for mail in shelf.kept] == [each.raw for each in peer.accepted]


def test_a_copy_that_could_not_be_kept_follows_and_holds_up_no_mail(office, smtp_peer):
    peer, shelf = smtp_peer(), Shelf(is_away=True)
    here = office(peer, copies=shelf)
    here.queue(2)
    assert here.outbox.deliver_due().sent == 2
    shelf.is_away = False
    here.later(HOUR)
    assert len(shelf.kept) == 2
    assert len(peer.accepted) == 2


def test_doubt_ends_where_the_mail_stands_among_those_sent(office, smtp_peer):
    here = office(smtp_peer(DOT=SmtpPeer.HANG_UP), copies=Shelf({letter(1).message_id}))
    here.queue(2)
    here.outbox.deliver_due()
    assert here.states() == [UNCERTAIN, UNCERTAIN]
    here.later(HOUR)
    assert here.states() == [SENT, UNCERTAIN]


def test_a_folder_of_files_leaves_no_doubt(engine, tmp_path):
    folder = MailFolder(tmp_path / "outbox")
    here = Office(engine, folder, copies=folder)
    first, second = here.queue(2)
    with transaction(engine) as session:  # as a crash leaves them: before and after the file
        for entry in (first, second):
            take(session, entry, NOON)
            hand_over(session, entry, NOON)
    folder.send(composed(letter(1), US, NOON), lambda: None)
    here.outbox.deliver_due()
    assert here.states() == [SENT, SENT]
    assert len(list((tmp_path / "outbox").iterdir())) == 2


def test_a_mail_that_may_not_go_out_now_waits_and_tells_why(office, smtp_peer):
    peer = smtp_peer()

    def clear(session, entry, now):
        is_held = entry.outgoing.trigger == "trigger-1" and now < NOON + HOUR
        return Clearance(NOON + HOUR, ("unread_mail",)) if is_held else GO

    here = office(peer, clear=clear)
    here.queue(2)
    tally = here.outbox.deliver_due()
    assert (tally.sent, tally.deferred) == (1, 1)
    assert here.entry().held_because == ("unread_mail",)
    assert here.later(HOUR).sent == 1


def test_after_office_hours_nothing_goes_out(office, smtp_peer):
    peer = smtp_peer()
    here = office(peer, clear=lambda *_: Clearance(NOON + HOUR, ("closed",), is_for_all=True))
    here.queue(3)
    assert here.outbox.deliver_due().sent == 0
    assert peer.commands == []


def test_it_stops_between_two_mails(office, smtp_peer):
    peer = smtp_peer()
    here = office(peer)
    here.queue(3)
    here.outbox.deliver_due(lambda: len(peer.accepted) == 2)
    assert here.states() == [SENT, SENT, QUEUED]


def test_a_mail_that_we_cannot_compose_goes_to_an_officer(office, smtp_peer):
    here = office(smtp_peer())
    here.queue(2)
    with transaction(here.engine) as session:
        odd = propose(session, letter(9, to=("geen adres",)), NOON)
        queue(session, odd, NOON)
    here.outbox.deliver_due()
    assert here.states() == [SENT, SENT, REFUSED]


def test_a_fault_of_ours_holds_up_no_other_mail(office, smtp_peer, monkeypatch):
    peer = smtp_peer()
    here = office(peer)
    here.queue(2)
    monkeypatch.setattr(
        "outbox.sending.composed",
        lambda mail, sender, at: (
            1 / 0 if mail.trigger == "trigger-1" else composed(mail, sender, at)
        ),
    )
    here.outbox.deliver_due()
    assert here.states() == [REFUSED, SENT]
    assert "ZeroDivisionError" in here.entry().last_error
