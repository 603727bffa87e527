"""Marked secrets, led through failures: they stand in no message, log or database."""

import base64
from datetime import UTC, datetime
from threading import Event

import pytest

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.posting import deliver, outbox_of
from storage import unsaid
from storage.database import snapshot, transaction
from storage.outgoing import outbox
from storage.proposed import propose
from storage.sending import queue
from tests.listeners import Listener
from tests.outbox.mails import letter

pytestmark = pytest.mark.sqlite  # secrets are looked for in its file, too

MARK = "Merk-geheim-Zq7Xv"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    monkeypatch.setattr(unsaid, "_known", set())


@pytest.mark.parametrize("debug", ["", "1"])
@pytest.mark.parametrize(
    "address",
    [
        f"postgresql+psycopg://ibt:{MARK}@127.0.0.1:1/intake",
        f"postgresql+psycopg://ibt@127.0.0.1:1/intake?password={MARK}",
        f"postgresql+psycopg://ibt:{MARK}@127.0.0.1:one/intake",
        f"mysql://ibt:{MARK}@127.0.0.1/intake",
        f"postgresql+nonsense://ibt:{MARK}@127.0.0.1/intake",
        f"postgresql+psycopg://ibt:{MARK}@[half/intake",
    ],
)
def test_the_password_of_a_database_is_not_told(ibt, tmp_path, monkeypatch, address, debug):
    if debug:
        monkeypatch.setenv("IBT_INTAKE_DEBUG", debug)
    (tmp_path / "config.toml").write_text(f'[database]\nurl = "{address}"\n')
    done = ibt("outbox", "list")
    assert done.status == 1
    assert MARK not in "\n".join([done.out, *done.errors])


@pytest.mark.parametrize("section", ["mailbox", "smtp", "database"])
def test_a_password_that_stands_in_the_settings_by_mistake_is_not_repeated(ibt, tmp_path, section):
    (tmp_path / "config.toml").write_text(f'[{section}]\npassword = "{MARK}"\n')
    done = ibt("outbox", "list")
    assert done.status == 1
    assert "password = ...: unknown key" in done.errors[-1]
    assert MARK not in "\n".join([done.out, *done.errors])


# ------------------------------------------------------------------ servers that say it back


class Telltale(Listener):
    """An IMAP server that says the password back in its refusal, and in a warning before it."""

    def __init__(self):
        self.listen()

    def _talk(self, peer):
        with peer, peer.makefile("rb") as lines:
            peer.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
            for line in lines:
                tag, _, rest = line.partition(b" ")
                if rest.upper().startswith(b"CAPABILITY"):
                    peer.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
                elif rest.upper().startswith(b"LOGIN"):
                    said = rest.strip() + b" \x1b[31m"
                    peer.sendall(
                        b"* NO " + said + b"\r\n" + tag + b" NO refused: " + said + b"\r\n"
                    )
                else:
                    peer.sendall(tag + b" BAD what: " + rest.strip() + b"\r\n")


@pytest.fixture
def telltale():
    server = Telltale()
    yield server
    server.close()


@pytest.fixture
def secret(tmp_path):
    """The file of a secret."""
    path = tmp_path / "mark.secret"
    path.write_text(MARK)
    path.chmod(0o600)
    return path


def forms_of(secret):
    """A secret as it stands, and as protocols and programs write it."""
    raw = secret.encode()
    found = {raw, base64.b64encode(raw), raw.hex().encode()}
    for user in ("ibt", "ibt@example.nl"):
        found.add(base64.b64encode(f"\0{user}\0{secret}".encode()))
    return found


def check_unwritten(secrets, folder, *outputs):
    """Fail where a secret stands in what programs said or in any file that they wrote."""
    written = {str(number): each.encode() for number, each in enumerate(outputs)}
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in (".secret", ".key"):
            written[path.name] = path.read_bytes()
    assert len(written) > len(outputs), "no file was written"
    leaks = [
        (name, secret)
        for name, content in written.items()
        for secret in secrets
        for form in forms_of(secret)
        if form in content
    ]
    assert leaks == []


def test_a_mail_server_that_says_the_password_back_is_not_quoted(ibt, telltale, secret, tmp_path):
    (tmp_path / "config.toml").write_text(
        f'[mailbox]\nkind = "imap"\nhost = "127.0.0.1"\nport = {telltale.port}\n'
        f'security = "plain"\nuser = "ibt"\npassword_file = "{secret}"\n'
    )
    done = [ibt("poll"), ibt("check")]
    told = ["\n".join([each.out, *each.errors]) for each in done]
    assert all("refuses the login" in each and "[secret]" in each for each in told)
    assert not any("\x1b" in each for each in told)
    check_unwritten([MARK], tmp_path, *told)


def test_an_smtp_server_that_says_the_password_back_is_not_quoted(
    smtp_peer, secret, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    echo = base64.b64encode(f"\0ibt\0{MARK}".encode())
    peer = smtp_peer()
    peer.script = {
        "EHLO": b"250-hello\r\n250 AUTH PLAIN LOGIN\r\n",
        "AUTH": b"535 5.7.8 " + echo + b" " + MARK.encode() + b" is wrong\r\n",
    }
    (tmp_path / "config.toml").write_text(
        f'[smtp]\nhost = "127.0.0.1"\nport = {peer.port}\nsecurity = "plain"\n'
        f'user = "ibt"\npassword_file = "{secret}"\nsender = "ibt@example.nl"\n'
    )
    config = load_config(None)
    engine = open_storage(config)
    now = datetime.now(UTC)
    with transaction(engine) as session:
        queue(session, propose(session, letter(1), now), now)
    tally = deliver(outbox_of(config, engine), Event())
    with snapshot(engine) as session:
        (entry,) = outbox(session)
    engine.dispose()
    assert "[secret]" in entry.last_error
    check_unwritten([MARK], tmp_path, *capsys.readouterr(), str(tally.fault), entry.last_error)
    key = (tmp_path / "ibt-intake-data" / "audit.key").read_bytes()
    for path in tmp_path.rglob("intake.db*"):
        written = path.read_bytes()
        assert key not in written
        assert key.hex().encode() not in written
