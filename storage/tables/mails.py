"""The mails that came: their bytes, where they were met, and how far each has come."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class RawMailRow(Row, table=True):
    """The bytes of a mail as they arrived. Triggers refuse any change but destruction by rule."""

    __tablename__ = "raw_mails"

    sha256: str = Field(primary_key=True, max_length=64)  # of raw, in lower-case hexadecimal
    size: int  # bytes; before raw, so that SQLite need not read through it
    raw: bytes = Field(sa_type=LargeBinary)


class MailRow(Row, table=True):
    """A mail that was taken in, known by its bytes, and how far it has come."""

    __tablename__ = "mails"
    __table_args__ = (Index(None, "state", "received_at"),)

    sha256: str = Field(primary_key=True, foreign_key="raw_mails.sha256", max_length=64)
    message_id: str = Field(index=True)  # "" where the mail has none
    received_at: datetime | None = Field(sa_type=Moment, index=True)  # None: not known until read
    taken_in_at: datetime = Field(sa_type=Moment)
    state: str = Field(max_length=16)  # see storage.ledger.State


class ArrivalRow(Row, table=True):
    """The ledger: one row for each place in a mailbox where a mail was met.

    A mail met in several places, or again after a change of UIDVALIDITY, has several rows.
    """

    __tablename__ = "arrivals"
    __table_args__ = (UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),)

    id: int = Field(default=None, primary_key=True)  # given by the database
    mailbox: str
    folder: str
    uidvalidity: int = Field(sa_type=BigInteger)
    uid: int = Field(sa_type=BigInteger)
    sha256: str = Field(foreign_key="mails.sha256", index=True, max_length=64)
    met_at: datetime = Field(sa_type=Moment)
    gone_at: datetime | None = Field(sa_type=Moment)  # when reconciling no longer found it


class FailureRow(Row, table=True):
    """Why a mail is set aside, and when it is tried again."""

    __tablename__ = "failures"

    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", max_length=64)
    step: str
    reason: str = Field(sa_type=Text)
    tries: int
    last_at: datetime = Field(sa_type=Moment)
    next_try_at: datetime | None = Field(sa_type=Moment)  # None: waits for a person
    unended: int = 0  # of the tries, the last: each ended with the program, or is being made


class ReadingRow(Row, table=True):
    """A mail as a version of the program read it; made again from the bytes at any time."""

    __tablename__ = "readings"

    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", max_length=64)
    version: str = Field(primary_key=True)
    content: str = Field(sa_type=Text)  # JSON of a rules.mail.Mail
