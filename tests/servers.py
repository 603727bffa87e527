"""Real IMAP servers for tests: a private Dovecot, and a scripted peer for what it never does."""

import contextlib
import datetime
import imaplib
import ipaddress
import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

USER = "postbus"
PASSWORD = "geheim"
NEEDED = "the tests of the mailbox need Dovecot; install it: apt-get install dovecot-imapd"
SETTINGS = """
base_dir = {run}
state_dir = {state}
log_path = {log}
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificates}/server.pem
ssl_key = <{certificates}/server.key
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
mailbox_list_index = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={home}/%u
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
  # Otherwise each refused login makes the next wait longer.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
"""


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


@dataclass
class Dovecot:
    """A Dovecot of its own in a folder: any user name logs in with the one password."""

    folder: Path
    port: int = field(default_factory=free_port)  # plain and STARTTLS
    tls_port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def ca_file(self) -> Path:
        return self.folder / "certificates" / "ca.pem"

    @property
    def maildir(self) -> Path:
        return self.folder / "home" / USER / "Maildir"

    @property
    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text()

    def set_up(self, *, expired: bool = False) -> None:
        """Write settings, certificates and folders."""
        program_of("dovecot")
        owner, login, internal = "mail", "dovenull", "dovecot"
        if os.getuid() != 0:
            owner = login = internal = pwd.getpwuid(os.getuid()).pw_name
        for name in ("run", "state", "home", "certificates"):
            (self.folder / name).mkdir()
        make_certificates(self.folder / "certificates", expired=expired)
        if os.getuid() == 0:
            shutil.chown(self.folder / "home", owner, group_of(owner))
            for each in (self.folder, *self.folder.parents):
                # The unprivileged mail user walks down to the mails; pytest's folders are closed.
                if each.stat().st_uid == 0 and str(each).startswith("/tmp/"):
                    each.chmod(each.stat().st_mode | 0o011)
        settings = SETTINGS.format(
            run=self.folder / "run",
            state=self.folder / "state",
            log=self.folder / "dovecot.log",
            home=self.folder / "home",
            certificates=self.folder / "certificates",
            owner=owner,
            group=group_of(owner),
            login=login,
            internal=internal,
            internal_group=group_of(internal),
            password=PASSWORD,
            port=self.port,
            tls_port=self.tls_port,
        )
        (self.folder / "dovecot.conf").write_text(settings)

    def start(self) -> None:
        """Start it, and wait until it greets."""
        command = [program_of("dovecot"), "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(command, start_new_session=True)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as peer:
                    if peer.recv(4) == b"* OK":
                        return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"Dovecot does not start: {self.log}")

    def stop(self) -> None:
        """End it with all its connections."""
        if self.process:
            group = self.process.pid
            os.killpg(group, signal.SIGTERM)
            self.process.wait(20)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)  # it lets sessions in hand go on for a while
            self.process = None

    def session(self, folder: str = "INBOX") -> imaplib.IMAP4:
        """A session of an officer's own, with the folder open for writing."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        if folder != "INBOX":
            client.create(folder)
        ok(client.select(folder))
        return client

    def append(self, raws: list[bytes], folder: str = "INBOX", flags: str = "") -> None:
        """Deliver mails to a folder, made where it is not there."""
        with self.session(folder) as client:
            for raw in raws:
                ok(client.append(folder, flags, None, raw))

    def expunge(self, uids: list[int], folder: str = "INBOX") -> None:
        """Remove mails for good."""
        with self.session(folder) as client:
            ok(client.uid("STORE", ",".join(map(str, uids)), "+FLAGS", r"(\Deleted)"))
            ok(client.expunge())

    def flags(self, folder: str = "INBOX") -> list[bytes]:
        """The flags of every mail, as the server lists them."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        with client:
            client.login(USER, PASSWORD)
            ok(client.select(folder, readonly=True))
            return ok(client.fetch("1:*", "(UID FLAGS)"))

    def renumber(self, folder: str = "INBOX") -> None:
        """Make the server number a folder anew, under another UIDVALIDITY."""
        root = self.maildir if folder == "INBOX" else self.maildir / f".{folder}"
        for name in (
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            (root / name).unlink(missing_ok=True)


def ok(answer):
    """The data of an answer that must be OK."""
    kind, data = answer
    assert kind == "OK", data
    return data


def program_of(name: str) -> str:
    """Where a program stands; its absence fails the test rather than skipping it."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if not found:
        pytest.fail(NEEDED)
    return found


def group_of(user: str) -> str:
    """The name of a user's own group."""
    import grp

    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name


def make_certificates(folder: Path, *, expired: bool) -> None:
    """A certificate authority and a server certificate for loopback that it has signed."""
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test CA")])
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    ca = (
        x509.CertificateBuilder(ca_name, ca_name, ca_key.public_key(), x509.random_serial_number())
        .not_valid_before(now - 9 * day)
        .not_valid_after(now + 9 * day)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    server = (
        x509.CertificateBuilder(ca_name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - 8 * day)
        .not_valid_after(now - day if expired else now + 8 * day)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(issuer_key, critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "server.pem").write_bytes(server.public_bytes(pem))
    (folder / "server.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


@pytest.fixture
def dovecot(tmp_path_factory):
    """A running Dovecot with an empty mailbox."""
    yield from running(tmp_path_factory.mktemp("dovecot"))


@pytest.fixture
def expired_dovecot(tmp_path_factory):
    """The same with a certificate that has run out."""
    yield from running(tmp_path_factory.mktemp("dovecot"), expired=True)


def running(folder: Path, *, expired: bool = False):
    """A Dovecot for as long as a test runs."""
    server = Dovecot(folder)
    server.set_up(expired=expired)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class ScriptedPeer:
    """A TCP server that says its lines, whatever it is told.

    script: for each command that comes, what is answered to it, with `{tag}` for its tag; None
    is silence, and `HANG_UP` at the end of an answer closes the connection there. What follows
    an answer that begins with "+" counts as the command "+ ...".
    """

    HANG_UP = b"\0"

    def __init__(self, greeting: bytes | None, script: dict[bytes, bytes | None]) -> None:
        self.greeting = greeting
        self.script = script
        self.commands: list[bytes] = []
        self.logins = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._peers: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and drop everyone."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in self._peers:
            peer.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self._peers.append(peer)
            threading.Thread(target=self._talk, args=(peer,), daemon=True).start()

    def _talk(self, peer: socket.socket) -> None:
        try:
            if self.greeting is None:
                return
            peer.sendall(self.greeting)
            with peer.makefile("rb") as lines:
                tag = b""
                for line in lines:
                    tag, is_open = self._answer(peer, line, tag)
                    if not is_open:
                        return
        except OSError:
            return

    def _answer(self, peer: socket.socket, line: bytes, asked: bytes) -> tuple[bytes, bool]:
        """Answer a line; the tag of a command that waits for more, and whether to go on.

        asked: the tag of a command that was answered with "+", which this line is part of.
        """
        tag, _, command = line.strip().partition(b" ")
        if asked:
            tag, command = asked, b"+ " + line.strip()
        self.commands.append(command)
        self.logins += command.upper().startswith((b"LOGIN", b"AUTHENTICATE"))
        starts = [start for start in self.script if command.upper().startswith(start)]
        answer = self.script[starts[0]] if starts else b"{tag} OK done\r\n"
        if answer is None:
            return b"", True
        told = answer.replace(b"{tag}", tag)
        peer.sendall(told.removesuffix(self.HANG_UP))
        if told.endswith(self.HANG_UP):
            peer.close()
            return b"", False
        return tag if told.startswith(b"+") else b"", True


@pytest.fixture
def scripted_peer():
    """Makes scripted peers that end with the test."""
    made: list[ScriptedPeer] = []

    def make(greeting=b"* OK ready\r\n", **script: bytes | None) -> ScriptedPeer:
        peer = ScriptedPeer(greeting, {key.encode(): value for key, value in script.items()})
        made.append(peer)
        return peer

    yield make
    for peer in made:
        peer.close()
