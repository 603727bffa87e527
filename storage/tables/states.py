"""Mails and cases as they hold now, for lists; no source of anything."""

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field

from storage.columns import Day, Moment
from storage.tables.row import Row


class MailStateRow(Row, table=True):
    """A mail as it holds now, for lists: made again at each filing and decision.

    Nothing in it is a source. A list over a hundred thousand mails cannot read the JSON of
    each, nor sort by what stands in four other tables.
    """

    __tablename__ = "mail_states"
    __table_args__ = (
        Index(None, "disposition", "due", "rank"),
        Index(None, "disposition", "received_at"),
        Index(None, "disposition", "rank", "due"),
        Index(None, "disposition", "municipality"),
        Index(None, "disposition", "confidence"),
        Index(None, "disposition", "officer"),
    )

    # A small number, as it stands in `mail_facets` many times over and names rows of the search.
    id: int = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True, foreign_key="mails.sha256", max_length=64)
    disposition: str = Field(max_length=16)
    reason: str = Field(max_length=32)  # see rules.worklist.Reason
    rank: int  # of the reason
    told: str = Field(sa_type=Text)  # the reason in Dutch
    sentence: str = Field(sa_type=Text)  # that shows it, "" where none does
    subject: str
    sender: str
    received_at: datetime = Field(sa_type=Moment)
    confidence: float
    municipality: str  # the first; "" without any
    officer: str  # of the mail, else of its case
    is_assigned: bool  # whether it is the mail's own
    case_id: int | None = Field(foreign_key="cases.id", index=True)  # the likeliest
    # NO_DUE where no term runs: NULLs sort otherwise in each database.
    due: date = Field(sa_type=Day)


class MailFacetRow(Row, table=True):
    """A value by which lists are filtered and counted: a kind, a flag, a municipality, ..."""

    __tablename__ = "mail_facets"
    # Holds all that a count needs, so that it reads nothing else.
    __table_args__ = (Index(None, "disposition", "facet", "value", "mail_id"),)

    mail_id: int = Field(primary_key=True, foreign_key="mail_states.id")
    facet: str = Field(primary_key=True, max_length=16)  # see storage.facets.Facet
    value: str = Field(primary_key=True)
    disposition: str = Field(max_length=16)  # of the mail


class MailTextRow(Row, table=True):
    """The words of a mail, to be searched; made again from its reading."""

    __tablename__ = "mail_texts"

    id: int = Field(primary_key=True, foreign_key="mail_states.id")
    subject: str = Field(sa_type=Text)
    sender: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    attachments: str = Field(sa_type=Text)


class CaseStateRow(Row, table=True):
    """A case as it holds until another mail or decision comes, for lists; as `MailStateRow`.

    Nothing in it depends on today: late, overdue and what is next are worked out from its days
    when asked, so that a night without a running program makes nothing wrong.
    """

    __tablename__ = "case_states"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    joined_to: int | None  # the case that this notification is part of; then not in lists
    merged_on: date = Field(sa_type=Day)  # when it was looked which letter a notification joins
    municipality: str = Field(index=True)
    reference: str
    province: str
    letter_date: date | None = Field(sa_type=Day)
    due: date | None = Field(sa_type=Day)
    due_ends_at: datetime | None = Field(sa_type=Moment)
    answered_at: datetime | None = Field(sa_type=Moment)
    missing: str  # words of rules.judgement.Element, sorted, with spaces between
    flags: str  # likewise
    is_confirmed: bool
    ladder_step: int
    officer: str
    undecided_extensions: int
    promised: str  # days, in order, with spaces between
    supplement_due: date | None = Field(sa_type=Day)
    held: bool
    held_until: date | None = Field(sa_type=Day)
    is_ladder_closed: bool  # supervision ended at that step
    mails: int
    last_received_at: datetime | None = Field(sa_type=Moment)


class CaseDayRow(Row, table=True):
    """A day on which a case asks for something; which of them count follows from its state."""

    __tablename__ = "case_days"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    day: date = Field(primary_key=True, index=True)
    what: str = Field(primary_key=True, max_length=16)  # see storage.case_states.Due
