"""Settings of the way out: each option with its default, unit and meaning at its field."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from outbox.addresses import wire_address
from storage.config import Section


class SmtpConfig(Section):
    """The server that mails are handed to; without a host they are written to a folder."""

    host: str = Field(
        default="",
        description="the SMTP server's name, as in its certificate; empty: mails become files, see "
        "folder under outbox",
    )
    port: Annotated[int, Field(ge=1, le=65535)] | None = Field(
        default=None, description="465 for tls, 587 for starttls and 25 for plain unless set"
    )
    security: Literal["tls", "starttls", "plain"] = Field(
        default="starttls", description="plain only on loopback, unless the host is in allow_plain"
    )
    allow_plain: tuple[str, ...] = Field(
        default=(), description="hosts that may be spoken to without encryption"
    )
    ca_file: Path | None = Field(
        default=None, description="certificates to trust instead of the system's"
    )
    user: str = Field(default="", description="the login name; empty: no login")
    password_file: Path | None = Field(
        default=None, description="file that holds the password (not with oauth)"
    )
    sender: str = Field(
        default="ibt@localhost", description="our address, which answers and reports come back to"
    )
    sender_name: str = Field(
        default="Interbestuurlijk toezicht Spreidingswet", description="the name beside it"
    )
    message_id_key_file: Path | None = Field(
        default=None,
        description="key by which answers to our mails are known, made on first use; unless set, "
        "beside the SQLite file, or in ibt-intake-data where the database is a server",
    )
    sent_folder: str = Field(
        default="",
        description="folder of the IMAP mailbox that holds what was sent; empty: none",
    )
    sent_folder_by: Literal["us", "server"] = Field(
        default="us", description="who puts a copy there; some servers do so by themselves"
    )
    timeout_seconds: float = Field(default=60.0, gt=0, description="silence after which to give up")
    accept_seconds: float = Field(
        default=600.0,
        gt=0,
        description="the same once a mail was handed over: ten minutes, RFC 5321 section 4.5.3.2",
    )
    give_up_hours: float = Field(
        default=120.0, gt=0, description="after which a mail that is put off goes to an officer"
    )

    @field_validator("sender")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        return wire_address(value)
