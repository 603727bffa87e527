"""What comes back is tied to the mail that it came back on, and changes what it should."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from intake import lots
from intake.config import ReadingConfig
from intake.desk import Desk
from intake.judging import load_judge
from intake.reading import read_mail
from intake.registry import default_registry
from intake.tally import Tally
from outbox.message_ids import MessageIds
from outbox.returns import Returns, report_in
from rules.judgement import Kind
from rules.outgoing import OutgoingState, Return
from rules.registry import Request
from storage.database import snapshot, transaction
from storage.ledger import Arrival, keep_all
from storage.outgoing import entry_with
from storage.proposed import propose
from storage.returns import returns_on
from storage.sending import doubt, hand_over, queue, sent, take
from tests.outbox import reports
from tests.outbox.mails import IDS, NOON, letter

BOUNCED, SENT, UNCERTAIN = OutgoingState.BOUNCED, OutgoingState.SENT, OutgoingState.UNCERTAIN
EDE = Request("7473202", "Ede", NOON.date() - timedelta(days=20), 21, 100, 10, 0, 0)
LETTER, OTHER = letter(1), letter(2, to=("info@oss.nl",))


@pytest.fixture(scope="module")
def judge():
    registry = replace(default_registry(), requests=(EDE,))
    return load_judge(registry, threads=Returns(IDS).case_of)


def send(engine, outgoing, *, is_doubtful=False, at=NOON):
    """A mail that went out, or may have; its id."""
    with transaction(engine) as session:
        entry = propose(session, outgoing, at)
        queue(session, entry, at)
        take(session, entry, at)
        hand_over(session, entry, at)
        if is_doubtful:
            doubt(session, entry, "silence", at)
        else:
            sent(session, entry, at)
    return entry


def receive(engine, judge, raw, ids=IDS):
    """A mail comes in by the usual way; its judgement's kinds."""
    kinds = []
    returns = Returns(ids)

    class Noting:
        case_of = staticmethod(returns.case_of)
        seen_in = staticmethod(returns.seen_in)

        def note(self, session, sha256, raw, mail, judgement, seen, now):
            kinds.extend(judgement.kinds)
            return returns.note(session, sha256, raw, mail, judgement, seen, now)

    arrival = Arrival("ibt", "INBOX", 1, 1, raw, "<x>", NOON + timedelta(minutes=1))
    with transaction(engine) as session:
        keep_all(session, [arrival], NOON)
    tally = Tally()
    desk = Desk(judge, ReadingConfig(), Noting())
    lots.file_waiting(engine, desk, tally, Event(), correspondence=Noting())
    assert (tally.filed, tally.set_aside) == (1, 0)
    return kinds


def returned(engine, entry):
    """What came back on a mail, and where it stands."""
    with snapshot(engine) as session:
        what = [each.what for each in returns_on(session, entry)]
        return what, entry_with(session, entry).state


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(reports.dsn(LETTER), id="RFC 3464"),
        pytest.param(reports.dsn(LETTER, returned=False), id="its envelope id alone"),
        pytest.param(reports.postfix_free_form(LETTER), id="Postfix, free form, the address alone"),
        pytest.param(
            reports.free_form(
                reports.EXCHANGE_TEXT, LETTER, subject=f"Undeliverable: {LETTER.subject}"
            ),
            id="Exchange, free form, the address alone",
        ),
        pytest.param(
            reports.free_form(
                reports.OFFICE_365_TEXT,
                LETTER,
                subject=f"Onbestelbaar: {LETTER.subject}",
                base64=True,
            ),
            id="Exchange in Dutch, encoded",
        ),
    ],
)
def test_a_report_of_failure_is_tied_to_the_mail_that_failed(engine, judge, raw):
    failed, other = send(engine, LETTER), send(engine, OTHER)
    assert receive(engine, judge, raw) == [Kind.BOUNCE]
    assert returned(engine, failed) == ([Return.BOUNCE], BOUNCED)
    assert returned(engine, other) == ([], SENT)


def test_of_two_mails_to_an_address_the_one_that_the_report_names_failed(engine, judge):
    first = send(engine, replace(LETTER, subject="Herinnering"))
    last = send(engine, replace(letter(3), subject="Ontvangst"), at=NOON + timedelta(minutes=1))
    raw = reports.free_form(
        reports.EXCHANGE_TEXT,
        replace(LETTER, subject="Herinnering"),
        subject="Undeliverable: Herinnering",
    )
    receive(engine, judge, raw)
    assert returned(engine, first) == ([Return.BOUNCE], BOUNCED)
    assert returned(engine, last) == ([], SENT)


def test_a_delay_is_told_and_is_no_failure(engine, judge):
    entry = send(engine, LETTER)
    receive(engine, judge, reports.dsn(LETTER, action="delayed"))
    assert returned(engine, entry) == ([Return.DELAY], SENT)


def test_a_report_of_success_is_no_failure(engine, judge):
    entry = send(engine, LETTER)
    receive(engine, judge, reports.dsn(LETTER, action="relayed"))
    assert returned(engine, entry) == ([Return.AUTO_REPLY], SENT)


@pytest.mark.parametrize("is_doubtful", [False, True])
@pytest.mark.parametrize("threaded", [False, True])
def test_b13_an_out_of_office_is_tied_and_is_no_answer(engine, judge, threaded, is_doubtful):
    entry = send(engine, LETTER, is_doubtful=is_doubtful)
    raw = reports.answer(
        LETTER,
        subject=f"Automatisch antwoord: {LETTER.subject}",
        threaded=threaded,
        automatic=True,
    )
    assert receive(engine, judge, raw) == [Kind.AUTO_REPLY]
    assert returned(engine, entry) == ([Return.AUTO_REPLY], SENT)  # it arrived: no doubt is left


def test_an_answer_is_tied_to_what_it_answers_and_ends_doubt(engine, judge):
    entry = send(engine, LETTER, is_doubtful=True)
    receive(engine, judge, reports.answer(LETTER))
    assert returned(engine, entry) == ([Return.REPLY], SENT)


def test_an_answer_from_a_strange_address_comes_to_the_case_by_its_thread(engine, judge):
    send(engine, LETTER)
    raw = reports.answer(LETTER, subject="Zie onder", sender="j.jansen@gmail.com")
    receive(engine, judge, raw)
    mail = read_mail(raw, NOON, ReadingConfig())
    judgement = judge.judge(mail)
    (best, *_) = judgement.proposals
    assert (best.municipality, best.reference) == ("Ede", "7473202")
    assert {"thread", "reference"} <= {each.name for each in best.signals}


def test_a_forged_message_id_ties_to_nothing(engine, judge):
    entry = send(engine, LETTER)
    forged = MessageIds(b"x" * 32, "example.nl").made_for("Ede", "7473202", "reminder", "trigger-1")
    receive(engine, judge, reports.dsn(replace(LETTER, message_id=forged, to=("x@oss.nl",))))
    assert returned(engine, entry) == ([], SENT)


def test_our_own_mail_in_copy_is_no_answer(engine, judge):
    from outbox.compose import composed
    from tests.outbox.mails import US

    entry = send(engine, LETTER)
    received = b"Received: from a by b; Thu, 9 Apr 2026 12:00:05 +0200\r\n"
    receive(engine, judge, received + composed(LETTER, US, NOON).raw)
    assert returned(engine, entry) == ([], SENT)


def test_a_report_on_a_mail_that_was_never_sent_changes_nothing(engine, judge):
    with transaction(engine) as session:
        entry = propose(session, LETTER, NOON)
    receive(engine, judge, reports.dsn(LETTER))
    assert returned(engine, entry) == ([], OutgoingState.PROPOSED)


def test_b13_the_same_report_twice_counts_once(engine, judge):
    entry = send(engine, LETTER)
    receive(engine, judge, reports.dsn(LETTER))
    receive(
        engine, judge, b"Received: by again; Thu, 9 Apr 2026 13:00 +0200\r\n" + reports.dsn(LETTER)
    )
    assert returned(engine, entry) == ([Return.BOUNCE] * 2, BOUNCED)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Content-Type: multipart/report\r\n\r\n" + b"--\r\n" * 50_000,
        b"Subject: x\r\n\r\n" + b"<" * 200_000,
        b"Subject: x\r\n\r\n" + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 5_000,
        b"Content-Type: message/delivery-status\r\n\r\n" + b"Final-Recipient: rfc822;" * 9_000,
        b'Content-Type: multipart/report; boundary="\0"\r\n\r\n--\0\r\nAction: failed\r\n',
    ],
)
def test_b13_a_report_that_is_odd_is_read_all_the_same(raw):
    assert report_in(raw).addresses == ()


def test_b19_a_report_that_is_odd_leaves_nothing_in_the_log(caplog):
    caplog.set_level("DEBUG")
    report_in(b"From: ,\r\nSubject: geheim\r\n\r\nEen tekst\r\n")
    assert caplog.text == ""
