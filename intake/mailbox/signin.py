"""A connection that is encrypted, verified and signed in."""

import contextlib
import ipaddress
import ssl
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from intake.config import MailboxConfig, OAuthConfig
from intake.errors import Stop
from intake.mailbox.faults import IN_CONFIG, port_of
from intake.mailbox.oauth import Tokens
from storage.unsaid import remember

READABLE_BY_ALL = 0o004


def signed_in(config: MailboxConfig, tokens: Tokens | None) -> IMAPClient:
    """A client that has signed in; tokens: where the settings ask for OAuth2."""
    refuse_settings(config)
    # Before connecting: a missing password file is no reason to bother the server.
    password = "" if tokens else password_of(config)
    client = connected(config)
    try:
        if tokens:
            client.oauth2_login(config.user, tokens.access_token())
        elif (config.user + password).isascii():
            client.login(config.user, password)
        else:
            client.plain_login(config.user, password)  # LOGIN has no letters but those of ASCII
    except BaseException:
        hang_up(client)
        raise
    client.normalise_times = False  # times keep their zone
    return client


def connected(config: MailboxConfig) -> IMAPClient:
    """A client that has not signed in yet."""
    context = None if config.security == "plain" else trust(config)
    client = IMAPClient(
        config.host,
        port_of(config),
        ssl=config.security == "tls",
        ssl_context=context,
        timeout=config.timeout_seconds,
    )
    # imapclient has imaplib write each answer out for its log, wanted or not: four times 25 MB.
    client._imap.debug = 0
    if config.security == "starttls":
        try:
            client.starttls(context)
        except BaseException:
            hang_up(client)
            raise
    return client


def hang_up(client: IMAPClient) -> None:
    """Close a connection that may be broken, without a word."""
    with contextlib.suppress(OSError, IMAPClientError):
        client.shutdown()


def trust(config: MailboxConfig) -> ssl.SSLContext:
    """Whose certificates are believed: the system's list, or only those of ca_file."""
    try:
        return ssl.create_default_context(cafile=config.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise Stop(
            f"ca_file {config.ca_file} holds no certificates that can be read "
            f"({error.strerror or 'not PEM'}); check ca_file {IN_CONFIG}"
        ) from error


def refuse_settings(config: MailboxConfig) -> None:
    """Raise `Stop` for settings that no server can make good."""
    if not config.host:
        raise Stop(f"host is empty; name the IMAP server {IN_CONFIG}")
    if not config.user:
        raise Stop(f"user is empty; give the login name {IN_CONFIG}")
    if config.security == "plain" and not may_be_plain(config):
        raise Stop(
            f"security is 'plain', but {config.host} is not this machine; "
            f"set 'tls' or 'starttls', or name the host in allow_plain {IN_CONFIG}"
        )


def may_be_plain(config: MailboxConfig) -> bool:
    """Whether the server may be spoken to without encryption."""
    if config.host in config.allow_plain or config.host == "localhost":
        return True
    try:
        return ipaddress.ip_address(config.host).is_loopback
    except ValueError:
        return False


def password_of(config: MailboxConfig) -> str:
    """The password, without the newline that editors add."""
    if config.password_file is None:
        raise Stop(f"password_file is not set; name the file with the password {IN_CONFIG}")
    return secret_in(config.password_file, f"password_file {IN_CONFIG}")


def secret_in(path: Path, key: str) -> str:
    """The one line of a file that holds a secret; key: the setting that names it."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise Stop(f"{path} is not UTF-8; write the secret anew; see {key}") from error
    except OSError as error:
        raise Stop(f"{path} cannot be read ({error.strerror}); check {key}") from error
    secret = text.removesuffix("\n").removesuffix("\r")
    if not secret:
        raise Stop(f"{path} is empty; put the secret in it; see {key}")
    return remember(secret)


def warnings_of(config: MailboxConfig, today: date) -> list[str]:
    """What works now and will or may go wrong, a line each."""
    if config.kind != "imap":
        return []
    return warnings_about([config.password_file], config.oauth, today)


def warnings_about(
    secrets: Sequence[Path | None], oauth: OAuthConfig | None, today: date
) -> list[str]:
    """What will or may go wrong with secrets; with OAuth2 its own stands in place of these."""
    files = [oauth.client_secret_file] if oauth else secrets
    found = [
        f"{path} can be read by every user of this machine; run: chmod o-r {path}"
        for path in files
        if path and path.exists() and path.stat().st_mode & READABLE_BY_ALL
    ]
    if oauth and oauth.secret_expires_on:
        left = (oauth.secret_expires_on - today).days
        if left <= oauth.warn_days:
            found.append(
                f"the client secret {'expires' if left >= 0 else 'expired'} on "
                f"{oauth.secret_expires_on}; have a new one issued and put it in "
                f"{oauth.client_secret_file}"
            )
    return found
