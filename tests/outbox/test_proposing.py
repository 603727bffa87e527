"""The outbox keeps in step with the cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from rules.contacts import Contact, ContactRole
from rules.decisions import (
    AskSupplement,
    ConfirmComplete,
    DealWith,
    GrantExtension,
    Hold,
    LinkToCase,
    NotForUs,
    RefuseExtension,
)
from rules.judgement import Element, Flag, Kind
from rules.occasions import Occasion, Policy
from rules.outgoing import OutgoingState, Return
from rules.practice import Practice
from storage.case_decisions import undo_case_decision
from storage.contacts import import_contacts
from storage.database import transaction
from storage.errors import Refused
from storage.events import events_of
from storage.ledger import Arrival, keep_all
from storage.proposed import reword
from storage.returns import add_return
from storage.sending import NEEDLESS, cancel, queue, refuse, take
from storage.settings import outbox_since
from storage.versions import version_of_case
from tests.outbox.proposals import (
    EDE,
    PROPOSED,
    QUEUED,
    TIEL,
    URK,
    of_occasion,
    on,
    send,
    told,
    with_policies,
)
from tests.outbox.world import NOTIFICATION, REPLY, WHOLE, World
from tests.storage.conftest import NOON

CANCELLED, SENT = OutgoingState.CANCELLED, OutgoingState.SENT


def answer(world, day, case, *stated, **more):
    """An answer comes, and an officer deals with it."""
    mail = world.receives(on(day), [case], REPLY, stated=stated, **more)
    world.decides(mail, DealWith(), on(day, 10))
    return mail


def test_a_reminder_is_proposed_for_each_that_did_not_answer(world):
    answer(world, 15, TIEL, *WHOLE)
    world.turns(on(21))
    assert [each for each in told(world) if each[0] == "reminder"] == []
    world.turns(on(22))
    assert [each for each in told(world) if each[0] == "reminder"] == [
        ("reminder", "Ede", "proposed", ""),
        ("reminder", "Urk", "proposed", ""),
    ]


def test_a_second_turn_changes_nothing(world):
    assert world.turns(on(22)) == 3
    before = world.entries()
    assert world.turns(on(22, 10)) == 0
    assert world.entries() == before


def test_a_mail_holds_its_words_and_the_registrys_address(world):
    world.turns(on(22))
    (ede, *_) = world.entries()
    assert ede.outgoing.to == ("ibt@ede.nl",)
    assert "30 april 2026" in ede.outgoing.text
    assert "<html" in ede.outgoing.html


def test_with_policy_send_it_is_queued_at_once_and_off_leaves_it_out(world):
    with_policies(world, reminder="send").turns(on(22))
    assert {each[2] for each in told(world)} == {"queued"}
    with_policies(world, reminder="off").turns(on(22))
    assert {each[2] for each in told(world)} == {"cancelled"}


def test_what_is_called_for_no_longer_is_dropped_and_comes_back_when_it_is_again(world):
    world.turns(on(22))
    mail = answer(world, 22, EDE, *WHOLE)
    world.turns(on(23))
    assert ("reminder", "Ede", "cancelled", "") in told(world)
    world.decides(mail, NotForUs(), on(23))
    world.turns(on(24))
    assert ("reminder", "Ede", "proposed", "") in told(world)


@pytest.mark.parametrize("why", ["", NEEDLESS])
def test_what_an_officer_cancelled_stays_so(world, why):
    world.turns(on(22))
    with transaction(world.engine) as session:
        cancel(session, world.entries()[0].id, on(22), officer="jansen", why=why)
    world.turns(on(23))
    assert ("reminder", "Ede", "cancelled", "") in told(world)


def reasons(world, name="Ede", occasion="reminder"):
    return {each[3] for each in told(world) if each[:2] == (occasion, name)}


def test_something_unread_holds_it_until_an_officer_dealt_with_it(world):
    question = world.receives(on(20), [EDE], Kind.QUESTION)
    world.turns(on(22))
    assert reasons(world) == {"unread"}
    assert reasons(world, "Tiel") == {""}
    world.decides(question, DealWith(), on(22))
    world.turns(on(23))
    assert reasons(world) == {""}


def test_what_a_shared_service_wrote_holds_all_its_municipalities(world):
    world.receives(on(20), [EDE], Kind.QUESTION, sender="post@mail.rivierenland.nl")
    world.turns(on(22))
    assert [reasons(world, name) for name in ("Ede", "Tiel", "Urk")] == [
        {"unread"},
        {"unread"},
        {""},
    ]


@pytest.mark.parametrize("kind", [Kind.AUTO_REPLY, Kind.BOUNCE])
def test_a_machines_mail_holds_nothing(world, kind):
    world.receives(on(20), [EDE], kind)
    world.turns(on(22))
    assert reasons(world) == {""}


def test_mails_that_are_not_judged_yet_hold_all_that_chases_answers(world):
    raw = b"From: x@elders.nl\r\n\r\nx"
    with transaction(world.engine) as session:
        keep_all(session, [Arrival("ibt", "INBOX", 7, 99, raw, "", on(21))], on(21))
    world.turns(on(22))
    assert reasons(world) == reasons(world, "Urk") == {"backlog"}


def test_a_request_for_more_time_holds_it_until_it_is_decided(world):
    mail = world.receives(on(20), [EDE], Kind.EXTENSION_REQUEST)
    world.decides(mail, DealWith(), on(20))
    world.turns(on(22))
    assert reasons(world) == {"extension_asked"}
    world.rules(*EDE, RefuseExtension(), on(22))
    world.turns(on(23))
    assert reasons(world) == {""}


def test_more_time_moves_the_reminder_and_holds_it_while_it_runs(world):
    world.turns(on(22))
    world.rules(*EDE, GrantExtension(date(2026, 5, 29)), on(23))
    world.turns(on(24))
    assert ("reminder", "Ede", "cancelled", "") in told(world)
    world.turns(on(51))  # 21 May, five working days before, Whit Monday not counted
    assert reasons(world) == {"", "extension_running"}


def test_an_officers_hold_holds_it(world):
    world.rules(*EDE, Hold(None), on(20))
    world.turns(on(22))
    assert reasons(world) == {"on_hold"}


def test_without_an_address_it_waits_for_one(world):
    with transaction(world.engine) as session:
        session.exec(text("DELETE FROM contacts WHERE name = 'Ede'"))
    world.turns(on(22))
    assert reasons(world) == {"no_contact"}
    new = [Contact(ContactRole.MUNICIPALITY, "Ede", "griffie@ede.nl")]
    with transaction(world.engine) as session:
        import_contacts(session, new, now=on(22))
    world.turns(on(23))
    assert reasons(world) == {""}
    assert world.entries()[0].outgoing.to == ("griffie@ede.nl",)


def test_words_follow_the_case_until_an_officer_writes_them(world):
    world.turns(on(22))
    mail = world.receives(on(22, 11), [EDE], NOTIFICATION, stated=(Element.FACTS,))
    world.decides(mail, DealWith(), on(22, 12))
    world.turns(on(23))
    ede = world.entries()[0]
    assert "22 april 2026" in ede.outgoing.text  # the day of the notification
    with transaction(world.engine) as session:
        own = replace(ede.outgoing, text="Eigen woorden.\n")
        reword(session, ede.id, own, on(23), officer="jansen")
    later = world.receives(on(23, 11), [EDE], NOTIFICATION, stated=(Element.STEPS,))
    world.decides(later, DealWith(), on(23, 12))
    world.turns(on(24))
    assert world.entries()[0].outgoing.text == "Eigen woorden.\n"


# ------------------------------------------------------------------ occasions


def test_a_receipt_goes_out_by_itself_without_anything_being_read(world):
    world.receives(on(15), [EDE], REPLY, stated=(Element.FACTS,))
    world.turns(on(15, 10))
    assert ("acknowledgement", "Ede", "queued", "") in told(world)
    (entry,) = world.entries(QUEUED)
    assert entry.outgoing.in_reply_to == "<in1@example.nl>"


def test_a_joint_mail_has_one_receipt_to_all(world):
    world.receives(on(15), [EDE, TIEL], REPLY, stated=WHOLE)
    world.turns(on(15, 10))
    (entry,) = world.entries()
    assert entry.outgoing.to == ("ibt@ede.nl", "ibt@tiel.nl")


def test_a_receipt_for_who_may_be_another_waits_for_an_officer(world):
    world.receives(on(15), [EDE], REPLY, flags=frozenset({Flag.SENDER_UNVERIFIED}))
    world.turns(on(15, 10))
    assert ("acknowledgement", "Ede", "proposed", "unverified") in told(world)


def test_once_sent_no_second_receipt_comes_however_the_mail_is_linked_later(world):
    mail = world.receives(on(15), [TIEL], REPLY, stated=WHOLE)
    world.turns(on(15, 10))
    send(world, world.entries()[0], on(15, 10))
    world.decides(mail, LinkToCase(*EDE), on(16))
    world.turns(on(16, 10))
    assert told(world) == [("acknowledgement", "Tiel", "sent", "")]


def test_what_lacks_is_proposed_once_an_officer_has_seen_the_answer(world):
    mail = world.receives(on(15), [EDE], REPLY, stated=(Element.FACTS,))
    world.turns(on(16))
    assert reasons(world, occasion="supplement") == {"unread"}
    world.decides(mail, DealWith(), on(16))
    world.turns(on(17))
    assert reasons(world, occasion="supplement") == {""}


ASKED = AskSupplement(
    "Aanvulling", "Graag de stappen.", frozenset({Element.STEPS}), date(2026, 5, 8)
)


def test_an_officers_letter_is_queued_in_the_officers_name_and_words(world):
    answer(world, 15, EDE, Element.FACTS)
    world.turns(on(16))
    world.rules(*EDE, ASKED, on(17))
    world.turns(on(17, 12))
    (entry,) = [each for each in world.entries(QUEUED) if each.outgoing.occasion == "supplement"]
    assert (entry.approved_by, entry.outgoing.subject) == ("jansen", "Aanvulling")
    assert entry.outgoing.text == "Graag de stappen.\n"
    # The program's own proposal for the same answer makes way.
    assert ("supplement", "Ede", "cancelled", "") in told(world)


def undo(world, day, decision):
    with transaction(world.engine) as session:
        version = version_of_case(session, *EDE)
        undo_case_decision(
            session, *EDE, decision.id, officer="jansen", version=version, now=on(day)
        )


def test_a_letter_that_is_taken_back_before_it_went_never_goes(world):
    answer(world, 15, EDE, Element.FACTS)
    letter = world.rules(*EDE, ASKED, on(17))
    world.turns(on(17, 12))
    undo(world, 18, letter)
    assert ("supplement", "Ede", "queued", "") not in told(world)


def test_a_letter_that_went_cannot_be_taken_back(world):
    answer(world, 15, EDE, Element.FACTS)
    letter = world.rules(*EDE, ASKED, on(17))
    world.turns(on(17, 12))
    (entry,) = [each for each in world.entries(QUEUED) if each.outgoing.occasion == "supplement"]
    send(world, entry, on(17, 12))
    with pytest.raises(Refused, match="has been sent"):
        undo(world, 18, letter)


def test_the_second_notice_follows_the_first_only(world):
    sends = with_policies(world, overdue="send", overdue_again="send", reminder="off")
    sends.turns(on(31))  # 1 May, a Friday
    for entry in sends.entries(QUEUED):
        if entry.outgoing.municipality == "Ede":
            send(sends, entry, on(31))
    sends.turns(on(50))
    assert [each[:2] for each in told(sends) if each[0] == "overdue_again"] == [
        ("overdue_again", "Ede")
    ]


def test_a_promise_is_followed_up(world):
    answer(world, 15, EDE, *WHOLE, promised=(date(2026, 6, 1),))
    world.turns(on(62))  # 1 June
    assert reasons(world, occasion="follow_up") == set()
    world.turns(on(63))
    assert reasons(world, occasion="follow_up") == {""}


def test_what_lacks_is_asked_again_when_the_next_answer_lacks_something_too(world):
    answer(world, 15, EDE, Element.FACTS)
    world.turns(on(16))
    send(world, of_occasion(world, "supplement")[0], on(16))
    world.turns(on(17))
    assert [each.state for each in of_occasion(world, "supplement")] == [SENT]
    answer(world, 20, EDE, Element.STEPS)
    world.turns(on(21))
    assert [each.state for each in of_occasion(world, "supplement")] == [SENT, PROPOSED]


def test_each_of_two_promised_days_is_followed_up_though_the_first_was_late(world):
    answer(world, 15, EDE, *WHOLE, promised=(date(2026, 6, 1), date(2026, 6, 3)))
    world.turns(on(65))  # 4 June: both have passed
    first, second = of_occasion(world, "follow_up")
    send(world, first, on(65))
    world.turns(on(66))
    assert [each.state for each in of_occasion(world, "follow_up")] == [SENT, PROPOSED]
    assert second.outgoing.trigger == "2026-06-03"


def test_a_turn_at_which_nothing_has_changed_looks_at_no_case(world, monkeypatch):
    proposer = world.proposer
    proposer.prepare(world.engine, on(22))
    assert proposer.prepare(world.engine, on(22)) == 0
    monkeypatch.setattr(type(proposer), "steps", lambda *_: pytest.fail("looked"))
    assert proposer.prepare(world.engine, on(22) + timedelta(minutes=5)) == 0
    with pytest.raises(pytest.fail.Exception):
        proposer.prepare(world.engine, on(22, 10))
    world.receives(on(22), [EDE], Kind.QUESTION)
    with pytest.raises(pytest.fail.Exception):
        proposer.prepare(world.engine, on(22))


def test_a_confirmed_answer_is_asked_nothing(world):
    answer(world, 15, EDE, Element.FACTS)
    world.rules(*EDE, ConfirmComplete(), on(16))
    world.turns(on(17))
    assert reasons(world, occasion="supplement") == set()


def test_officers_get_a_digest_on_working_days(world):
    practice = replace(world.practice, officers=("ibt@minjenv.example",))
    officers = World(world.engine, practice, world.numbers)
    for day in (24, 25, 26, 27, 28):  # Friday, the weekend, King's Day, Tuesday
        officers.turns(on(day))
    digests = [each for each in officers.entries() if each.outgoing.occasion is Occasion.DIGEST]
    assert [each.outgoing.trigger for each in digests] == ["2026-04-24", "2026-04-28"]
    assert [each.state for each in digests] == [CANCELLED, QUEUED]  # yesterday's is stale
    assert digests[0].outgoing.to == ("ibt@minjenv.example",)


# ------------------------------------------------------------------ the first time


def test_on_a_full_mailbox_nothing_from_before_goes_out(engine, world):
    fresh_start = datetime(2026, 8, 1, 9, tzinfo=UTC)
    with transaction(engine) as session:
        session.exec(text("DELETE FROM settings WHERE name='outbox_since'"))
    world.receives(on(15), [EDE], REPLY, stated=(Element.FACTS,))
    answer(world, 15, TIEL, *WHOLE, promised=(date(2026, 7, 1), date(2026, 9, 1)))
    everything = with_policies(world, **{each.value: "send" for each in Occasion})
    everything.turns(fresh_start)
    assert told(everything) == []
    everything.turns(fresh_start + timedelta(days=30))
    assert told(everything) == []
    # A promise that comes due afterwards is followed up.
    everything.turns(datetime(2026, 9, 2, 9, tzinfo=UTC))
    assert told(everything) == [("follow_up", "Tiel", "queued", "")]


def test_until_it_is_switched_on_a_look_changes_nothing(engine):
    world = World(engine)
    with transaction(engine) as session:
        assert world.proposer.weigh(session, NOON) == []
        assert outbox_since(session) is None


def test_every_change_is_in_the_audit_trail(world):
    world.turns(on(22))
    with transaction(world.engine) as session:
        queue(session, world.entries()[0].id, on(22), officer="jansen")
    answer(world, 22, EDE, *WHOLE)
    world.turns(on(23))
    with transaction(world.engine) as session:
        told = [(each.action, each.actor) for each in events_of(session, "outgoing:1")]
    assert told == [("mail_proposed", ""), ("mail_queued", "jansen"), ("mail_cancelled", "")]


def test_a_wrong_template_stops_only_its_own_mails(world, tmp_path):
    from outbox.templates import Templates

    (tmp_path / "reminder.txt").write_text("Onderwerp: x\n\n{{ nergens }}\n")
    answer(world, 15, EDE, Element.FACTS)
    proposer = replace(world.proposer, templates=Templates(tmp_path))
    proposer.prepare(world.engine, on(22))
    assert {each[0] for each in told(world)} == {"acknowledgement", "supplement"}


def test_the_practice_by_default_proposes_and_acknowledges():
    assert {each for each in Occasion if Practice().policy(each) is Policy.SEND} == {
        Occasion.ACKNOWLEDGEMENT,
        Occasion.DIGEST,
        Occasion.BOUNCE_NOTICE,
    }


# ------------------------------------------------------------------ what does not arrive


@pytest.fixture
def joint(world):
    """The receipt for an answer of Ede and Tiel together, sent."""
    world.receives(on(15), [EDE, TIEL], REPLY, stated=WHOLE)
    world.turns(on(15, 10))
    (entry,) = world.entries()
    send(world, entry, on(15, 10))
    return entry


def comes_back(world, entry, failed):
    """A report that a mail did not reach an address; its name."""
    report = world.receives(on(15, 11), [], Kind.BOUNCE)
    with transaction(world.engine) as session:
        add_return(session, entry.id, report, Return.BOUNCE, on(15, 11), failed=failed)
    return report


def held_receipts(world):
    """Why the receipts for a new answer of each are held."""
    for case in (EDE, TIEL, URK):
        world.receives(on(16), [case], Kind.EXTENSION_REQUEST)
    world.turns(on(16, 10))
    return {each[1]: each[3] for each in told(world, PROPOSED, QUEUED) if each[0] != "bounce"}


@pytest.mark.parametrize(
    ("failed", "held"),
    [
        pytest.param(["IBT@tiel.nl"], {"Tiel"}, id="one of them"),
        pytest.param([], {"Ede", "Tiel"}, id="the report does not tell"),
        pytest.param(["another@elsewhere.nl"], {"Ede", "Tiel"}, id="an address that is not ours"),
    ],
)
def test_a_joint_mail_that_comes_back_holds_what_goes_to_whom_it_did_not_reach(
    world, joint, failed, held
):
    comes_back(world, joint, failed)
    assert held_receipts(world) == {
        name: "bounce" if name in held else "" for name in ("Ede", "Tiel", "Urk")
    }


def test_a_server_that_refuses_one_address_of_a_joint_mail_holds_what_goes_there(world):
    world.receives(on(15), [EDE, TIEL], REPLY, stated=WHOLE)
    world.turns(on(15, 10))
    (entry,) = world.entries()
    with transaction(world.engine) as session:
        take(session, entry.id, on(15, 10))
        refuse(session, entry.id, "550 unknown", on(15, 10), failed=["ibt@tiel.nl"])
    assert held_receipts(world) == {"Ede": "", "Tiel": "bounce", "Urk": ""}


def test_another_address_in_the_registry_lets_mails_go_again(world, joint):
    comes_back(world, joint, ["ibt@tiel.nl"])
    new = [Contact(ContactRole.MUNICIPALITY, "Tiel", "griffie@tiel.nl")]
    with transaction(world.engine) as session:
        import_contacts(session, new, now=on(16))
    assert held_receipts(world) == {"Ede": "", "Tiel": "", "Urk": ""}


def test_officers_are_told_whom_a_joint_mail_did_not_reach(world, joint):
    world.practice = replace(world.practice, officers=("ibt@minjenv.nl",))
    comes_back(world, joint, ["ibt@tiel.nl"])
    world.turns(on(15, 12))
    (notice,) = [each for each in world.entries() if each.outgoing.occasion == "bounce_notice"]
    assert "naar Tiel stuurden" in notice.outgoing.text


def test_a_receipt_that_an_officer_cancelled_stays_so_however_the_mail_is_linked(world):
    mail = world.receives(on(15), [TIEL], REPLY, stated=WHOLE)
    world.turns(on(15, 10))
    with transaction(world.engine) as session:
        cancel(session, world.entries()[0].id, on(15, 10), officer="jansen", why="Gebeld")
    world.decides(mail, LinkToCase(*EDE), on(16))
    world.turns(on(16, 10))
    assert told(world) == [("acknowledgement", "Tiel", "cancelled", "")]


def test_a_receipt_that_waits_follows_its_mail_to_another_case(world):
    mail = world.receives(on(15), [TIEL], REPLY, stated=WHOLE)
    with_policies(world, acknowledgement="propose").turns(on(15, 10))
    world.decides(mail, LinkToCase(*EDE), on(16))
    world.turns(on(16, 10))
    assert told(world, PROPOSED, QUEUED) == [("acknowledgement", "Ede", "queued", "")]


def test_a_notice_to_officers_that_comes_back_sets_off_no_other(world, joint):
    world.practice = replace(world.practice, officers=("ibt@minjenv.nl",))
    comes_back(world, joint, [])
    world.turns(on(15, 12))
    (notice,) = [each for each in world.entries() if each.outgoing.occasion == "bounce_notice"]
    send(world, notice, on(15, 12))
    comes_back(world, notice, ["ibt@minjenv.nl"])
    world.turns(on(15, 13))
    notices = [each for each in world.entries() if each.outgoing.occasion == "bounce_notice"]
    assert [each.id for each in notices] == [notice.id]
