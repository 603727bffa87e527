"""Rounds of letters made here."""

from datetime import date, datetime

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class RoundRow(Row, table=True):
    """A round of letters made here: a draft until it is confirmed or dropped, each once."""

    __tablename__ = "rounds"

    id: int = Field(default=None, primary_key=True)  # given by the database
    letter_date: date = Field(index=True)
    term_days: int
    cycle: int
    decided_on: date  # the day of that cycle's decision, as the letters name it
    places_due: date
    mailbox: str
    made_by: str
    made_at: datetime = Field(sa_type=Moment)
    dropped_at: datetime | None = Field(sa_type=Moment)
    dropped_by: str
    confirmed_at: datetime | None = Field(sa_type=Moment)
    confirmed_by: str


class RoundLetterRow(Row, table=True):
    """A letter of a round: what it says, and its file from when the round is confirmed on."""

    __tablename__ = "round_letters"

    round_id: int = Field(primary_key=True, foreign_key="rounds.id")
    municipality: str = Field(primary_key=True)
    reference: str = Field(index=True)
    variant: str = Field(max_length=16)  # see rules.rounds.Variant
    regular_task: int
    amv_task: int
    regular_realised: int
    amv_realised: int
    counted_on: date | None
    words: str = Field(sa_type=Text)  # with its line of the subject
    pdf: bytes | None = Field(sa_type=LargeBinary)  # None: a draft, laid out when asked


class RoundSendingRow(Row, table=True):
    """The day on which a round was sent; another row corrects it."""

    __tablename__ = "round_sendings"

    id: int = Field(default=None, primary_key=True)  # given by the database
    round_id: int = Field(foreign_key="rounds.id", index=True)
    sent_on: date
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by: str


class MinistryWordsRow(Row, table=True):
    """The runs of words of letters that went out from here, by which quotations are known."""

    __tablename__ = "ministry_words"

    source: str = Field(primary_key=True)  # "round:3"
    runs: str = Field(sa_type=Text)  # see rules.fingerprints, sorted, one a line
    recorded_at: datetime = Field(sa_type=Moment)
