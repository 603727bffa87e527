"""Cases, the mails that belong to them, and what officers decided on both."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text, UniqueConstraint
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class CaseRow(Row, table=True):
    """What a municipality owes the ministry an answer on."""

    __tablename__ = "cases"
    __table_args__ = (UniqueConstraint("municipality", "reference"),)

    id: int = Field(default=None, primary_key=True)  # given by the database
    municipality: str
    # "" without a request: NULL would let the unique constraint pass the same case twice.
    reference: str


class CaseMailRow(Row, table=True):
    """Whether a mail belongs to a case, and who says so."""

    __tablename__ = "case_mails"

    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    sha256: str = Field(primary_key=True, foreign_key="mails.sha256", index=True, max_length=64)
    belongs: bool  # False: an officer took it out
    score: float
    signals: list[Any] = Field(sa_type=JSON)  # [name, detail, weight] each
    decided_by: str  # "" the program, else the officer
    decided_at: datetime = Field(sa_type=Moment)


class MailDecisionRow(Row, table=True):
    """What an officer decided on a mail. Never changed but for being undone, never deleted."""

    __tablename__ = "mail_decisions"

    id: int = Field(default=None, primary_key=True)  # given by the database
    sha256: str = Field(foreign_key="mails.sha256", index=True, max_length=64)
    what: str = Field(max_length=32)  # see storage.decided.WORDS
    content: str = Field(sa_type=Text)  # JSON of that type of rules.decisions
    reason: str = Field(sa_type=Text)
    officer: str
    at: datetime = Field(sa_type=Moment)
    judgement_id: int | None = Field(foreign_key="judgements.id")  # what the officer saw
    undone_at: datetime | None = Field(sa_type=Moment)
    undone_by: str


class CaseDecisionRow(Row, table=True):
    """What an officer decided on a case, notes included; as `MailDecisionRow`."""

    __tablename__ = "case_decisions"

    id: int = Field(default=None, primary_key=True)  # given by the database
    case_id: int = Field(foreign_key="cases.id", index=True)
    what: str = Field(max_length=32, index=True)
    content: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    officer: str
    at: datetime = Field(sa_type=Moment)
    undone_at: datetime | None = Field(sa_type=Moment)
    undone_by: str
