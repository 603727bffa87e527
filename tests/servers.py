"""Real IMAP servers for tests: a private Dovecot, and a scripted peer for what it never does."""

import datetime
import imaplib
import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ibt_intake.dovecot import PASSWORD, USER, program
from ibt_intake.dovecot import Dovecot as PrivateDovecot
from tests.listeners import Listener

# Seconds for what takes one or two on a machine with nothing else to do, and may wait long for its
# turn on one that has; nothing waits for longer than it must.
PATIENCE = 300
NEEDED = "the tests of the mailbox need Dovecot; install it: apt-get install dovecot-imapd"
ENCRYPTION = """
ssl = yes
ssl_cert = <{certificates}/server.pem
ssl_key = <{certificates}/server.key
"""


@dataclass
class Dovecot(PrivateDovecot):
    """The program's own private server, with certificates and what officers do in a mailbox."""

    @property
    def ca_file(self) -> Path:
        return self.folder / "certificates" / "ca.pem"

    def certify(self, *, expired: bool = False) -> None:
        """Make certificates, so that it speaks TLS."""
        if not program():
            pytest.fail(NEEDED)
        certificates = self.folder / "certificates"
        certificates.mkdir()
        make_certificates(certificates, expired=expired)
        self.encryption = ENCRYPTION.format(certificates=certificates)

    def session(self, folder: str = "INBOX", password: str = PASSWORD) -> imaplib.IMAP4:
        """A session of an officer's own, with the folder open for writing."""
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE)
        client.login(USER, password)
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
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=PATIENCE)
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
def dovecot():
    """A running Dovecot with an empty mailbox."""
    yield from running()


@pytest.fixture
def expired_dovecot():
    """The same with a certificate that has run out."""
    yield from running(expired=True)


def running(*, expired: bool = False):
    """A Dovecot for as long as a test runs."""
    # Not below the folder of pytest: another run of it closes that to the user of the mails.
    with TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        server = Dovecot(Path(folder))
        server.certify(expired=expired)
        server.set_up()
        server.start()
        try:
            yield server
        finally:
            server.stop()


class ScriptedPeer(Listener):
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
        self.listen()

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
