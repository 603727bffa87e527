"""R23: a back-up restored, the mailbox polled afterwards: no mail lost, none sent twice."""

import imaplib
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from ibt_intake.backups import back_up
from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.reminding import proposer_of, turn_of
from ibt_intake.restoring import restore
from ibt_intake.resuming import resumed
from ibt_intake.working import at_work
from outbox.errors import Stop
from rules.contacts import Contact, ContactRole
from rules.occasions import Occasion
from rules.outgoing import OutgoingState
from rules.registry import Request
from storage.contacts import import_contacts
from storage.database import transaction
from storage.events import events_by_action, verify_events
from storage.ledger import State
from storage.outgoing import outbox
from storage.registry import import_requests
from tests.databases import lose
from tests.system.answers import reply_of
from tests.system.office import opens

NAMES = ("Ede", "Tiel", "Urk", "Oss", "Goes")
RECEIPT = Occasion.ACKNOWLEDGEMENT
STARTED = timedelta(minutes=10)  # ago: the outbox was switched on


class Ministry:
    """An installation, its mailbox and its mail server; its clock stands in our hand."""

    def __init__(self, installation, dovecot, peer):
        self.installation, self.dovecot, self.peer = installation, dovecot, peer
        self.began = datetime.now(UTC) - STARTED
        self.office = opens(datetime.now(UTC))
        self.open()
        requests = [
            Request(
                f"74000{number}", name, self.began.date() - timedelta(days=8), 21, 160, 20, 4, 0
            )
            for number, name in enumerate(NAMES)
        ]
        contacts = [
            Contact(ContactRole.MUNICIPALITY, name, f"griffie@{name.lower()}.nl") for name in NAMES
        ]
        with transaction(self.engine) as session:
            import_requests(session, requests, now=self.began)
            import_contacts(session, contacts, now=self.began)
        self.turn(self.began)  # switched on: what came before sets nothing off

    def open(self):
        self.config = load_config(self.installation.config)
        self.engine = open_storage(self.config)

    def receives(self, number, at):
        """A municipality's answer comes into the mailbox."""
        name = NAMES[number]
        raw = reply_of(name, f"74000{number}", f"griffie@{name.lower()}.nl")
        with self.dovecot.session("INBOX") as client:
            client.append("INBOX", "", imaplib.Time2Internaldate(at), raw)

    def polls(self):
        with at_work(self.config, self.engine) as (worker, mailbox):
            worker.take_in(Event(), whole=True)
            mailbox.close()

    def proposes(self):
        proposer_of(self.config).prepare(self.engine, datetime.now(UTC))

    def turn(self, at):
        return turn_of(self.config, self.engine, now=lambda: at)(Event())

    def sends(self, hours=0):
        return self.turn(self.office + timedelta(hours=hours))

    def sent(self):
        """To whom mails went, and how often each Message-ID came to the server."""
        self.peer.hear_out()
        ids = Counter(each.message_id for each in self.peer.accepted)
        return sorted(each.recipients[0] for each in self.peer.accepted), set(ids.values())

    def is_lost(self):
        """The disk is gone: database and keys of Message-IDs."""
        self.engine.dispose()
        data = self.installation.folder / "data"
        lose(data)
        (data / "message-id.key").unlink(missing_ok=True)


@pytest.fixture
def ministry(installation, dovecot, smtp_peer, request):
    has_copies = request.node.callspec.params["has_copies"]
    peer = smtp_peer()
    installation.settings["smtp"] = {
        "host": "127.0.0.1",
        "port": peer.port,
        "security": "plain",
        "sender": "ibt@minjenv.example",
    }
    if has_copies:
        dovecot.append([b"Subject: eerste\r\n\r\nx\r\n"], "Verzonden")
        installation.settings["smtp"]["sent_folder"] = "Verzonden"
    made = Ministry(installation, dovecot, peer)
    yield made
    made.engine.dispose()


def addresses(count):
    return sorted(f"griffie@{name.lower()}.nl" for name in NAMES[:count])


@pytest.mark.parametrize(
    ("has_copies", "polls_first"),
    [
        pytest.param(True, True, id="polled, then compared with what was sent"),
        pytest.param(True, False, id="polled only after sending was resumed"),
        pytest.param(False, True, id="nothing to compare with"),
    ],
)
def test_after_a_restore_no_mail_is_lost_and_none_is_sent_twice(
    ministry, tmp_path, has_copies, polls_first
):
    minute = timedelta(minutes=1)
    for number in (0, 1):
        ministry.receives(number, ministry.began + (number + 1) * minute)
    ministry.polls()
    assert ministry.sends().sent == 2
    ministry.receives(2, ministry.began + 3 * minute)
    ministry.polls()
    ministry.proposes()
    file = tmp_path / "backup" / "evening.ibt"
    back_up(ministry.config, ministry.engine, file, is_replaced=False)
    # The night in between, of which the back-up knows nothing.
    ministry.receives(3, ministry.began + 4 * minute)
    ministry.polls()
    assert ministry.sends().sent == 2
    assert ministry.sent() == (addresses(4), {1})

    ministry.is_lost()
    restore(ministry.config, file, is_key_new=False, officer="beheer")
    ministry.open()
    if polls_first:
        ministry.polls()
    paused = ministry.sends(hours=1)
    assert (paused.sent, paused.pause is not None) == (0, True)
    if not has_copies:
        with pytest.raises(Stop, match="add --without-copies"):
            resumed(ministry.config, ministry.engine, "beheer", is_blind=False)
    resumed(ministry.config, ministry.engine, "beheer", is_blind=not has_copies)
    ministry.polls()
    assert ministry.sends(hours=1).sent == 0
    assert ministry.sent() == (addresses(4), {1})

    look = ministry.installation.look
    assert ministry.installation.counts()[State.FILED] == 4
    assert len(ministry.installation.raws()) == 4
    assert look(verify_events) == []
    (event,) = look(events_by_action, "outbox_resumed")
    assert event.actor == "beheer"
    if has_copies:
        receipts = [each for each in look(outbox) if each.outgoing.occasion is RECEIPT]
        assert Counter(each.state for each in receipts) == {OutgoingState.SENT: 4}

    ministry.receives(4, datetime.now(UTC) + minute)  # and the day goes on
    ministry.polls()
    assert ministry.sends(hours=2).sent == 1
    assert ministry.sent() == (addresses(5), {1})
