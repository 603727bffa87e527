"""The daemon sends, hears what comes back, and is killed amid a mail: as on a working day."""

import signal
import sys
from datetime import UTC, datetime, timedelta

import pytest

from rules.contacts import Contact, ContactRole
from rules.outgoing import OutgoingState, Return
from rules.registry import Request
from storage.contacts import import_contacts
from storage.database import transaction
from storage.outgoing import outbox
from storage.registry import import_requests
from storage.returns import returns_on
from storage.settings import switch_on_outbox
from tests.outbox.reports import answer, dsn
from tests.system.answers import OFFICER, as_outgoing, reply_of
from tests.system.programs import until

OFFICE = (sys.executable, "-m", "tests.system.office")
LONG = 600  # seconds: the first mail waits until what judges it is loaded
NAMES = {"Ede": "7473202", "Oss": "7473999"}


@pytest.fixture
def office(installation):
    """Makes an installation that knows two municipalities and sends to a server on loopback."""

    def make(peer):
        now = datetime.now(UTC)
        installation.settings |= {
            "smtp": {
                "host": "127.0.0.1",
                "port": peer.port,
                "security": "plain",
                "sender": "ibt@minjenv.example",
            },
            "outbox": {"officers": [OFFICER]},
            "outbox.policies": {"digest": "off", "supplement": "off"},
            "daemon": {"send_seconds": 1},
        }
        before = now - timedelta(days=2)
        requests = [
            Request(ref, name, before.date(), 21, 160, 20, 40, 0) for name, ref in NAMES.items()
        ]
        contacts = [
            Contact(ContactRole.MUNICIPALITY, name, f"ibt@{name.lower()}.nl") for name in NAMES
        ]
        engine = installation.engine
        with transaction(engine) as session:
            import_requests(session, requests, now=before)
            import_contacts(session, contacts, now=before)
            switch_on_outbox(session, before)
        engine.dispose()
        return installation

    return make


def receipt_to(peer, name):
    """The receipt that a municipality was sent, once it was."""

    def found():
        return [each for each in peer.accepted if f"ibt@{name.lower()}.nl" in each.recipients]

    return until(found, f"a receipt to {name}", LONG)[0]


def states(office):
    """How each mail of the outbox stands, by occasion and municipality."""
    return {
        (each.outgoing.occasion.value, each.outgoing.municipality): each
        for each in office.look(outbox)
    }


def test_what_comes_back_on_a_mail_is_heard_and_never_answered(office, smtp_peer, dovecot):
    peer = smtp_peer()
    here = office(peer)
    here.start(command=OFFICE)
    dovecot.append([reply_of(name, ref, f"ibt@{name.lower()}.nl") for name, ref in NAMES.items()])
    failed, away = receipt_to(peer, "Ede"), receipt_to(peer, "Oss")
    dovecot.append([dsn(as_outgoing(failed)), answer(as_outgoing(away), automatic=True)])
    notice = until(
        lambda: [each for each in peer.accepted if OFFICER in each.recipients], "notice", LONG
    )
    assert "Ede" in notice[0].mail.get_body(("plain",)).get_content()
    assert until(lambda: here.filed() == 4, "all judged")
    found = states(here)
    ede, oss = found["acknowledgement", "Ede"], found["acknowledgement", "Oss"]
    assert (ede.state, oss.state) == (OutgoingState.BOUNCED, OutgoingState.SENT)
    assert [each.what for each in here.look(returns_on, ede.id)] == [Return.BOUNCE]
    assert [each.what for each in here.look(returns_on, oss.id)] == [Return.AUTO_REPLY]
    assert len(peer.accepted) == 3  # two receipts and a notice: no machine got an answer


def test_a_daemon_killed_amid_a_mail_never_sends_it_twice_until_somebody_settles_it(
    office, smtp_peer, dovecot
):
    peer = smtp_peer(DOT=[None, b"250 taken\r\n"])
    here = office(peer)
    first = here.start(command=OFFICE)
    dovecot.append([reply_of("Ede", NAMES["Ede"], "ibt@ede.nl")])
    assert peer.is_told("DOT", LONG)
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    second = here.start(command=OFFICE)
    second.wait_for("interrupted", seconds=LONG)
    (entry,) = until(lambda: here.look(outbox, [OutgoingState.UNCERTAIN]), "the doubt", LONG)
    done = here.run("outbox", "settle", str(entry.id), "not-sent", "--officer", "jansen")
    assert done.returncode == 0, done.stderr
    assert receipt_to(peer, "Ede").message_id == entry.outgoing.message_id
    until(lambda: here.look(outbox, [OutgoingState.SENT]), "that it was sent")
    assert peer.commands.count("DOT") == 2
    again = here.run("outbox", "settle", str(entry.id), "sent", "--officer", "jansen")
    assert again.returncode == 1
    assert "is sent by now" in again.stderr


def test_a_certificate_that_nobody_knows_keeps_mails_here_and_the_daemon_at_work(
    office, smtp_server, dovecot
):
    server = smtp_server(tls="tls")
    here = office(server)
    here.settings["smtp"]["security"] = "tls"
    program = here.start(command=OFFICE)
    dovecot.append([reply_of("Ede", NAMES["Ede"], "ibt@ede.nl")])
    fault = program.wait_for("sending_failed", seconds=LONG)
    assert "certificate of 127.0.0.1" in fault["reason"]
    assert "check host and ca_file" in fault["reason"]
    dovecot.append([reply_of("Oss", NAMES["Oss"], "ibt@oss.nl")])
    assert until(lambda: here.filed() == 2, "the next mail", LONG)
    assert {each.state for each in here.look(outbox)} == {OutgoingState.QUEUED}
    assert server.sink.accepted == []


def test_two_daemons_on_one_database_send_each_mail_once(office, smtp_peer, dovecot):
    peer = smtp_peer()
    here = office(peer)
    programs = [here.start(command=OFFICE) for _ in range(2)]
    dovecot.append([reply_of(name, ref, f"ibt@{name.lower()}.nl") for name, ref in NAMES.items()])
    for name in NAMES:
        receipt_to(peer, name)
    until(lambda: len(here.look(outbox, [OutgoingState.SENT])) == 2, "both sent")
    assert len(peer.accepted) == 2
    (other,) = until(lambda: [each for each in programs if each.process.poll() is not None], "one")
    assert other.end() == 1  # the second leaves the database to the first
