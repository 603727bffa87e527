"""What servers and networks say when they fail, as one line with a remedy."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import (
    CapabilityError,
    IMAPClientAbortError,
    IMAPClientError,
    LoginError,
)

from intake.config import MailboxConfig
from intake.errors import IntakeError, Stop, TryLater
from intake.header_values import one_line
from storage.unsaid import unsaid

# RFC 5530: what is refused with one of these may be granted later.
PASSING = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")
IN_CONFIG = "under [mailbox] in config.toml"


@contextmanager
def faults(config: MailboxConfig) -> Iterator[None]:
    """Every failure of server and network as `TryLater` or `Stop`."""
    try:
        yield
    except IntakeError:
        raise
    # ValueError, TypeError, IndexError: imapclient on an answer that is no IMAP.
    except (OSError, IMAPClientError, ValueError, TypeError, IndexError) as error:
        raise told(error, config) from error


def told(error: Exception, config: MailboxConfig) -> IntakeError:
    """The failure in our words."""
    server = f"{config.host}:{port_of(config)}"
    if isinstance(error, IMAPClientError):
        return refused(error, config, server)
    if isinstance(error, socket.gaierror):
        later = error.errno == socket.EAI_AGAIN
        what = f"no server is known by the name {config.host}; check host {IN_CONFIG} and the DNS"
        return TryLater(what) if later else Stop(what)
    if isinstance(error, ssl.SSLCertVerificationError):
        return Stop(
            f"the certificate of {server} is not accepted: {error.verify_message}; "
            f"have it renewed, or check host and ca_file {IN_CONFIG}"
        )
    if isinstance(error, ssl.SSLError):
        return Stop(
            f"{server} does not answer with TLS ({error.reason or error}); "
            f"check port and security ({config.security}) {IN_CONFIG}"
        )
    if isinstance(error, TimeoutError):
        return TryLater(f"{server} is silent; check host and port {IN_CONFIG} and the network")
    if isinstance(error, ConnectionRefusedError):
        return TryLater(f"{server} refuses the connection; check host and port {IN_CONFIG}")
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        return TryLater(f"the connection to {server} failed ({why}); it is tried again")
    return TryLater(f"{server} answers what is no IMAP; it is tried again")


def refused(error: IMAPClientError, config: MailboxConfig, server: str) -> IntakeError:
    """What the server said no to."""
    said = words_of(error)
    if isinstance(error, IMAPClientAbortError):
        return TryLater(f"{server} has ended the connection ({said}); it is tried again")
    if any(code in said for code in PASSING):
        return TryLater(f"{server} cannot serve now: {said}; it is tried again")
    if isinstance(error, LoginError):
        secret = "[mailbox.oauth]" if config.oauth else "password_file"
        return Stop(
            f"{server} refuses the login of user {config.user!r}: {said}; "
            f"check user and {secret} {IN_CONFIG}"
        )
    if isinstance(error, CapabilityError):
        return Stop(f"{server} cannot do what is asked: {said}; check security {IN_CONFIG}")
    return TryLater(f"{server} refuses a command: {said}; it is tried again")


def words_of(error: Exception) -> str:
    """The server's own words, on one line and not too many."""
    text = unsaid(one_line(str(error)))
    if text.startswith(("b'", 'b"')):
        text = text[2:-1]
    return text[:200]


def port_of(config: MailboxConfig) -> int:
    """The port of the settings, else the usual one."""
    return config.port or (993 if config.security == "tls" else 143)
