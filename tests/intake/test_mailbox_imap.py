"""An IMAP server as a mailbox, against a real Dovecot."""

import re
import socket
import threading
import time
from contextlib import closing

import pytest

from intake.errors import Stop, TryLater
from intake.mailbox.backoff import BackOff
from intake.mailbox.imap import ImapMailbox
from intake.mailbox.session import Session
from intake.mailbox.watch import Watch
from tests.intake.mails import numbered
from tests.intake.test_mailbox import SOON, imap_config
from tests.memory import MEGABYTE, measured
from tests.servers import PASSWORD, PATIENCE, USER

FOLDERS = ("INBOX", "Wob & Woo")  # on the wire: "Wob &- Woo" (RFC 3501 section 5.1.3)


class Taker:
    """Takes in what is unknown, as the daemon does, and remembers it."""

    def __init__(self, config, **options):
        self.mailbox = ImapMailbox(config, **options)
        self.watch = Watch()
        self.known = {}
        self.mails = []

    def take_in(self, **options):
        """How many mails one pass over every folder took in."""
        before = len(self.mails)
        for folder in self.mailbox.folders:
            unknown = self.watch.unknown(
                self.mailbox,
                folder,
                lambda uidvalidity, folder=folder: self.known.get((folder, uidvalidity), set()),
                **options,
            )
            for batch in self.mailbox.fetch(folder, unknown.uids):
                for mail in batch:
                    self.known.setdefault((folder, mail.uidvalidity), set()).add(mail.uid)
                    self.mails.append(mail)
            self.watch.done(unknown)
        return len(self.mails) - before


@pytest.fixture
def config(dovecot, tmp_path):
    return imap_config(dovecot, tmp_path)


@pytest.fixture
def taker(config):
    taker = Taker(config)
    yield taker
    taker.mailbox.close()


def bodies_read(dovecot, sessions):
    """How many bodies each session fetched, sorted, by the server's own log, once all ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        counts = re.findall(r"Disconnected: Logged out .*body_count=(\d+)", dovecot.log)
        if len(counts) >= sessions:
            return sorted(int(count) for count in counts)  # each tells its end when it may
        time.sleep(0.02)
    raise AssertionError(f"{sessions} sessions should have ended: {dovecot.log}")


def one_line_of(error):
    """The message of an error, which must be one line."""
    text = str(error.value)
    assert "\n" not in text
    return text


def test_200_mails_over_two_folders_are_fetched_once_and_flags_stay(dovecot, tmp_path):
    dovecot.append([numbered(n) for n in range(60)], flags=r"(\Seen \Flagged)")
    dovecot.append([numbered(n) for n in range(60, 120)])
    dovecot.append([numbered(n) for n in range(120, 200)], folder='"Wob &- Woo"')
    folders = ("INBOX", '"Wob &- Woo"')
    flags = [dovecot.flags(folder) for folder in folders]
    taker = Taker(imap_config(dovecot, tmp_path, folders=FOLDERS))
    assert taker.take_in() == 200
    assert taker.take_in(whole=True) == 0
    taker.mailbox.close()
    assert sorted(mail.raw for mail in taker.mails) == sorted(numbered(n) for n in range(200))
    assert [dovecot.flags(folder) for folder in folders] == flags
    assert b"Seen" in b"".join(flags[0])
    assert b"Seen" not in b"".join(flags[1])


def test_a_second_pass_and_a_second_run_fetch_no_body(dovecot, config):
    dovecot.append([numbered(n) for n in range(5)])
    first = Taker(config)
    first.take_in()
    first.take_in()
    first.mailbox.close()
    second = Taker(config)
    second.known = first.known
    second.take_in()
    second.mailbox.close()
    assert bodies_read(dovecot, 3) == [0, 0, 5]  # of one session they were appended


def test_a_pass_without_news_costs_the_same_in_a_larger_folder(dovecot, taker):
    costs = []
    for number in (5, 300):
        dovecot.append([numbered(number)] * number)
        taker.take_in()
        seen = dovecot.log
        taker.take_in()
        taker.mailbox.close()
        until = time.monotonic() + PATIENCE
        while "Logged out" not in dovecot.log[len(seen) :] and time.monotonic() < until:
            time.sleep(0.02)
        taker.take_in(whole=True)
        received = []
        client = taker.mailbox._sessions["INBOX"].client
        readline = client._imap.readline
        client._imap.readline = lambda read=readline, into=received: into.append(read()) or into[-1]
        assert taker.take_in() == 0
        costs.append(sum(map(len, received)))
    assert costs[1] < costs[0] * 1.2


def test_only_what_came_since_is_asked_for_between_whole_passes(dovecot, taker, monkeypatch):
    dovecot.append([numbered(1), numbered(2)])
    taker.take_in()
    asked = []
    uids = Session.uids
    monkeypatch.setattr(
        Session, "uids", lambda self, since: asked.append(since) or uids(self, since)
    )
    taker.take_in()
    dovecot.append([numbered(3)])
    assert taker.take_in() == 1
    taker.take_in()
    taker.take_in(whole=True)
    assert asked == [3, 3, 4, 1]


def test_mails_that_others_opened_moved_or_expunged_hold_nothing_up(dovecot, taker):
    dovecot.append([numbered(n) for n in range(3)], flags=r"(\Seen)")
    taker.take_in()
    dovecot.expunge([2])
    dovecot.append([numbered(3)], flags=r"(\Seen)")
    assert taker.take_in() == 1
    assert taker.mailbox.uids("INBOX") == [1, 3, 4]


def test_a_mail_in_any_folder_ends_the_wait(dovecot, tmp_path):
    dovecot.append([numbered(1)], folder="Archief")
    taker = Taker(imap_config(dovecot, tmp_path, folders=("INBOX", "Archief")))
    taker.take_in()
    timer = threading.Timer(0.3, dovecot.append, [[numbered(2)], "Archief"])
    timer.start()
    started = time.monotonic()
    assert taker.mailbox.wait(PATIENCE, threading.Event())
    assert taker.take_in() == 1
    assert time.monotonic() - started < SOON
    timer.join()
    taker.mailbox.close()


def test_idle_is_renewed_and_still_tells_of_mail(dovecot, tmp_path, monkeypatch):
    starts = []
    start = Session.start_idle
    monkeypatch.setattr(Session, "start_idle", lambda self: starts.append(1) or start(self))
    taker = Taker(imap_config(dovecot, tmp_path, idle_renew_seconds=1))
    taker.take_in()
    timer = threading.Timer(1.3, dovecot.append, [[numbered(1)]])
    timer.start()
    with closing(taker.mailbox):
        assert taker.mailbox.wait(PATIENCE, threading.Event())
    timer.join()
    assert len(starts) >= 2  # on a busy machine the mail comes after another renewal


def test_without_idle_the_wait_lasts_until_the_next_poll(dovecot, tmp_path):
    taker = Taker(imap_config(dovecot, tmp_path, idle=False))
    taker.take_in()
    dovecot.append([numbered(1)])
    assert not taker.mailbox.wait(0.3, threading.Event())
    assert taker.take_in() == 1
    taker.mailbox.close()


def test_a_change_of_uidvalidity_is_told_with_every_mail(dovecot, config):
    dovecot.append([numbered(1), numbered(2)])
    taker = Taker(config)
    taker.take_in()
    taker.mailbox.close()
    dovecot.stop()
    dovecot.renumber()
    time.sleep(1.1)  # Dovecot numbers by the second
    dovecot.start()
    assert taker.take_in() == 2
    taker.mailbox.close()
    before, after = taker.mails[:2], taker.mails[2:]
    assert {mail.uidvalidity for mail in before}.isdisjoint(mail.uidvalidity for mail in after)
    # Storage knows them by their bytes.
    assert sorted(mail.raw for mail in before) == sorted(mail.raw for mail in after)


def test_a_server_that_stops_and_starts_is_found_again(dovecot, config):
    dovecot.append([numbered(1)])
    taker = Taker(config, backoff=lambda: BackOff(chance=lambda: 0.0))
    taker.take_in()
    dovecot.stop()
    with pytest.raises(TryLater):
        taker.take_in()
    dovecot.start()
    dovecot.append([numbered(2)])
    until = time.monotonic() + PATIENCE
    while len(taker.mails) < 2 and time.monotonic() < until:
        taker.mailbox.wait(PATIENCE, threading.Event())  # returns when the next try is due
        try:
            taker.take_in()
        except TryLater:
            continue
    assert [mail.raw for mail in taker.mails] == [numbered(1), numbered(2)]
    taker.mailbox.close()


def test_a_server_that_stops_ends_the_wait(dovecot, taker):
    taker.take_in()
    timer = threading.Timer(0.3, dovecot.stop)
    timer.start()
    started = time.monotonic()
    assert taker.mailbox.wait(PATIENCE, threading.Event())
    assert time.monotonic() - started < SOON
    timer.join()


def test_marking_sets_the_keyword_and_nothing_else(dovecot, tmp_path):
    dovecot.append([numbered(1), numbered(2)])
    taker = Taker(imap_config(dovecot, tmp_path, mark="keyword"))
    taker.take_in()
    uidvalidity = taker.mails[0].uidvalidity
    taker.mailbox.mark("INBOX", uidvalidity, [2])
    taker.mailbox.mark("INBOX", uidvalidity, [2])
    taker.mailbox.close()
    flags = [line.replace(rb"\Recent", b"").replace(b" )", b")") for line in dovecot.flags()]
    assert flags == [b"1 (UID 1 FLAGS ())", b"2 (UID 2 FLAGS (ibt-intake))"]


def test_a_folder_numbered_anew_is_not_marked(dovecot, tmp_path):
    dovecot.append([numbered(1)])
    mailbox = ImapMailbox(imap_config(dovecot, tmp_path, mark="keyword"))
    with pytest.raises(TryLater, match="numbered anew"):
        mailbox.mark("INBOX", 1, [1])
    assert b"ibt-intake" not in dovecot.flags()[0]


def test_marking_is_off_by_default(dovecot, taker):
    dovecot.append([numbered(1)])
    taker.take_in()
    before = dovecot.flags()
    taker.mailbox.mark("INBOX", taker.mails[0].uidvalidity, [1])
    assert dovecot.flags() == before


@pytest.mark.parametrize("security", ["tls", "starttls", "plain"])
def test_every_kind_of_connection_takes_mail_in(security, dovecot, tmp_path):
    dovecot.append([numbered(1)])
    port = dovecot.tls_port if security == "tls" else dovecot.port
    taker = Taker(imap_config(dovecot, tmp_path, security=security, port=port))
    assert taker.take_in() == 1
    sock = taker.mailbox._sessions["INBOX"].client.socket()
    assert hasattr(sock, "cipher") == (security != "plain")
    taker.mailbox.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_expired_certificate_is_refused(security, expired_dovecot, tmp_path):
    port = expired_dovecot.tls_port if security == "tls" else expired_dovecot.port
    config = imap_config(expired_dovecot, tmp_path, security=security, port=port)
    with pytest.raises(Stop) as error:
        ImapMailbox(config).state("INBOX")
    assert "certificate has expired; have it renewed" in one_line_of(error)


def refused(config):
    """The one line that settings are refused with."""
    with pytest.raises(Stop) as error:
        ImapMailbox(config).state("INBOX")
    return one_line_of(error)


def test_a_certificate_of_a_stranger_is_refused(dovecot, tmp_path):
    line = refused(imap_config(dovecot, tmp_path, ca_file=None))
    assert "check host and ca_file under [mailbox]" in line


def test_a_wrong_password_names_user_and_password_file(dovecot, config):
    config.password_file.write_text("verkeerd\n")
    line = refused(config)
    assert f"refuses the login of user {USER!r}" in line
    assert "check user and password_file under [mailbox]" in line
    assert "verkeerd" not in line


def test_a_password_of_other_letters_is_sent_as_it_is(dovecot, config):
    config.password_file.write_text("gehéim\n", encoding="utf-8")
    assert "refuses the login" in refused(config)


def test_only_one_newline_is_taken_off_the_password(dovecot, config):
    config.password_file.write_text(PASSWORD + "\n\n")
    assert "refuses the login" in refused(config)


def test_a_refused_login_is_not_repeated_before_its_time(dovecot, config):
    config.password_file.write_text("verkeerd\n")
    now = [0.0]
    mailbox = ImapMailbox(config, backoff=lambda: BackOff(clock=lambda: now[0]))
    for moment in range(0, 300, 3):
        now[0] = float(moment)
        with pytest.raises((Stop, TryLater)):
            mailbox.state("INBOX")
    tries = dovecot.log.count("auth failed")
    assert 5 <= tries <= 10  # steps of 1, 2, 4, ... seconds, give or take a quarter


def test_a_missing_folder_is_named_with_those_that_are_there(dovecot, tmp_path):
    dovecot.append([numbered(1)], folder="Archief")
    mailbox = ImapMailbox(imap_config(dovecot, tmp_path, folders=("INBOX", "Archif")))
    with pytest.raises(Stop) as error:
        mailbox.state("Archif")
    line = one_line_of(error)
    assert "folder 'Archif' cannot be opened" in line
    assert "the server has Archief, INBOX; check folders under [mailbox]" in line
    assert mailbox.state("INBOX").count == 0  # the others go on
    mailbox.close()


def test_no_server_at_the_port_is_a_matter_of_time(dovecot, tmp_path):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        config = imap_config(dovecot, tmp_path, port=held.getsockname()[1])
        with pytest.raises(TryLater, match="refuses the connection; check host and port"):
            ImapMailbox(config).state("INBOX")


def test_tls_to_a_port_without_tls_names_port_and_security(dovecot, tmp_path):
    line = refused(imap_config(dovecot, tmp_path, port=dovecot.port))
    assert "check port and security (tls) under [mailbox]" in line


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        pytest.param({"host": "imap.invalid"}, "no server is known by the name", id="host"),
        pytest.param({"host": ""}, "host is empty", id="no host"),
        pytest.param({"user": ""}, "user is empty", id="no user"),
        pytest.param({"password_file": None}, "password_file is not set", id="no password"),
        pytest.param(
            {"host": "192.0.2.1", "security": "plain"}, "name the host in allow_plain", id="plain"
        ),
    ],
)
def test_wrong_settings_are_refused_before_anything_is_sent(settings, words, dovecot, tmp_path):
    config = imap_config(dovecot, tmp_path).model_copy(update=settings)
    line = refused(config)
    assert words in line
    assert "[mailbox]" in line


def test_a_missing_password_file_or_ca_file_is_named(dovecot, tmp_path, config):
    missing = tmp_path / "nowhere"
    assert f"{missing} cannot be read (No such file" in refused(
        config.model_copy(update={"password_file": missing})
    )
    line = refused(config.model_copy(update={"ca_file": missing}))
    assert f"ca_file {missing} holds no certificates" in line


def test_r24_a_large_mail_is_fetched_without_being_written_out_for_a_log(dovecot, config, taker):
    raw = numbered(1) + b"\xe9\xf8" * (4 * MEGABYTE)
    dovecot.append([raw])
    with measured() as memory:
        taker.take_in()
    assert [mail.raw for mail in taker.mails] == [raw]
    assert memory.most < 3 * len(raw)
