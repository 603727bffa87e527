"""`kill -9` at every step of sending: no mail twice at the server, none lost."""

import random
from collections import Counter
from datetime import UTC, datetime

import pytest

from ibt_intake.config import load_config
from ibt_intake.posting import ids_of
from rules.outgoing import OutgoingState
from storage.database import transaction
from storage.events import verify_events
from storage.outgoing import outbox
from storage.proposed import propose
from storage.sending import queue, settle
from tests.outbox.mails import letter
from tests.system.deadly_sending import passed

SEED = 20260409
KILLS = 200
WAITING = 3  # mails that wait for each pass
SENT, UNCERTAIN = OutgoingState.SENT, OutgoingState.UNCERTAIN


@pytest.fixture
def sending(installation, smtp_peer, dovecot):
    """Makes an installation that sends to a server on loopback; the server."""

    def make(copies_by):
        dovecot.append([b"Subject: eerste\r\n\r\nx\r\n"], "Verzonden")
        peer = smtp_peer()
        installation.settings["smtp"] = {
            "host": "127.0.0.1",
            "port": peer.port,
            "security": "plain",
            "sender": "ibt@example.nl",
            "sent_folder": "Verzonden",
            "sent_folder_by": copies_by,
        }
        return peer

    return make


class Queue:
    """Mails to send, made as they are needed."""

    def __init__(self, installation):
        self.installation, self.count = installation, 0
        self.engine = installation.engine
        self.ids = ids_of(load_config(installation.config))

    def fill(self, waiting=WAITING):
        """Have so many mails wait."""
        with transaction(self.engine) as session:
            there = len(outbox(session, {OutgoingState.QUEUED, OutgoingState.SENDING}))
            for _ in range(waiting - there):
                self.count += 1
                mail = letter(self.count)
                now = datetime.now(UTC)
                queue(session, propose(session, mail, now), now)

    def in_state(self, state):
        """Numbers and Message-IDs of the mails in a state."""
        found = self.installation.look(outbox, {state})
        return {each.id: each.outgoing.message_id for each in found}

    def settle(self, entry, *, was_sent):
        """What an officer does who looked into the log of the server."""
        with transaction(self.engine) as session:
            settle(session, entry, datetime.now(UTC), was_sent=was_sent, officer="jansen")


def test_r01_200_kills_send_no_mail_twice_and_lose_none(sending, installation, dovecot):
    chance = random.Random(SEED)
    peer, mails = sending("us"), Queue(installation)
    config = installation.config
    mails.fill()
    steps = passed(config)  # of three mails: connected, said, sent, copied
    assert len(peer.accepted) == WAITING
    kills = 0
    order = list(range(1, steps + 1))
    chance.shuffle(order)
    while kills < KILLS:  # every step at least once, in an order of chance
        mails.fill()
        deadly = order[kills % len(order)]
        kills += passed(config, deadly) is None
    peer.hear_out()
    assert passed(config) is not None

    doubtful = mails.in_state(UNCERTAIN)
    accepted = Counter(each.message_id for each in peer.accepted)
    assert 0 < len(doubtful) < KILLS // 4
    for entry, message_id in doubtful.items():
        mails.settle(entry, was_sent=message_id in accepted)
    assert passed(config) is not None

    accepted = Counter(each.message_id for each in peer.accepted)
    assert sorted(accepted.values()) == [1] * mails.count
    assert set(accepted) == set(mails.in_state(SENT).values())
    assert copies_in(dovecot) == Counter(accepted.keys())
    assert installation.look(verify_events) == []


def test_what_the_server_copied_settles_itself(sending, installation, dovecot):
    """A server that puts copies in the folder by itself, as those of Microsoft and Google do."""
    chance = random.Random(SEED)
    peer, mails = sending("server"), Queue(installation)
    config = installation.config
    mails.fill()
    steps = passed(config)
    copied = 0
    for deadly in chance.sample(range(1, steps + 1), 30):
        mails.fill()
        passed(config, deadly)
        peer.hear_out()  # a mail may lie there whole after the death of who sent it
        dovecot.append([each.raw for each in peer.accepted[copied:]], "Verzonden")
        copied = len(peer.accepted)
    assert passed(config) is not None
    accepted = {each.message_id for each in peer.accepted}
    assert set(mails.in_state(UNCERTAIN).values()) & accepted == set()


def copies_in(dovecot):
    """How often each Message-ID stands in the folder of what was sent."""
    with dovecot.session("Verzonden") as client:
        _, data = client.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
    texts = [each[1].decode() for each in data if isinstance(each, tuple)]
    return Counter(text.partition(":")[2].strip() for text in texts if text.strip())
