"""Mails that go out, and what came back on them."""

from datetime import datetime

from sqlalchemy import JSON, Index, Text, UniqueConstraint
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class OutgoingRow(Row, table=True):
    """A mail that goes out: the outbox. One row for each thing that sets one off, never deleted."""

    __tablename__ = "outgoing"
    __table_args__ = (
        UniqueConstraint("occasion", "municipality", "reference", "trigger"),
        Index(None, "state", "next_try_at"),
        Index(None, "occasion", "state"),  # to count them without reading their words
        Index(None, "municipality", "reference"),
    )

    id: int = Field(default=None, primary_key=True)  # given by the database
    occasion: str = Field(max_length=32)  # see rules.occasions.Occasion
    municipality: str
    reference: str  # "" without, as in `cases`
    trigger: str
    state: str = Field(max_length=16)  # see rules.outgoing.OutgoingState
    to_addresses: list[str] = Field(sa_type=JSON)
    cc_addresses: list[str] = Field(sa_type=JSON)
    subject: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    message_id: str = Field(unique=True)
    in_reply_to: str
    thread: list[str] = Field(sa_type=JSON)  # Message-IDs of the mails before it
    proposed_at: datetime = Field(sa_type=Moment)
    approved_by: str  # the officer who had it sent; "" the program
    held_because: str  # words of why it waits, with spaces between
    tries: int
    next_try_at: datetime | None = Field(sa_type=Moment)  # None: it waits for no moment
    queued_at: datetime | None = Field(sa_type=Moment)
    # Written just before the server may have the mail: a crash before it was no try.
    handed_over_at: datetime | None = Field(sa_type=Moment, index=True)
    sent_at: datetime | None = Field(sa_type=Moment)
    copied_at: datetime | None = Field(sa_type=Moment)  # into the folder of what was sent
    last_error: str = Field(sa_type=Text)  # without addresses
    failed_addresses: list[str] = Field(default_factory=list, sa_type=JSON)  # that a server refused
    again_by: str = ""  # the officer who asked for the mail once more
    again_at: datetime | None = Field(default=None, sa_type=Moment)


class ReturnRow(Row, table=True):
    """A mail that came back on one of ours: a report, a machine's answer, a person's."""

    __tablename__ = "returns"

    outgoing_id: int = Field(primary_key=True, foreign_key="outgoing.id")
    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", index=True, max_length=64)
    what: str = Field(max_length=16)  # see rules.outgoing.Return
    at: datetime = Field(sa_type=Moment)
    failed_addresses: list[str] = Field(default_factory=list, sa_type=JSON)  # that a report names
