"""Talks with municipalities, and their reports."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class TalkRow(Row, table=True):
    """A talk with municipalities; what holds of it stands in its versions."""

    __tablename__ = "talks"

    id: int = Field(default=None, primary_key=True)  # given by the database
    uid: str = Field(unique=True)  # in calendars


class TalkCaseRow(Row, table=True):
    """A case that a talk belongs to."""

    __tablename__ = "talk_cases"

    talk_id: int = Field(primary_key=True, foreign_key="talks.id")
    case_id: int = Field(primary_key=True, foreign_key="cases.id", index=True)


class TalkVersionRow(Row, table=True):
    """What holds of a talk from a moment on; see rules.talks.TalkFacts. Never changed."""

    __tablename__ = "talk_versions"

    # A number is given once: of two who change a talk at one moment, the second is refused.
    talk_id: int = Field(primary_key=True, foreign_key="talks.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    deed: str = Field(max_length=16)
    kind: str = Field(max_length=16)
    planned_for: datetime = Field(sa_type=Moment)
    minutes: int
    place: str = Field(sa_type=Text)
    participants: str = Field(sa_type=Text)
    held_on: date | None
    is_cancelled: bool
    why: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by: str


class TalkReportRow(Row, table=True):
    """The report of a talk, sealed with a key that is not in the database; the last one holds."""

    __tablename__ = "talk_reports"

    talk_id: int = Field(primary_key=True, foreign_key="talks.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed: bytes = Field(sa_type=LargeBinary)
    written_at: datetime = Field(sa_type=Moment)
    written_by: str
