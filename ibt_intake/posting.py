"""The way out of the settings: where the parts of the outbox are wired together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from imapclient import IMAPClient
from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake.config import Config
from intake.config import MailboxConfig, OAuthConfig
from intake.errors import IntakeError, TryLater
from intake.errors import Stop as IntakeStop
from intake.leases import leased
from intake.mailbox.backoff import BackOff
from intake.mailbox.faults import faults
from intake.mailbox.imap import tokens_of
from intake.mailbox.oauth import Tokens
from intake.mailbox.signin import secret_in, signed_in
from outbox.compose import From
from outbox.errors import Later, OutboxError, ServerAway, Stop
from outbox.folder import MailFolder
from outbox.message_ids import MessageIds, key_in
from outbox.returns import Returns
from outbox.sending import Clear, Copies, NoCopies, Outbox, Sending, Transport
from outbox.sent_folder import SentFolder
from outbox.smtp import Secret, SmtpServer
from rules.outgoing import GO, Clearance
from storage.database import folder_of, url_of
from storage.outgoing import OutboxEntry

LEASE = "outbox"
KEY = "message-id.key"


def always(session: Session, entry: OutboxEntry, now: datetime) -> Clearance:
    """Every mail may go out at once."""
    return GO


def outbox_of(
    config: Config,
    engine: Engine,
    *,
    clear: Clear = always,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Outbox:
    """The outbox of the settings; clear: asked before each mail."""
    transport = transport_of(config)
    return Outbox(
        engine=engine,
        transport=transport,
        copies=transport if isinstance(transport, MailFolder) else copies_of(config),
        sender=From(config.smtp.sender, config.smtp.sender_name),
        clear=clear,
        now=now,
        give_up=timedelta(hours=config.smtp.give_up_hours),
    )


def deliver(outbox: Outbox, stop: Event) -> Sending:
    """One pass over the outbox, by this process alone. Raises Stop where another sends."""
    lost = Event()
    try:
        with leased(outbox.engine, lost.set, name=LEASE, does="sends mail"):
            return outbox.deliver_due(lambda: stop.is_set() or lost.is_set())
    except IntakeStop as error:
        raise Stop(str(error)) from error


def transport_of(config: Config) -> Transport:
    """A server where one is named, else the folder."""
    smtp = config.smtp
    if not smtp.host:
        return MailFolder(config.outbox.folder)
    return SmtpServer(smtp, password=password_of(smtp.password_file), token=token_of(smtp.oauth))


def copies_of(config: Config) -> Copies:
    """The folder of the first mailbox that holds what was sent, where one is named."""
    folder = config.smtp.sent_folder
    mailbox = next(iter(config.every_mailbox().values()))
    if not folder or mailbox.kind != "imap":
        return NoCopies()
    tokens = tokens_of(mailbox)
    is_ours = config.smtp.sent_folder_by == "us"
    backoff = BackOff()
    return SentFolder(lambda: connected(mailbox, tokens, backoff), folder, is_ours=is_ours)


def connected(mailbox: MailboxConfig, tokens: Tokens | None, backoff: BackOff) -> IMAPClient:
    """The mailbox, signed in; where it refuses that, it is asked less and less often."""
    try:
        # A login like those of the way in: once a turn would soon lock the account.
        backoff.admit(f"the connection to {mailbox.host} for copies of what was sent")
        with counted(backoff), faults(mailbox):
            return signed_in(mailbox, tokens)
    except IntakeError as error:
        raise Later(str(error)) from error


@contextmanager
def counted(backoff: BackOff) -> Iterator[None]:
    """Tell a back-off how a try ended."""
    try:
        yield
    except IntakeError:
        backoff.failed()
        raise
    backoff.succeeded()


def returns_of(config: Config) -> Returns:
    """What ties mails that come in to those that went out."""
    return Returns(ids_of(config))


def ids_of(config: Config) -> MessageIds:
    """What makes and knows our Message-IDs; its key is made on first use."""
    return MessageIds(key_in(key_file(config)), config.smtp.sender.rpartition("@")[2])


def key_file(config: Config) -> Path:
    """Where the key stands: with the data, so that who copies one copies both."""
    if config.smtp.message_id_key_file:
        return config.smtp.message_id_key_file
    return folder_of(url_of(config.database)) / KEY


def password_of(path: Path | None) -> Secret | None:
    """What reads the password, where a file is named; a changed one holds from the next mail on."""
    if path is None:
        return None
    return lambda: told(lambda: secret_in(path, "password_file under [smtp] in config.toml"))


def token_of(oauth: OAuthConfig | None) -> Secret | None:
    """What gives an access token, where the settings ask for OAuth2."""
    if oauth is None:
        return None
    key = "client_secret_file under [smtp.oauth] in config.toml"
    tokens = Tokens(oauth, lambda: secret_in(oauth.client_secret_file, key))
    return lambda: told(tokens.access_token)


def told(secret: Secret) -> str:
    """A secret; what goes wrong on the way to it is told as errors of the way out."""
    with as_outbox_errors():
        return secret()


@contextmanager
def as_outbox_errors() -> Iterator[None]:
    """Errors of the way in, whose code the way out shares, as its own."""
    try:
        yield
    except TryLater as error:
        raise ServerAway(str(error)) from error
    except IntakeError as error:
        raise Stop(str(error)) from error


def outbox_told(config: Config) -> tuple[str, bool]:
    """What `check` says of the way out, and whether it is good."""
    try:
        told = transport_of(config).try_out()
        if config.smtp.host and config.smtp.sent_folder:
            copies_of(config).holds("<probe@localhost>")
            told += f"; copies in {config.smtp.sent_folder}"
    except OutboxError as error:
        return str(error), False
    return told, True
