"""Settings of the way in: each option with its default, unit and meaning at its field."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from storage.config import Section


class OAuthConfig(Section):
    """Sign-in by OAuth2 client credentials (RFC 6749 section 4.4) with XOAUTH2."""

    authority: str = Field(description="address of the token issuer, tenant included")
    client_id: str = Field(description="the application's id at the issuer")
    client_secret_file: Path = Field(description="file that holds the client secret")
    scope: str = Field(
        default="https://outlook.office365.com/.default", description="what the token is for"
    )
    warn_days: int = Field(
        default=14, ge=0, description="days before the secret's expiry that `check` warns"
    )
    secret_expires_on: date | None = Field(
        default=None, description="day the client secret expires, as 2027-01-31"
    )


class MailboxConfig(Section):
    """Where mail is taken from."""

    kind: Literal["maildir", "imap", "mbox", "folder"] = Field(
        default="maildir", description="imap, or mail on disk: maildir, mbox, folder of .eml files"
    )
    path: Path = Field(
        default=Path("ibt-intake-data/maildir"),
        description="the Maildir, mbox file or folder (not for imap)",
    )
    host: str = Field(default="", description="the IMAP server's name, as in its certificate")
    port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        default=None, description="993 for tls and 143 for the others unless set"
    )
    security: Literal["tls", "starttls", "plain"] = Field(
        default="tls", description="plain only on loopback, unless the host is in allow_plain"
    )
    allow_plain: tuple[str, ...] = Field(
        default=(), description="hosts that may be spoken to without encryption"
    )
    ca_file: Path | None = Field(
        default=None, description="certificates to trust instead of the system's"
    )
    user: str = Field(default="", description="the login name")
    password_file: Path | None = Field(
        default=None, description="file that holds the password (not with oauth)"
    )
    oauth: OAuthConfig | None = Field(default=None, description="sign in by OAuth2 instead")
    folders: tuple[str, ...] = Field(default=("INBOX",), description="folders to take mail from")
    batch_mails: int = Field(default=50, ge=1, le=500, description="mails fetched at a time")
    batch_bytes: int = Field(
        default=20_000_000, ge=1_000, description="bytes fetched at a time, one mail at least"
    )
    timeout_seconds: float = Field(default=60.0, gt=0, description="silence after which to give up")
    idle: bool = Field(default=True, description="wait for mail by IDLE where the server can")
    idle_renew_seconds: int = Field(
        default=1500, ge=1, le=1740, description="renewal of IDLE: under 29 minutes, RFC 2177"
    )
    poll_seconds: int = Field(default=300, ge=1, description="between two passes without IDLE")
    mark: Literal["none", "keyword"] = Field(
        default="none", description="keyword: give mails that were taken in a keyword"
    )
    mark_keyword: str = Field(default="ibt-intake", description="the keyword that mark sets")


class SenderConfig(Section):
    """How it is found out whether a mail comes from its sender.

    Where either is set, a mail whose sender is not confirmed belongs to no case until an officer
    agrees with it.
    """

    authserv_ids: tuple[str, ...] = Field(
        default=(),
        description="names that the ministry's own servers write in Authentication-Results "
        "(RFC 8601), such as mx1.minjenv.nl; they must take away such headers of others",
    )
    dns: bool = Field(
        default=False,
        description="check the DKIM signature of mails without such a header, with keys of the DNS",
    )
    dns_seconds: float = Field(default=5.0, gt=0, description="for one question to the DNS")


class AntivirusConfig(Section):
    """A virus scanner that attachments are shown to before they are read: ClamAV's clamd.

    Without one, or while it is away, mails go on; pages say that nothing was scanned.
    """

    socket: Path | None = Field(
        default=None, description="where clamd listens on this machine, its LocalSocket"
    )
    host: str = Field(default="", description="or the machine where it listens, its TCPAddr")
    port: int = Field(default=3310, ge=1, le=65535, description="with host, its TCPSocket")
    timeout_seconds: float = Field(default=30.0, gt=0, description="for scanning one file")
    max_bytes: int = Field(
        default=25_000_000,
        ge=1,
        description="larger files are not scanned; no more than StreamMaxLength of clamd",
    )

    @property
    def is_on(self) -> bool:
        """Whether there is a scanner to ask."""
        return bool(self.socket or self.host)


class ReadingConfig(Section):
    """Limits on the reading of one mail; an attachment that goes over them is flagged."""

    max_depth: int = Field(
        default=50, ge=1, description="levels of parts, archives and mails within one another"
    )
    max_parts: int = Field(default=500, ge=1, description="parts of one mail")
    max_members: int = Field(default=1000, ge=1, description="files in one archive")
    max_unpacked_bytes: int = Field(
        default=200_000_000, ge=1, description="bytes that all archives of one mail unpack to"
    )
    max_ratio: int = Field(
        default=100, ge=1, description="times that an archive may grow when unpacked"
    )
    max_pages: int = Field(default=200, ge=1, description="pages of one document")
    max_ocr_pages: int = Field(
        default=30, ge=0, description="scanned pages of one mail that are read by OCR"
    )
    max_text_chars: int = Field(
        default=1_000_000, ge=1, description="characters of text in one body or file"
    )
    max_judged_chars: int = Field(
        default=100_000, ge=1_000, description="characters of one mail's texts that are judged"
    )
    ocr_seconds: float = Field(
        default=60.0,
        gt=0,
        description="of work for text recognition (OCR) of one page; three times that by the wall",
    )
    part_seconds: float = Field(
        default=5.0,
        gt=0,
        description="of work for reading one attachment, OCR apart; three times that by the wall",
    )
    mail_seconds: float = Field(
        default=7.0,
        gt=0,
        description="of work for reading and judging one mail, OCR apart; then a plain reading",
    )
    ocr_pass_seconds: float = Field(
        default=240.0,
        gt=0,
        description="after which `poll` begins with no other mail that has scanned pages; it waits "
        "for the next poll, or for `run`",
    )
    ocr_pages_at_once: Annotated[int, Field(ge=1, le=16)] | None = Field(
        default=None,
        description="scanned pages of one mail that are read side by side; unless set as many as "
        "there are processors, 8 at most, and one in each worker",
    )
    ocr_language: str = Field(default="nld", description="Tesseract's language data")
