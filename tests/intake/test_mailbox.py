"""What holds for every mailbox, a server or a disk."""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from intake.config import MailboxConfig
from intake.mailbox import open_mailbox
from intake.mailbox.protocol import in_batches
from intake.mailbox.watch import Watch
from tests.intake.mails import numbered
from tests.servers import PASSWORD, PATIENCE, USER

SOON = PATIENCE / 3  # seconds: long before a wait would end by itself


@dataclass
class Place:
    """A mailbox of some kind, and a way to deliver to it."""

    config: MailboxConfig
    deliver: Any

    def take_in(self, watch=None, known=frozenset(), **options):
        """One pass: the mails that were unknown."""
        mailbox = open_mailbox(self.config)
        watch = watch or Watch()
        unknown = watch.unknown(mailbox, "INBOX", lambda uidvalidity: known, **options)
        mails = [mail for batch in mailbox.fetch("INBOX", unknown.uids) for mail in batch]
        watch.done(unknown)
        mailbox.close()
        return mails


@pytest.fixture(params=["imap", "maildir", "mbox", "folder"])
def place(request, tmp_path):
    path = tmp_path / "mail"
    limits = {"batch_mails": 3, "batch_bytes": 2000}
    if request.param == "imap":
        dovecot = request.getfixturevalue("dovecot")
        return Place(imap_config(dovecot, tmp_path, **limits), lambda raw: dovecot.append([raw]))
    if request.param == "mbox":
        path.write_bytes(b"")
    else:
        for name in ("cur", "new", "tmp"):
            (path / name).mkdir(parents=True)
    config = MailboxConfig(kind=request.param, path=path, **limits)
    count = iter(range(1000))

    def deliver(raw):
        if request.param == "mbox":
            with path.open("ab") as file:
                file.write(b"From a@b Thu Apr  9 08:00:00 2026\r\n" + raw + b"\r\n")
        else:
            name = "new/1775721600.M{}.host" if request.param == "maildir" else "{}.eml"
            (path / name.format(next(count))).write_bytes(raw)

    return Place(config, deliver)


def imap_config(dovecot, tmp_path, **settings):
    """Settings for a Dovecot over TLS with its own authority."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o600)
    settings = {"port": dovecot.tls_port, "ca_file": dovecot.ca_file, "user": USER} | settings
    return MailboxConfig(kind="imap", host="localhost", password_file=secret, **settings)


def test_each_mail_comes_once_with_its_bytes_and_message_id(place):
    for number in range(7):
        place.deliver(numbered(number))
    mails = place.take_in()
    assert [mail.raw for mail in mails] == [numbered(number) for number in range(7)]
    assert [mail.message_id for mail in mails] == [f"<mail-{n}@example.nl>" for n in range(7)]
    assert len({mail.uid for mail in mails}) == 7


def test_a_later_run_knows_the_mails_by_the_same_uids(place):
    for number in range(3):
        place.deliver(numbered(number))
    known = {mail.uid for mail in place.take_in()}
    place.deliver(numbered(3))
    assert [mail.raw for mail in place.take_in(known=known)] == [numbered(3)]


def test_what_was_not_reported_as_done_is_asked_for_again(place):
    place.deliver(numbered(1))
    mailbox, watch = open_mailbox(place.config), Watch()
    first = watch.unknown(mailbox, "INBOX", lambda uidvalidity: ())
    again = watch.unknown(mailbox, "INBOX", lambda uidvalidity: ())
    mailbox.close()
    assert first.uids == again.uids
    assert len(first.uids) == 1


def test_batches_keep_to_their_bounds(place):
    for number in range(5):
        place.deliver(numbered(number, lines=30))
    mailbox = open_mailbox(place.config)
    sizes = [
        sum(len(mail.raw) for mail in batch)
        for batch in mailbox.fetch("INBOX", mailbox.uids("INBOX"))
    ]
    mailbox.close()
    assert len(sizes) == 3
    assert max(sizes) <= place.config.batch_bytes


def test_a_mail_that_is_gone_is_left_out(place):
    place.deliver(numbered(1))
    mailbox = open_mailbox(place.config)
    (uid,) = mailbox.uids("INBOX")
    batches = list(mailbox.fetch("INBOX", [uid, uid + 1]))
    mailbox.close()
    assert [mail.uid for batch in batches for mail in batch] == [uid]


def test_a_mail_that_arrives_ends_the_wait(place):
    mailbox = open_mailbox(place.config)
    mailbox.uids("INBOX")
    delivery = threading.Timer(0.3, place.deliver, [numbered(1)])
    delivery.start()
    started = time.monotonic()
    came = mailbox.wait(PATIENCE, threading.Event())
    took = time.monotonic() - started
    delivery.join()
    mailbox.close()
    assert came
    assert took < SOON


def test_a_mail_that_came_before_the_wait_ends_it_too(place):
    mailbox = open_mailbox(place.config)
    mailbox.uids("INBOX")
    place.deliver(numbered(1))
    started = time.monotonic()
    assert mailbox.wait(PATIENCE, threading.Event())
    assert time.monotonic() - started < SOON
    mailbox.close()


def test_a_stop_ends_the_wait(place):
    mailbox, stop = open_mailbox(place.config), threading.Event()
    mailbox.uids("INBOX")
    timer = threading.Timer(0.2, stop.set)
    timer.start()
    started = time.monotonic()
    assert not mailbox.wait(PATIENCE, stop)
    assert time.monotonic() - started < SOON
    timer.join()
    mailbox.close()


def test_a_wait_ends_when_its_time_is_over(place):
    mailbox = open_mailbox(place.config)
    mailbox.uids("INBOX")
    assert not mailbox.wait(0.2, threading.Event())
    mailbox.close()


def test_time_of_receipt_is_the_servers_own(place):
    place.deliver(numbered(5))
    (mail,) = place.take_in()
    if place.config.kind == "imap":
        # INTERNALDATE: when it was appended, whatever its headers claim.
        assert abs((datetime.now(UTC) - mail.received_at).total_seconds()) < 60
    else:
        assert mail.received_at == datetime(2026, 4, 9, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sizes", "batches"),
    [
        pytest.param([1, 1, 1, 1], [[1, 2, 3], [4]], id="by number"),
        pytest.param([6, 5, 5], [[1], [2, 3]], id="by bytes"),
        pytest.param([1, 99, 1], [[1], [2], [3]], id="one larger than the bound goes alone"),
        pytest.param([], [], id="none"),
    ],
)
def test_batches_are_cut_in_order(sizes, batches):
    numbers = range(1, len(sizes) + 1)
    by_uid = dict(zip(numbers, sizes, strict=True))
    assert list(in_batches(list(numbers), by_uid, mails=3, size=10)) == batches
