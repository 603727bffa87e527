"""What mails were judged to be."""

from datetime import datetime

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class JudgementRow(Row, table=True):
    """A judgement of a mail; the one that holds now has no superseded_at."""

    __tablename__ = "judgements"
    __table_args__ = (
        Index(
            "uq_judgements_current",
            "sha256",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)  # given by the database
    sha256: str = Field(foreign_key="mails.sha256", index=True, max_length=64)
    version: str  # of the program that read and judged
    judged_at: datetime = Field(sa_type=Moment)
    superseded_at: datetime | None = Field(sa_type=Moment)
    timeline_state: str = Field(max_length=16)
    claims_met: bool
    late: bool | None
    confidence: float
    content: str = Field(sa_type=Text)  # JSON of a rules.judgement.Judgement
    # JSON of the rules.told.Told in it, with what officers decided on the mail, a twentieth as
    # long: all that the state of a case reads. "": not for us; NULL: to be
    # worked out, and kept where no letter yet to come could change it.
    told: str | None = Field(sa_type=Text)


class JudgementKindRow(Row, table=True):
    """A kind that a judgement gives its mail."""

    __tablename__ = "judgement_kinds"

    judgement_id: int = Field(primary_key=True, foreign_key="judgements.id")
    kind: str = Field(primary_key=True, index=True, max_length=32)


class JudgementFlagRow(Row, table=True):
    """A flag that a judgement raises, with its reason in Dutch."""

    __tablename__ = "judgement_flags"

    judgement_id: int = Field(primary_key=True, foreign_key="judgements.id")
    flag: str = Field(primary_key=True, index=True, max_length=32)
    reason: str = Field(sa_type=Text)
