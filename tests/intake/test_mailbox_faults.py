"""What a healthy server never does, by a scripted peer."""

import threading
import time

import pytest

from intake.config import MailboxConfig
from intake.errors import Stop, TryLater
from intake.mailbox.backoff import BackOff
from intake.mailbox.imap import ImapMailbox
from tests.intake.mails import numbered
from tests.servers import PATIENCE, ScriptedPeer

EXAMINED = b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 3] x\r\n{tag} OK done\r\n"
CAPABLE = b"* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK done\r\n"
SIZES = b"* 1 FETCH (UID 1 RFC822.SIZE 9)\r\n* 2 FETCH (UID 2 RFC822.SIZE 9)\r\n{tag} OK done\r\n"
HEALTHY = {"CAPABILITY": CAPABLE, "EXAMINE": EXAMINED, "UID FETCH 1,2 (RFC822.SIZE": SIZES}
HANG_UP = ScriptedPeer.HANG_UP
SOON = PATIENCE / 3  # seconds: long before what is waited for would come by itself


@pytest.fixture
def mailbox_at(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("geheim\n")
    made = []

    def make(peer, *, timeout_seconds=PATIENCE, **options):
        config = MailboxConfig(
            kind="imap",
            host="127.0.0.1",
            port=peer.port,
            security="plain",
            user="postbus",
            password_file=secret,
            timeout_seconds=timeout_seconds,
        )
        made.append(ImapMailbox(config, **options))
        return made[-1]

    yield make
    for mailbox in made:
        mailbox.close()


def body(number, raw):
    """The answer to a FETCH of one mail."""
    date = b'INTERNALDATE "09-Apr-2026 10:00:00 +0200"'
    return b"* %d FETCH (UID %d %s BODY[] {%d}\r\n%s)\r\n" % (number, number, date, len(raw), raw)


@pytest.mark.parametrize(
    ("greeting", "script"),
    [
        pytest.param(None, {}, id="no greeting"),
        pytest.param(b"* OK ready\r\n", HEALTHY | {"LOGIN": None}, id="login unanswered"),
        pytest.param(b"* OK ready\r\n", HEALTHY | {"EXAMINE": None}, id="folder unanswered"),
        pytest.param(b"* OK ready\r\n", HEALTHY | {"NOOP": None}, id="pass unanswered"),
    ],
)
def test_r04_a_silent_server_is_given_up_after_the_timeout(
    greeting, script, scripted_peer, mailbox_at
):
    mailbox = mailbox_at(scripted_peer(greeting, **script), timeout_seconds=0.3)
    started = time.monotonic()
    with pytest.raises(TryLater, match="is silent"):
        mailbox.uids("INBOX")
    assert time.monotonic() - started < SOON


@pytest.mark.parametrize("share", range(1, 10))
def test_r03_a_connection_cut_in_a_literal_gives_no_mail(share, scripted_peer, mailbox_at):
    answer = body(1, numbered(1, lines=20))
    cut = answer[: len(answer) * share // 10] + HANG_UP
    script = HEALTHY | {"UID FETCH 1,2 (RFC822.SIZE": SIZES, "UID FETCH": cut}
    mailbox = mailbox_at(scripted_peer(**script))
    mails = []
    with pytest.raises(TryLater, match="has ended the connection"):
        mails += mailbox.fetch("INBOX", [1, 2])
    assert mails == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param(b"* BYE shutting down\r\n" + HANG_UP, "has ended the connection", id="BYE"),
        pytest.param(b"HTTP/1.1 400 Bad Request\r\n" + HANG_UP, "it is tried again", id="not IMAP"),
        pytest.param(b"{tag} NO [SERVERBUG] oops\r\n", "cannot serve now", id="a bug of its own"),
        pytest.param(b"* SEARCH een\r\n{tag} OK done\r\n", "no IMAP", id="words for numbers"),
    ],
)
def test_an_odd_answer_is_a_matter_of_time(answer, words, scripted_peer, mailbox_at):
    script = HEALTHY | {"UID SEARCH": answer}
    with pytest.raises(TryLater, match=words):
        mailbox_at(scripted_peer(**script)).uids("INBOX")


def test_after_a_fault_the_mailbox_connects_anew(scripted_peer, mailbox_at):
    peer = scripted_peer(**HEALTHY, NOOP=b"* BYE\r\n" + HANG_UP)
    mailbox = mailbox_at(peer)
    with pytest.raises(TryLater):
        mailbox.uids("INBOX")
    assert mailbox.state("INBOX").count == 2
    assert peer.logins == 2


def test_one_mail_that_the_server_cannot_give_does_not_hold_up_the_rest(scripted_peer, mailbox_at):
    script = HEALTHY | {
        "UID FETCH 1,2 (BODY": b"{tag} NO message 1 is corrupt\r\n",
        "UID FETCH 1 ": b"{tag} NO message 1 is corrupt\r\n",
        "UID FETCH 2 ": body(2, numbered(2)) + b"{tag} OK done\r\n",
    }
    mailbox = mailbox_at(scripted_peer(**script))
    (batch,) = mailbox.fetch("INBOX", [1, 2])
    assert [mail.uid for mail in batch] == [2]


def test_without_uidvalidity_the_folder_says_unknown(scripted_peer, mailbox_at):
    script = HEALTHY | {"EXAMINE": b"* 1 EXISTS\r\n{tag} OK done\r\n"}
    assert mailbox_at(scripted_peer(**script)).state("INBOX").uidvalidity == 0


def test_a_passing_refusal_of_a_login_is_no_wrong_password(scripted_peer, mailbox_at):
    peer = scripted_peer(
        CAPABILITY=CAPABLE, LOGIN=b"{tag} NO [UNAVAILABLE] Temporary authentication failure\r\n"
    )
    with pytest.raises(TryLater, match="cannot serve now"):
        mailbox_at(peer).state("INBOX")


def test_r05_an_hour_of_refusals_takes_few_logins(scripted_peer, mailbox_at):
    peer = scripted_peer(CAPABILITY=CAPABLE, LOGIN=b"{tag} NO [AUTHENTICATIONFAILED] no\r\n")
    now = [0.0]
    mailbox = mailbox_at(peer, backoff=lambda: BackOff(clock=lambda: now[0], chance=lambda: 0.5))
    for second in range(0, 3600, 10):
        now[0] = float(second)
        with pytest.raises((Stop, TryLater)):
            mailbox.state("INBOX")
    assert peer.logins == 15  # in steps of 1, 2, 4 ... 512 seconds, then every ten minutes


def test_news_that_comes_along_with_an_answer_ends_the_wait(scripted_peer, mailbox_at):
    # Both lines in one packet: the second is read with the first, and the socket stays silent.
    script = HEALTHY | {"IDLE": b"+ idling\r\n* 3 EXISTS\r\n"}
    mailbox = mailbox_at(scripted_peer(**script))
    mailbox.state("INBOX")
    started = time.monotonic()
    assert mailbox.wait(PATIENCE, threading.Event())
    assert time.monotonic() - started < SOON


def test_a_server_that_only_says_it_is_there_does_not_end_the_wait(scripted_peer, mailbox_at):
    peer = scripted_peer(**HEALTHY | {"IDLE": b"+ idling\r\n* OK Still here\r\n"})
    mailbox = mailbox_at(peer)
    mailbox.state("INBOX")
    assert not mailbox.wait(0.5, threading.Event())
    assert peer.commands.count(b"+ DONE") >= 1


def test_without_idle_on_the_server_none_is_asked(scripted_peer, mailbox_at):
    without = CAPABLE.replace(b" IDLE", b"")
    peer = scripted_peer(**HEALTHY | {"CAPABILITY": without})
    mailbox = mailbox_at(peer)
    mailbox.state("INBOX")
    assert not mailbox.wait(0.1, threading.Event())
    assert b"IDLE" not in peer.commands


def test_steps_double_up_to_ten_minutes():
    now = [0.0]
    backoff = BackOff(clock=lambda: now[0], chance=lambda: 0.5)
    steps = []
    for _ in range(12):
        backoff.failed()
        steps.append(backoff.seconds_left)
        now[0] += backoff.seconds_left
        backoff.admit("the connection")
    assert steps == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]
    backoff.succeeded()
    backoff.failed()
    assert backoff.seconds_left == 1


def test_steps_differ_by_a_quarter():
    shortest, longest = (BackOff(clock=lambda: 0.0, chance=lambda v=v: v) for v in (0.0, 1.0))
    shortest.failed()
    longest.failed()
    assert (shortest.seconds_left, longest.seconds_left) == (0.75, 1.25)


def test_too_early_says_how_long():
    backoff = BackOff(clock=lambda: 0.0, chance=lambda: 0.5)
    backoff.failed()
    backoff.failed()
    with pytest.raises(TryLater, match="the login failed 2 times; the next try is in 2 seconds"):
        backoff.admit("the login")
