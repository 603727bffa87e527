"""The connection to an SMTP server: encrypted, verified and greeted before anything is said.

Up to the final dot every fault on it means the same: the server has nothing of the mail yet.
"""

import contextlib
import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from outbox.config import SmtpConfig
from outbox.errors import OutboxError, ServerAway, Stop, without_addresses

PORTS = {"tls": 465, "starttls": 587, "plain": 25}
IN_CONFIG = "under [smtp] in config.toml"


def connected(config: SmtpConfig) -> smtplib.SMTP:
    """A connection that is encrypted and verified, as the settings want it, and greeted."""
    context = None if config.security == "plain" else trust(config)
    where, timeout = (config.host, port_of(config)), config.timeout_seconds
    if config.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=timeout, context=context)
    else:
        smtp = smtplib.SMTP(*where, timeout=timeout)
    try:
        greet(smtp)
        if config.security == "starttls":
            if not smtp.has_extn("starttls"):
                # Never on without: someone between us and the server may have left it out.
                raise Stop(f"{config.host} offers no STARTTLS; check port and security {IN_CONFIG}")
            smtp.starttls(context=context)
            greet(smtp)  # what was said before is not to be believed (RFC 3207 section 4.2)
    except BaseException:
        hang_up(smtp)
        raise
    return smtp


def greet(smtp: smtplib.SMTP) -> None:
    """Learn what the server can."""
    code, said = smtp.ehlo()
    if not 200 <= code < 300:
        raise ServerAway(f"the server does not greet: {told(code, said)}; it is tried again")


def hang_up(smtp: smtplib.SMTP) -> None:
    """Close the connection, politely where that costs nothing."""
    with contextlib.suppress(OSError, smtplib.SMTPException, ValueError):
        if smtp.sock is not None:
            smtp.sock.settimeout(5)
            smtp.putcmd("QUIT")
    with contextlib.suppress(OSError, smtplib.SMTPException):
        smtp.close()


def trust(config: SmtpConfig) -> ssl.SSLContext:
    """Whose certificates are believed: the system's list, or only those of ca_file."""
    try:
        return ssl.create_default_context(cafile=config.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise Stop(
            f"ca_file {config.ca_file} holds no certificates that can be read; "
            f"check ca_file {IN_CONFIG}"
        ) from error


@contextmanager
def before_the_dot(config: SmtpConfig) -> Iterator[None]:
    """Every failure of server and network while the server cannot have the mail yet."""
    try:
        yield
    except OutboxError:
        raise
    # ValueError: smtplib on an answer that is no SMTP.
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise fault_of(error, config) from error


def fault_of(error: Exception, config: SmtpConfig) -> OutboxError:
    """What a failure of server or network means for the mail that is not there yet."""
    server = f"{config.host}:{port_of(config)}"
    if isinstance(error, ssl.SSLError):
        return tls_fault(error, server)
    if isinstance(error, socket.gaierror):
        return ServerAway(
            f"no server is known by the name {config.host}; check host {IN_CONFIG} and the DNS"
        )
    if isinstance(error, smtplib.SMTPResponseException):
        said = told(error.smtp_code, error.smtp_error)
        return ServerAway(f"{server} refuses a command: {said}; it is tried again")
    # Its words are all that smtplib leaves of some timeouts.
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return ServerAway(f"{server} is silent; it is tried again")
    why = getattr(error, "strerror", None) or type(error).__name__
    return ServerAway(f"the connection to {server} failed ({why}); it is tried again")


def tls_fault(error: ssl.SSLError, server: str) -> OutboxError:
    """What a failure of encryption means: a certificate is for a person, all else may pass."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Stop(
            f"the certificate of {server} is not accepted: {error.verify_message}; "
            f"have it renewed, or check host and ca_file {IN_CONFIG}"
        )
    return ServerAway(
        f"{server} does not speak TLS with us ({error.reason or type(error).__name__}); if "
        f"this stays, check port and security {IN_CONFIG}"
    )


def refuse_settings(config: SmtpConfig) -> None:
    """Raise `Stop` for settings that no server can make good."""
    if config.sender.endswith("@localhost") and not is_here(config.host):
        raise Stop(
            f"sender is {config.sender}; give the address that mail goes out from {IN_CONFIG}"
        )
    if (
        config.security == "plain"
        and not is_here(config.host)
        and (config.host not in config.allow_plain)
    ):
        raise Stop(
            f"security is 'plain', but {config.host} is not this machine; set 'tls' or "
            f"'starttls', or name the host in allow_plain {IN_CONFIG}"
        )


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def port_of(config: SmtpConfig) -> int:
    """The port of the settings, else the usual one."""
    return config.port or PORTS[config.security]


def told(code: int, said: bytes | str) -> str:
    """An answer in the server's words."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {without_addresses(text)}"
