"""An SMTP server (RFC 5321): hand over a mail, and say what became of it.

By smtplib, a command at a time: only so it is known on which side of the final dot a connection
broke. Before it the server has nothing; after it nobody can tell, unless the server does.
"""

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from outbox.compose import Composed
from outbox.config import SmtpConfig
from outbox.errors import Later, OutboxError, Rejected, ServerAway, Stop, Uncertain
from outbox.smtp_connection import (
    IN_CONFIG,
    before_the_dot,
    connected,
    hang_up,
    port_of,
    refuse_settings,
    told,
)

STUFFED = re.compile(rb"^\.", re.MULTILINE)
LOOK = "look into the server's log whether it went out, then settle it"
SERVICE_GONE = 421  # RFC 5321 section 3.8: said at any moment before the connection ends
TOO_LARGE = 552  # RFC 1870 section 6.1

Secret = Callable[[], str]


class SmtpServer:
    """The server of the settings; each mail goes over a connection of its own."""

    def __init__(
        self, config: SmtpConfig, *, password: Secret | None = None, token: Secret | None = None
    ) -> None:
        """token: gives an access token, for login by XOAUTH2; else the password is asked for."""
        self._config = config
        self._password = password
        self._token = token

    @property
    def name(self) -> str:
        """Host and port, as messages name the server."""
        return f"{self._config.host}:{port_of(self._config)}"

    def send(self, mail: Composed, hand_over: Callable[[], None]) -> None:
        """Hand over a mail; returns once the server has said that it takes it.

        hand_over: called just before the point from which the server may have the mail; what it
        raises keeps the mail here. Raises Later, Rejected, Uncertain or Stop.
        """
        with self._signed_in() as smtp:
            with before_the_dot(self._config):
                offer(smtp, mail)
            hand_over()
            finish(smtp, self._config.accept_seconds)

    def try_out(self) -> str:
        """What the server says of itself, once signed in; nothing is sent."""
        with self._signed_in() as smtp, before_the_dot(self._config):
            smtp.docmd("RSET")
            return f"{self.name} by {self._config.security}" + (
                f", signed in as {self._config.user}" if self._config.user else ""
            )

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        refuse_settings(self._config)
        # Before connecting: a missing password file is no reason to bother the server.
        secret = self._secret()
        with before_the_dot(self._config):
            smtp = connected(self._config)
        try:
            with before_the_dot(self._config):
                self._sign_in(smtp, secret)
            yield smtp
        finally:
            hang_up(smtp)

    def _secret(self) -> str:
        if not self._config.user:
            return ""
        give = self._token or self._password
        if give is None:
            raise Stop(f"password_file is not set; name the file with the password {IN_CONFIG}")
        return give()

    def _sign_in(self, smtp: smtplib.SMTP, secret: str) -> None:
        if not self._config.user:
            return
        try:
            self._log_in(smtp, secret)
        except smtplib.SMTPNotSupportedError as error:
            raise Stop(
                f"{self.name} takes no login that we know; check security {IN_CONFIG}"
            ) from error
        except smtplib.SMTPAuthenticationError as error:
            raise self._login_fault(error) from error

    def _log_in(self, smtp: smtplib.SMTP, secret: str) -> None:
        user = self._config.user
        if not self._token:
            smtp.login(user, secret)
            return
        bearer = f"user={user}\x01auth=Bearer {secret}\x01\x01"
        # The second time it is asked the server tells why not, and wants an empty line.
        asked = iter((bearer,))
        smtp.auth("XOAUTH2", lambda challenge=None: next(asked, ""))

    def _login_fault(self, error: smtplib.SMTPAuthenticationError) -> OutboxError:
        said = told(error.smtp_code, error.smtp_error)
        if is_passing(error.smtp_code):
            return ServerAway(f"{self.name} takes no login now: {said}; it is tried again")
        return Stop(
            f"{self.name} refuses the login of user {self._config.user!r}: {said}; check user and "
            f"{'[smtp.oauth]' if self._token else 'password_file'} {IN_CONFIG}"
        )


def offer(smtp: smtplib.SMTP, mail: Composed) -> None:
    """Everything up to the final dot: sender, recipients, and the bytes of the mail."""
    options = []
    if smtp.has_extn("size"):
        options.append(f"SIZE={len(mail.raw)}")
    reports = smtp.has_extn("dsn")
    if reports:
        # RFC 3461: so that a report names the mail even where its server shows nothing of it.
        options += ["RET=HDRS", f"ENVID={mail.message_id.strip('<>')}"]
    expect(smtp.mail(mail.sender, options), "our own address", sender=True)
    for number, recipient in enumerate(mail.recipients, 1):
        # Half of the recipients would mean that the other half never gets it, or the first twice.
        wanted = ["NOTIFY=FAILURE,DELAY"] if reports else []
        which = f"recipient {number} of {len(mail.recipients)}"
        expect(smtp.rcpt(recipient, wanted), which, about=(recipient,))
    expect(smtp.docmd("DATA"), "the mail", good=3)
    body = mail.raw if mail.raw.endswith(b"\r\n") else mail.raw + b"\r\n"
    smtp.send(STUFFED.sub(b"..", body))


def finish(smtp: smtplib.SMTP, seconds: float) -> None:
    """The final dot, and the server's answer to it."""
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(seconds)
        smtp.send(b".\r\n")
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Uncertain(
            f"the connection broke after the mail was handed over ({type(error).__name__}); {LOOK}"
        ) from error
    if not is_final(code):
        raise Uncertain(
            f"after the mail was handed over, the server said: {told(code, said)}; {LOOK}"
        )
    expect((code, said), "the mail")


def expect(
    answer: tuple[int, bytes],
    what: str,
    *,
    good: int = 2,
    sender: bool = False,
    about: tuple[str, ...] = (),
) -> None:
    """Nothing, where the answer is good; else what it means for the mail.

    about: the addresses that are refused where it is not.
    """
    code, said = answer
    if code // 100 == good:
        return
    if code == SERVICE_GONE or not is_final(code):
        raise ServerAway(f"the server takes no mail now: {told(code, said)}; it is tried again")
    if is_passing(code):
        raise Later(f"the server does not take {what} now: {told(code, said)}; it is tried again")
    if sender and code != TOO_LARGE:
        # Every mail would meet the same: no fault of this one.
        raise Stop(f"the server refuses {what}: {told(code, said)}; check sender {IN_CONFIG}")
    raise Rejected(
        f"the server refuses {what}: {told(code, said)}; mend what it names, then try again",
        about,
    )


def is_final(code: int) -> bool:
    """Whether an answer is a yes or a no (RFC 5321 section 4.2.1)."""
    return 200 <= code < 300 or 400 <= code < 600


def is_passing(code: int) -> bool:
    """Whether an answer says that the same may succeed later (RFC 5321 section 4.2.1)."""
    return 400 <= code < 500
