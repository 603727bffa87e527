"""What is known of municipalities and their tasks: a correction is a row of its own."""

from datetime import date

from sqlmodel import Field

from storage.tables.row import FactRow


class ProgressCountRow(FactRow, table=True):
    """Places that a province reports for a day; see rules.distribution.Realised."""

    __tablename__ = "progress_counts"

    municipality: str
    cycle: int
    category: str = Field(max_length=16)
    counted_on: date
    places: int


class DecisionRow(FactRow, table=True):
    """A distribution decision; see rules.distribution.DistributionDecision."""

    __tablename__ = "distribution_decisions"

    cycle: int
    decided_on: date
    due: date


class TaskRow(FactRow, table=True):
    """Places that a decision asks for; see rules.distribution.Task."""

    __tablename__ = "tasks"

    municipality: str
    cycle: int
    category: str = Field(max_length=16)
    places: int
    is_indicative: bool
    valid_from: date


class ExchangeRow(FactRow, table=True):
    """Places of a task handed over; see rules.distribution.Exchange."""

    __tablename__ = "exchanges"

    cycle: int
    giver: str
    taker: str
    category: str = Field(max_length=16)
    agreed_on: date
    places: int
    document: str


class PeriodRow(FactRow, table=True):
    """The days on which a municipality exists; see storage.distribution.Period."""

    __tablename__ = "municipality_periods"

    code: str = Field(max_length=16)
    valid_from: date | None
    valid_to: date | None
    successor_code: str = Field(max_length=16)
