"""Real SMTP servers for tests: aiosmtpd, and a scripted peer for what a real one hardly does."""

import socket
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword

from tests.listeners import Listener
from tests.servers import PATIENCE, make_certificates


@dataclass(frozen=True)
class Accepted:
    """A mail that a server has taken."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def mail(self) -> Message:
        return message_from_bytes(self.raw, policy=default)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


class Sink:
    """A handler that takes every mail; `answers` puts another answer in place of the first ones."""

    def __init__(self) -> None:
        self.accepted: list[Accepted] = []
        self.logins: list[tuple[str, bytes]] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        raw = envelope.original_content or b""
        self.accepted.append(Accepted(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
        return "250 taken"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        import base64

        told = base64.b64decode(args[1])
        self.logins.append(("XOAUTH2", told))
        return AuthResult(success=b"Bearer good\x01" in told, handled=False, auth_data=told)


@dataclass
class SmtpServer:
    """A running aiosmtpd."""

    sink: Sink
    controller: Controller
    port: int


class OwnPort(Controller):
    """Listens on a port that the kernel gives it: one that was only looked up may be taken."""

    def _create_server(self):
        listener = socket.create_server((self.hostname, 0))
        self.port = listener.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listener, ssl=self.ssl_context)


@pytest.fixture
def smtp_server(tmp_path):
    """Makes running servers that end with the test; tls: certificates in `tmp_path`."""
    started: list[Controller] = []

    def make(
        *, tls: str = "", password: str = "", expired: bool = False, host: str = "127.0.0.1"
    ) -> SmtpServer:
        sink = Sink()
        options: dict[str, object] = {}
        context = None
        if tls:
            make_certificates(tmp_path, expired=expired)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
        if tls == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if password:

            def allowed(server, session, envelope, mechanism, data):
                assert isinstance(data, LoginPassword)
                sink.logins.append((mechanism, data.password))
                return AuthResult(success=data.password == password.encode(), handled=False)

            options |= {"authenticator": allowed, "auth_required": True}
            options["auth_require_tls"] = tls == "starttls"
        controller = OwnPort(
            sink,
            hostname=host,
            ssl_context=context if tls == "tls" else None,
            ready_timeout=PATIENCE,
            **options,
        )
        controller.start()
        started.append(controller)
        return SmtpServer(sink, controller, controller.port)

    yield make
    for controller in started:
        controller.stop()


@dataclass
class SmtpPeer(Listener):
    """An SMTP server by the book, with its answers replaced where the script says so.

    script: by command, "DOT" being the end of a mail and "" the greeting. An answer of None is
    silence; one that ends with `HANG_UP` closes the connection there. A list gives one answer a
    time, the last for good.
    """

    HANG_UP = b"\0"
    script: dict[str, object] = field(default_factory=dict)
    accepted: list[Accepted] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._news = threading.Condition()
        self.listen()

    def is_told(self, verb: str, seconds: float) -> bool:
        """Whether a command comes in time."""
        with self._news:
            return self._news.wait_for(lambda: verb in self.commands, seconds)

    def _answer(
        self, peer: socket.socket, verb: str, usual: bytes, mail: Accepted | None = None
    ) -> bytes:
        """Say what there is to say; what was said, empty where the connection is to end.

        mail: what is taken, should the answer be that it is.
        """
        with self._news:
            self.commands.append(verb)
            self._news.notify_all()
        told = self.script.get(verb, usual)
        if isinstance(told, list):
            told = told.pop(0) if len(told) > 1 else told[0]
        if told is None:
            while peer.recv(4096):
                pass
            return b""
        assert isinstance(told, bytes)
        is_open = not told.endswith(self.HANG_UP)
        if mail and is_open and told.startswith(b"250"):
            self.accepted.append(mail)  # before it is said: who hears it may look at once
        peer.sendall(told.removesuffix(self.HANG_UP))
        return told if is_open else b""

    def _talk(self, peer: socket.socket) -> None:
        try:
            with peer, peer.makefile("rb") as lines:
                if self._answer(peer, "", b"220 ready\r\n"):
                    self._converse(peer, lines)
        except OSError:
            return

    def _converse(self, peer: socket.socket, lines) -> None:
        sender, recipients = "", []
        for line in lines:
            verb = (line.split(b":")[0].split() or [b""])[0].decode("latin-1").upper()
            argument = line.partition(b"<")[2].partition(b">")[0].decode("latin-1")
            said = self._answer(peer, verb, b"354 go on\r\n" if verb == "DATA" else b"250 ok\r\n")
            if verb == "QUIT" or not said:
                return
            if verb == "MAIL":
                sender, recipients = argument, []
            elif verb == "RCPT" and said.startswith(b"250"):
                recipients.append(argument)
            elif verb == "DATA" and said.startswith(b"354"):
                raw = self._mail(peer, lines)
                if raw is None:
                    return
                mail = Accepted(sender, tuple(recipients), raw)
                if not self._answer(peer, "DOT", b"250 taken\r\n", mail):
                    return

    def _mail(self, peer: socket.socket, lines) -> bytes | None:
        raw = b""
        for line in lines:
            if line == b".\r\n":
                return raw
            raw += line.removeprefix(b".")
            if "BODY" in self.script:
                return None  # hangs up amid the mail
        return None


@pytest.fixture
def smtp_peer():
    """Makes scripted peers that end with the test."""
    made: list[SmtpPeer] = []

    def make(**script: object) -> SmtpPeer:
        peer = SmtpPeer({("" if key == "GREETING" else key): v for key, v in script.items()})
        made.append(peer)
        return peer

    yield make
    for peer in made:
        peer.close()
