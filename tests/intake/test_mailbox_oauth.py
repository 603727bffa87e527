"""Signing in by OAuth2, with an issuer on loopback that speaks TLS."""

import base64
import http.server
import json
import ssl
import subprocess
import sys
import threading
from datetime import date
from urllib.parse import parse_qs

import pytest

from intake.config import MailboxConfig, OAuthConfig
from intake.errors import Stop, TryLater
from intake.mailbox.imap import ImapMailbox, tokens_of
from intake.mailbox.signin import warnings_of
from tests.intake.test_mailbox_faults import HEALTHY
from tests.servers import PATIENCE, make_certificates

SCOPE = "https://mail.example/.default"


class Issuer(http.server.ThreadingHTTPServer):
    """A token issuer that gives numbered tokens."""

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), IssuerHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "server.pem", folder / "server.key")
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.authority = f"https://localhost:{self.server_port}/tenant"
        self.asked = []
        self.expires_in = 3600
        self.refusal = None


class IssuerHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        authority = self.server.authority
        self.answer(
            200,
            {
                "issuer": authority,
                "token_endpoint": f"{authority}/oauth2/v2.0/token",
                "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
            },
        )

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(form)
        if self.server.refusal:
            self.answer(400, self.server.refusal)
            return
        token = f"token-{len(self.server.asked)}"
        lasts = self.server.expires_in
        self.answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": lasts})

    def answer(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


@pytest.fixture
def issuer(tmp_path, monkeypatch):
    make_certificates(tmp_path, expired=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    server = Issuer(tmp_path)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def config(tmp_path):
    """Settings of a mailbox that signs in by OAuth2, for an authority."""
    secret = tmp_path / "client_secret"
    secret.write_text("geheim\n")
    secret.chmod(0o600)

    def make(authority, port=993, **oauth):
        return MailboxConfig(
            kind="imap",
            host="127.0.0.1",
            port=port,
            security="plain",
            user="postbus@example.nl",
            timeout_seconds=PATIENCE,
            oauth=OAuthConfig(
                authority=authority,
                client_id="intake",
                client_secret_file=secret,
                scope=SCOPE,
                **oauth,
            ),
        )

    return make


def test_the_server_is_signed_in_to_with_a_token_of_the_issuer(issuer, config, scripted_peer):
    peer = scripted_peer(**HEALTHY, AUTHENTICATE=b"+ \r\n")
    mailbox = ImapMailbox(config(issuer.authority, peer.port))
    assert mailbox.state("INBOX").count == 2
    mailbox.close()
    assert b"AUTHENTICATE XOAUTH2" in peer.commands
    (sent,) = [line.removeprefix(b"+ ") for line in peer.commands if line.startswith(b"+ ")]
    expected = b"user=postbus@example.nl\1auth=Bearer token-1\1\1"
    assert base64.b64decode(sent) == expected
    assert issuer.asked[0]["scope"] == [SCOPE]
    assert issuer.asked[0]["grant_type"] == ["client_credentials"]
    assert issuer.asked[0]["client_secret"] == ["geheim"]


def test_a_token_is_kept_until_it_runs_out(issuer, config):
    tokens = tokens_of(config(issuer.authority))
    assert [tokens.access_token() for _ in range(3)] == ["token-1"] * 3
    assert len(issuer.asked) == 1


def test_a_token_that_has_run_out_is_renewed(issuer, config):
    issuer.expires_in = 0
    tokens = tokens_of(config(issuer.authority))
    assert [tokens.access_token() for _ in range(2)] == ["token-1", "token-2"]


def test_a_renewed_secret_takes_effect_without_a_restart(issuer, config):
    settings = config(issuer.authority)
    tokens = tokens_of(settings)
    tokens.access_token()
    settings.oauth.client_secret_file.write_text("nieuw\n")
    tokens.access_token()
    assert [form["client_secret"] for form in issuer.asked] == [["geheim"], ["nieuw"]]


@pytest.mark.parametrize(
    ("error", "raised", "words"),
    [
        pytest.param("invalid_client", Stop, "check client_id, client_secret_file", id="secret"),
        pytest.param("temporarily_unavailable", TryLater, "it is tried again", id="passing"),
    ],
)
def test_a_refusal_says_whether_a_person_must_act(error, raised, words, issuer, config):
    issuer.refusal = {"error": error, "error_description": "AADSTS7000215: no\r\nTrace ID: 1"}
    with pytest.raises(raised, match=words) as refused:
        tokens_of(config(issuer.authority)).access_token()
    assert "AADSTS7000215: no" in str(refused.value)
    assert "Trace" not in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_an_issuer_that_does_not_answer_is_a_matter_of_time(config):
    with pytest.raises(TryLater, match=r"token issuer .* cannot be reached"):
        tokens_of(config("https://localhost:1/tenant")).access_token()


def test_an_authority_that_is_no_address_is_a_setting(config):
    with pytest.raises(Stop, match=r"authority .* under \[mailbox.oauth\]"):
        tokens_of(config("localhost")).access_token()


@pytest.mark.parametrize(
    ("today", "warned"),
    [
        pytest.param(date(2027, 1, 16), "", id="fifteen days ahead"),
        pytest.param(date(2027, 1, 17), "expires on 2027-01-31", id="fourteen days ahead"),
        pytest.param(date(2027, 2, 1), "expired on 2027-01-31", id="the day after"),
    ],
)
def test_the_end_of_a_secret_is_warned_of_ahead(today, warned, config):
    warnings = warnings_of(config("https://issuer.example", secret_expires_on="2027-01-31"), today)
    assert [warned in line for line in warnings] == ([True] if warned else [])


def test_a_secret_that_everyone_can_read_is_warned_of(config):
    settings = config("https://issuer.example")
    settings.oauth.client_secret_file.chmod(0o644)
    (line,) = warnings_of(settings, date(2027, 1, 1))
    assert "run: chmod o-r" in line


def test_msal_is_not_loaded_without_oauth():
    program = "import sys, intake.mailbox.imap; print('msal' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == b"False\n"
