"""Loops end: whoever answers us by machine, there is one mail of ours and no more."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config, SmtpConfig
from ibt_intake.posting import returns_of
from ibt_intake.reminding import turn_of
from intake import lots
from intake.config import ReadingConfig
from intake.desk import Desk as Reading
from intake.judging import load_judge
from intake.tally import Tally
from outbox.policies import OutboxConfig, PoliciesConfig
from rules.contacts import Contact, ContactRole
from rules.judgement import Kind
from rules.occasions import Occasion
from rules.registry import Request
from storage.contacts import import_contacts
from storage.database import snapshot, transaction
from storage.judgements import judgements_on_file
from storage.ledger import Arrival, keep_all
from storage.registry import import_requests, registry
from tests.databases import database_at
from tests.outbox.mails import letter
from tests.outbox.reports import answer, dsn
from tests.system.answers import OFFICER, as_outgoing, reply_of

TUESDAY = datetime(2026, 4, 14, 8, 0, tzinfo=UTC)  # ten o'clock in the Netherlands
DAYS = range(0, 42, 3)  # the last day, the notice after it, and the second one are among them


class Desk:
    """One installation with a municipality to write to; its clock stands in our hand."""

    def __init__(self, folder, peer, *, name, reference, contact, sender):
        every = {each.value: "send" for each in Occasion}
        self.config = Config(
            database=database_at(folder),
            outbox=OutboxConfig(policies=PoliciesConfig(**every), officers=(OFFICER,)),
            smtp=SmtpConfig(host="127.0.0.1", port=peer.port, security="plain", sender=sender),
        )
        self.name, self.reference, self.now = name, reference, TUESDAY
        self.engine = open_storage(self.config)
        request = Request(reference, name, TUESDAY.date() - timedelta(days=8), 21, 160, 20, 40, 0)
        with transaction(self.engine) as session:
            import_requests(session, [request], now=TUESDAY)
            contacts = [Contact(ContactRole.MUNICIPALITY, name, contact)]
            import_contacts(session, contacts, now=TUESDAY)
            known = registry(session)
        self.returns = returns_of(self.config)
        judge = load_judge(known, threads=self.returns.case_of)
        self.taker = Reading(judge, ReadingConfig(), self.returns)
        self.turn = turn_of(self.config, self.engine, now=lambda: self.now)
        self.count = 0

    def receives(self, *mails):
        """Mails come in and are filed, all of them a minute later."""
        self.now += timedelta(minutes=1)
        received = f"Received: from x by y; {self.now:%a, %d %b %Y %H:%M:%S} +0000\r\n".encode()
        first, self.count = self.count + 1, self.count + len(mails)
        arrivals = [
            Arrival("ibt", "INBOX", 1, number, received + raw, f"<{number}@x>", self.now)
            for number, raw in enumerate(mails, first)
        ]
        with transaction(self.engine) as session:
            keep_all(session, arrivals, self.now)
        tally = Tally()
        lots.file_waiting(
            self.engine,
            self.taker,
            tally,
            Event(),
            correspondence=self.returns,
        )
        assert (tally.filed, tally.set_aside) == (len(mails), 0)

    def kinds(self):
        """The kinds of all that came in."""
        with snapshot(self.engine) as session:
            return Counter(
                kind for each in judgements_on_file(session) for kind in each.judgement.kinds
            )


@pytest.fixture
def desk(tmp_path, smtp_peer):
    """Makes desks, each with an SMTP server of its own: the desk and that server."""
    made = []

    def make(**given):
        folder = tmp_path / str(len(made))
        folder.mkdir()
        peer = smtp_peer()
        usual = {"name": "Ede", "reference": "7473202", "contact": "griffie@ede.nl"}
        desk = Desk(folder, peer, **usual | {"sender": "ibt@minjenv.example"} | given)
        made.append(desk)
        desk.turn(Event())  # the outbox is switched on: what came before sets nothing off
        return desk, peer

    yield make
    for desk in made:
        desk.engine.dispose()


def days_go_by(desk, peer, responds):
    """Many days: twice on each, send what is due and have all that was sent answered."""
    answered = 0
    start = desk.now
    for day in DAYS:
        desk.now = max(desk.now, start + timedelta(days=day))
        for _ in range(2):
            desk.turn(Event())
            while answered < len(peer.accepted):
                raw = responds(peer.accepted[answered], answered)
                answered += 1
                if raw:
                    desk.receives(raw)
            desk.now += timedelta(minutes=30)


def steps_sent(peer, address):
    """How often each subject went to an address."""
    return Counter(
        str(each.mail["Subject"]) for each in peer.accepted if address in each.recipients
    )


def test_b14_two_of_our_own_thank_each_other_once(desk):
    here, here_sent = desk(contact="ibt@ede.nl", sender="ibt@oss.nl")
    there, there_sent = desk(
        name="Oss", reference="7473999", contact="ibt@oss.nl", sender="ibt@ede.nl"
    )
    here.receives(reply_of("Ede", "7473202", "ibt@ede.nl"))
    there.receives(reply_of("Oss", "7473999", "ibt@oss.nl"))
    assert here.kinds()[Kind.INFORMATION_REPLY] == there.kinds()[Kind.INFORMATION_REPLY] == 1
    delivered = {"here": 0, "there": 0}
    for _ in range(20):
        for desk_, peer, other, name in (
            (here, here_sent, there, "here"),
            (there, there_sent, here, "there"),
        ):
            desk_.turn(Event())
            for accepted in peer.accepted[delivered[name] :]:
                delivered[name] += 1
                if OFFICER not in accepted.recipients:
                    other.receives(accepted.raw)
    thanks = [
        each
        for peer in (here_sent, there_sent)
        for each in peer.accepted
        if OFFICER not in each.recipients
    ]
    assert [each.mail["Auto-Submitted"] for each in thanks] == ["auto-replied"] * 2
    assert Counter(each.recipients for each in thanks) == {("ibt@ede.nl",): 1, ("ibt@oss.nl",): 1}


@pytest.mark.parametrize("is_polite", [True, False])
def test_b14_an_auto_responder_gets_each_mail_once(desk, is_polite):
    here, peer = desk()

    def responds(accepted, number):
        if OFFICER in accepted.recipients:
            return None
        raw = answer(
            as_outgoing(accepted),
            subject=f"Wij hebben uw bericht ontvangen: {accepted.mail['Subject']}",
            automatic=is_polite,
        )
        return raw.replace(b"<answer-1@", f"<answer-{number}@".encode())

    days_go_by(here, peer, responds)
    sent = steps_sent(peer, "griffie@ede.nl")
    assert len(sent) == 3, sent  # the reminder, the notice, and the second one
    assert set(sent.values()) == {1}


def test_b14_a_machine_that_shows_by_nothing_that_it_is_one_is_thanked_once(desk):
    """It answers each mail with the municipality's whole letter, as a person would."""
    here, peer = desk()
    letter_ = reply_of("Ede", "7473202", "griffie@ede.nl")
    here.receives(letter_)

    def responds(accepted, number):
        if OFFICER in accepted.recipients:
            return None
        threaded = f"In-Reply-To: {accepted.message_id}\r\n".encode()
        return threaded + letter_.replace(b"<brief-", f"<brief-{number}-".encode())

    days_go_by(here, peer, responds)
    assert here.kinds()[Kind.INFORMATION_REPLY] >= 2
    thanked = [each for each in peer.accepted if each.mail["Auto-Submitted"] == "auto-replied"]
    assert len(thanked) == 1


def test_r18_a_server_that_returns_all_gets_one_mail(desk):
    here, peer = desk()

    def responds(accepted, number):
        raw = dsn(as_outgoing(accepted))
        return raw.replace(b"<report-1@", f"<report-{number}@".encode())

    days_go_by(here, peer, responds)
    sent = steps_sent(peer, "griffie@ede.nl")
    assert list(sent.values()) == [1]
    told = steps_sent(peer, OFFICER)
    assert [told[each] for each in told if each.startswith("Een mail kwam niet aan")] == [1]


def test_b14_thousands_of_reports_in_a_minute_set_off_one_word_to_officers(desk, length):
    count = length.of("reports in a minute", whole=5_000, short=60)
    here, peer = desk()
    while not steps_sent(peer, "griffie@ede.nl"):
        here.now += timedelta(days=1)
        here.turn(Event())
    first = next(each for each in peer.accepted if "griffie@ede.nl" in each.recipients)
    returned = dsn(as_outgoing(first))
    strange = dsn(letter(9, to=("x@elders.example",)))
    storm = [
        (returned if number % 3 else strange).replace(b"<report-1@", b"<report-%d@" % number)
        for number in range(count)
    ]
    before = len(peer.accepted)
    here.receives(*storm)
    assert here.kinds() == {Kind.BOUNCE: count}
    for _ in range(14):
        here.turn(Event())
        here.now += timedelta(hours=12)
    sent = peer.accepted[before:]
    assert {each.recipients for each in sent} <= {(OFFICER,)}
    subjects = [str(each.mail["Subject"]) for each in sent]
    assert len([each for each in subjects if each.startswith("Een mail kwam niet aan")]) == 1
    assert len(set(subjects)) == len(subjects)  # besides it the digest of each working day
