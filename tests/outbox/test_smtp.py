"""What becomes of a mail at an SMTP server, whatever the server does."""

from dataclasses import replace

import pytest

from outbox.compose import composed
from outbox.config import SmtpConfig
from outbox.errors import Later, Rejected, ServerAway, Stop, Uncertain
from outbox.smtp import SmtpServer
from tests.outbox.mails import LETTER, NOON, US
from tests.smtp_servers import SmtpPeer

MAIL = composed(replace(LETTER, cc=("cdk@gelderland.nl",)), US, NOON)
HANG_UP = SmtpPeer.HANG_UP


def server_at(port, *, password=None, token=None, **settings):
    """The way out to a server on loopback."""
    common = {"host": "127.0.0.1", "security": "plain", "sender": US.address, "timeout_seconds": 30}
    config = SmtpConfig(**common | {"port": port, "accept_seconds": 30} | settings)
    return SmtpServer(config, password=password, token=token)


class Noted:
    """Whether the sender was told that the server may have the mail by now."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1


@pytest.fixture
def noted():
    return Noted()


def test_a_mail_arrives_as_it_was_composed(smtp_server, noted):
    server = smtp_server()
    server_at(server.port).send(MAIL, noted)
    (accepted,) = server.sink.accepted
    assert accepted.raw == MAIL.raw
    assert (accepted.sender, accepted.recipients) == (US.address, MAIL.recipients)
    assert noted.times == 1


def test_over_tls_with_a_verified_certificate(smtp_server, noted, tmp_path):
    server = smtp_server(tls="tls")
    server_at(server.port, security="tls", ca_file=tmp_path / "ca.pem").send(MAIL, noted)
    assert len(server.sink.accepted) == 1


def test_over_starttls_with_a_verified_certificate_and_a_password(smtp_server, noted, tmp_path):
    server = smtp_server(tls="starttls", password="geheim")
    settings = {"security": "starttls", "ca_file": tmp_path / "ca.pem", "user": "ibt"}
    server_at(server.port, password=lambda: "geheim", **settings).send(MAIL, noted)
    assert len(server.sink.accepted) == 1
    assert server.sink.logins[0][1] == b"geheim"


def test_xoauth2_gives_the_token(smtp_server, noted, tmp_path):
    server = smtp_server(tls="starttls", password="x")
    settings = {"security": "starttls", "ca_file": tmp_path / "ca.pem", "user": "ibt@minjenv.nl"}
    server_at(server.port, token=lambda: "good", **settings).send(MAIL, noted)
    assert server.sink.logins == [("XOAUTH2", b"user=ibt@minjenv.nl\x01auth=Bearer good\x01\x01")]
    with pytest.raises(Stop, match=r"refuses the login.*\[smtp\.oauth\]"):
        server_at(server.port, token=lambda: "old", **settings).send(MAIL, noted)


def test_a_wrong_password_stops_all_and_names_the_setting(smtp_server, noted, tmp_path):
    server = smtp_server(tls="starttls", password="geheim")
    way = server_at(
        server.port,
        security="starttls",
        ca_file=tmp_path / "ca.pem",
        user="ibt",
        password=lambda: "verkeerd",
    )
    with pytest.raises(
        Stop, match=r"refuses the login of user 'ibt'.*password_file under \[smtp\]"
    ):
        way.send(MAIL, noted)
    assert noted.times == 0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        pytest.param({"ca_file": None}, "certificate of .* not accepted", id="unknown authority"),
        pytest.param({"expired": True}, "certificate has expired", id="expired"),
        pytest.param({"host": "127.0.0.2"}, "certificate of .* not accepted", id="another name"),
    ],
)
def test_a_certificate_that_is_not_right_stops_all(smtp_server, noted, tmp_path, settings, told):
    server = smtp_server(
        tls="tls", expired="expired" in settings, host=settings.get("host", "127.0.0.1")
    )
    settings = {name: value for name, value in settings.items() if name != "expired"}
    way = server_at(server.port, **{"security": "tls", "ca_file": tmp_path / "ca.pem"} | settings)
    with pytest.raises(Stop, match=told):
        way.send(MAIL, noted)
    assert noted.times == 0


def test_a_server_without_starttls_gets_neither_mail_nor_password(smtp_peer, noted):
    peer = smtp_peer()
    way = server_at(peer.port, security="starttls", user="ibt", password=lambda: "geheim")
    with pytest.raises(Stop, match="offers no STARTTLS"):
        way.send(MAIL, noted)
    assert set(peer.commands) <= {"", "EHLO", "QUIT"}


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_broken_handshake_leaves_the_mail_here(smtp_peer, noted, security):
    peer = smtp_peer(
        GREETING=b"220 ready\r\n",
        STARTTLS=b"220 go on\r\nthis is no TLS\r\n" + HANG_UP,
        EHLO=b"250-hello\r\n250 STARTTLS\r\n",
    )
    # Hung up on amid our own words, the reset may come before what the server said.
    with pytest.raises(ServerAway, match=r"TLS|reset by peer"):
        server_at(peer.port, security=security).send(MAIL, noted)
    assert noted.times == 0


def impatience_with(script):
    """A short limit only on what is never answered: a busy machine is slow with any answer."""
    if "DOT" in script:
        return {} if script["DOT"] else {"accept_seconds": 0.5}
    return {"timeout_seconds": 0.5} if None in script.values() else {}


@pytest.mark.parametrize(
    ("script", "error", "told"),
    [
        pytest.param({"GREETING": b"421 busy\r\n"}, ServerAway, "421 busy", id="421 at greeting"),
        pytest.param({"GREETING": b"554 no\r\n"}, ServerAway, "554 no", id="554 at greeting"),
        pytest.param({"GREETING": b"junk\r\n" + HANG_UP}, ServerAway, "127", id="no SMTP at all"),
        pytest.param({"GREETING": None}, ServerAway, "is silent", id="silent greeting"),
        pytest.param({"MAIL": b"451 later\r\n"}, Later, "451 later", id="451 at MAIL"),
        pytest.param({"MAIL": b"421 gone\r\n"}, ServerAway, "421 gone", id="421 at MAIL"),
        pytest.param({"MAIL": b"550 no\r\n"}, Stop, "our own address", id="550 at MAIL"),
        pytest.param({"MAIL": b"552 big\r\n"}, Rejected, "552 big", id="552 at MAIL"),
        pytest.param({"RCPT": b"450 grey\r\n"}, Later, "recipient 1 of 2", id="450 at RCPT"),
        pytest.param({"RCPT": b"452 full\r\n"}, Later, "452 full", id="452 at RCPT"),
        pytest.param({"RCPT": b"550 <a@b.nl> ?\r\n"}, Rejected, r"550 <\(address\)>", id="550"),
        pytest.param(
            {"RCPT": [b"250 ok\r\n", b"550 no\r\n"]}, Rejected, "recipient 2 of 2", id="half"
        ),
        pytest.param({"RCPT": None}, ServerAway, "is silent", id="silent RCPT"),
        pytest.param({"DATA": b"554 no\r\n"}, Rejected, "554 no", id="554 at DATA"),
        pytest.param({"DATA": HANG_UP}, ServerAway, "connection", id="dropped before 354"),
        pytest.param({"DOT": b"451 later\r\n"}, Later, "451 later", id="451 after the dot"),
        pytest.param({"DOT": b"421 gone\r\n"}, ServerAway, "421 gone", id="421 after the dot"),
        pytest.param({"DOT": b"554 spam\r\n"}, Rejected, "554 spam", id="554 after the dot"),
        pytest.param({"DOT": None}, Uncertain, "broke after", id="silent after the dot"),
        pytest.param({"DOT": HANG_UP}, Uncertain, "broke after", id="dropped after the dot"),
        pytest.param({"DOT": b"25" + HANG_UP}, Uncertain, "hand", id="dropped amid the answer"),
        pytest.param({"DOT": b"354 ?\r\n"}, Uncertain, "354", id="nonsense after the dot"),
    ],
)
def test_what_becomes_of_a_mail_that_is_not_taken(smtp_peer, noted, script, error, told):
    peer = smtp_peer(**script)
    with pytest.raises(error, match=told) as caught:
        server_at(peer.port, **impatience_with(script)).send(MAIL, noted)
    assert type(caught.value) is error
    assert peer.accepted == []
    assert "DOT" in peer.commands or noted.times == 0
    assert "@" not in str(caught.value)


@pytest.mark.parametrize(
    ("script", "addresses"),
    [
        pytest.param({"RCPT": [b"250 ok\r\n", b"550 no\r\n"]}, MAIL.recipients[1:], id="one"),
        pytest.param({"DOT": b"554 spam\r\n"}, (), id="the mail itself"),
    ],
)
def test_which_addresses_a_server_refuses_is_told(smtp_peer, noted, script, addresses):
    with pytest.raises(Rejected) as caught:
        server_at(smtp_peer(**script).port).send(MAIL, noted)
    assert caught.value.addresses == addresses


def test_a_connection_that_breaks_amid_the_mail_leaves_it_here(smtp_peer, noted):
    peer = smtp_peer(BODY=HANG_UP)
    big = replace(MAIL, raw=MAIL.raw + b"x\r\n" * 3_000_000)  # more than any buffer on the way
    with pytest.raises(ServerAway):
        server_at(peer.port).send(big, noted)
    assert noted.times == 0


def test_a_server_that_is_not_there_is_away(noted):
    with pytest.raises(ServerAway, match="failed"):
        server_at(1).send(MAIL, noted)
    with pytest.raises(ServerAway, match="no server is known by the name"):
        server_at(25, host="smtp.invalid", security="tls").send(MAIL, noted)


def test_what_keeps_the_note_from_being_written_keeps_the_mail_here(smtp_peer):
    peer = smtp_peer()

    def full():
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        server_at(peer.port).send(MAIL, full)
    assert peer.accepted == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"host": "smtp.example.nl", "security": "plain"}, "security is 'plain'"),
        ({"host": "smtp.example.nl", "sender": "ibt@localhost"}, "give the address"),
        ({"user": "ibt"}, "password_file is not set"),
    ],
)
def test_settings_that_no_server_can_make_good_stop_all(noted, settings, told):
    with pytest.raises(Stop, match=told):
        server_at(25, **settings).send(MAIL, noted)


def test_a_server_can_be_tried_out_without_sending(smtp_server):
    server = smtp_server()
    assert server_at(server.port).try_out() == f"127.0.0.1:{server.port} by plain"
    assert server.sink.accepted == []
