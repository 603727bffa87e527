"""Secrets of every sort, led through faults of the whole program: nobody and nothing tells them."""

import os
import re
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pyotp
import pytest
from sqlalchemy import create_engine, text

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from review.passwords import hash_of
from rules.contacts import Contact, ContactRole
from rules.registry import Request
from rules.roles import Role
from storage.accounts import add_account
from storage.contacts import import_contacts
from storage.database import transaction
from storage.registry import import_requests
from storage.settings import switch_on_outbox
from tests.ibt_intake.test_secrets import forms_of
from tests.postgres import BIN, OWNER
from tests.postgres import running as postgres_running
from tests.review.provider import CLIENT, IdentityProvider
from tests.servers import PASSWORD
from tests.system.answers import reply_of
from tests.system.processes import processes_with
from tests.system.test_outbox_daemon import LONG, OFFICE

WORDS = {each: f"Merk-{each}-Zq7XvW2" for each in ("imap", "smtp", "oidc", "database", "person")}
ADDRESS = "ibt@ede.nl"
MARK = f"IBT_TEST_SECRETS={os.getpid()}"
TALKATIVE = dict([MARK.split("=")]) | {"IBT_INTAKE_DEBUG": "1"}


@pytest.fixture
def server():
    """A PostgreSQL server with a database, and what says a statement to it."""
    with postgres_running() as folder:
        engine = create_engine(
            f"postgresql+psycopg://{OWNER}@/postgres?host={folder}", isolation_level="AUTOCOMMIT"
        )

        def says(statement):
            with engine.connect() as connection:
                connection.execute(text(statement))

        says("CREATE DATABASE huis")
        yield folder, says
        engine.dispose()


@pytest.fixture
def provider():
    """An identity provider that says the client's secret back."""
    made = IdentityProvider()
    made.token = lambda _: {"error": "invalid_client", "error_description": WORDS["oidc"]}
    yield made
    made.close()


@pytest.fixture
def peer(smtp_peer):
    """A mail server that refuses the login, and says back what it was told."""
    (echo,) = {each for each in forms_of(WORDS["smtp"]) if each.startswith(b"AGlidAB")}
    return smtp_peer(
        EHLO=b"250-hello\r\n250 AUTH PLAIN LOGIN\r\n",
        AUTH=b"535 5.7.8 " + echo + b" " + WORDS["smtp"].encode() + b" is wrong\r\n",
    )


@pytest.fixture
def here(installation, server, provider, peer):
    """An installation with a secret for everything."""
    folder = installation.folder
    for name in ("imap", "smtp", "oidc"):
        (folder / name).write_text(WORDS[name])
        (folder / name).chmod(0o600)
    installation.settings["mailbox"]["password_file"] = str(folder / "imap")
    installation.settings |= {
        "database": {
            "url": f"postgresql+psycopg://{OWNER}:{WORDS['database']}@/huis?host={server[0]}",
            "audit_key_file": str(folder / "audit.key"),
        },
        "log": {"format": "json", "level": "debug"},
        "smtp": {
            "host": "127.0.0.1",
            "port": peer.port,
            "security": "plain",
            "user": "ibt",
            "password_file": str(folder / "smtp"),
            "sender": "ibt@minjenv.example",
        },
        "daemon": {"send_seconds": 1},
        "review": {
            "port": 0,
            "local_accounts": True,
            "second_step_key_file": str(folder / "second.key"),
        },
        "review.oidc": {
            "issuer": provider.issuer,
            "client_id": CLIENT,
            "client_secret_file": str(folder / "oidc"),
            "officers": ["ibt-officer"],
        },
    }
    begin(installation)
    return installation


def begin(installation):
    """A municipality that was asked, an officer, and an outbox that sends."""
    now = datetime.now(UTC)
    before = now - timedelta(days=2)
    engine = open_storage(load_config(installation.config))
    with transaction(engine) as session:
        asked = Request("7473202", "Ede", before.date(), 21, 160, 20, 40, 0)
        import_requests(session, [asked], now=before)
        contact = Contact(ContactRole.MUNICIPALITY, "Ede", ADDRESS)
        import_contacts(session, [contact], now=before)
        hashed = hash_of(WORDS["person"])
        add_account(session, "jansen", "Jansen", Role.OFFICER, password_hash=hashed, now=now)
        switch_on_outbox(session, before)
    engine.dispose()


def test_no_secret_is_told_by_logs_database_pages_or_arguments_whatever_fails(
    here, dovecot, server, provider, peer
):
    folder, says = server
    refused = here.run("poll", **TALKATIVE)
    assert "refuses the login" in refused.stderr
    told = {"refused login": refused.stderr.encode()}
    (here.folder / "imap").write_text(PASSWORD)

    daemon = here.start(command=OFFICE, env=os.environ | TALKATIVE)
    serving = here.start("serve", env=os.environ | TALKATIVE)
    dovecot.append([reply_of("Ede", "7473202", ADDRESS)])
    daemon.wait_for("sending_failed", seconds=LONG)
    told["arguments"] = b"".join(arguments_of(each) for each in processes_with(MARK))

    with httpx2.Client(base_url=serving.wait_for("serving")["url"]) as client:
        away = client.get("/inloggen/organisatie").headers["location"]
        told["refused by the provider"] = client.get(provider.authorize(away)).content
        told["wrong password"] = sign_in(client, WORDS["person"][:-1]).content
        assert sign_in(client, WORDS["person"]).status_code == 303
        step = form(client, "/account", "/account/tweede-stap", uw_wachtwoord=WORDS["person"])
        secret = re.search(r'id="letters">([^<]+)<', step.text)[1].replace(" ", "")
        code = pyotp.TOTP(secret).now()
        answer = form(client, "/account", "/account/tweede-stap/aan", code=code)
        assert answer.status_code == 303
        with httpx2.Client(base_url=client.base_url) as other:
            told["wrong code"] = sign_in(other, WORDS["person"], "000000").content
        told["account"] = client.get("/account").content

        says("ALTER DATABASE huis WITH ALLOW_CONNECTIONS false")
        says("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'huis'")
        failed = client.get("/account")
        assert failed.status_code >= 500
        told["error page"] = failed.content
    dovecot.append([reply_of("Oss", "7473999", "ibt@oss.nl")])
    daemon.wait_for("pass_failed", seconds=LONG)
    for command in ("poll", "check"):
        done = here.run(command, **TALKATIVE)
        assert done.returncode
        told[command] = (done.stdout + done.stderr).encode()
    says("ALTER DATABASE huis WITH ALLOW_CONNECTIONS true")

    for name, program in (("daemon", daemon), ("serve", serving)):
        program.end(signal.SIGTERM)
        told[name] = "\n".join(program.lines).encode()
    command = [BIN / "pg_dump", "-h", folder, "-U", OWNER, "huis"]
    told["database"] = subprocess.run(command, check=True, capture_output=True).stdout
    assert b"filed" in told["database"]
    assert b"[secret]" in told["daemon"]
    assert leaks(told, [*WORDS.values(), secret]) == []


def arguments_of(process):
    """What a process was started with."""
    return Path(f"/proc/{process}/cmdline").read_bytes()


def form(client, on, path, **fields):
    """Send a form that stands on a page."""
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get(on).text)[1]
    return client.post(path, data={"csrf": csrf} | fields)


def sign_in(client, password, code=""):
    """What comes of the form for signing in."""
    return form(client, "/inloggen", "/inloggen", naam="jansen", wachtwoord=password, code=code)


def leaks(told, secrets):
    """Who tells which secret, in plain letters or as protocols and programs write it."""
    return [
        (name, secret)
        for name, content in told.items()
        for secret in secrets
        for written in forms_of(secret)
        if written in content
    ]
