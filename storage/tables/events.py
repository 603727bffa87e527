"""The audit trail."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class EventRow(Row, table=True):
    """An entry of the audit trail, chained by hash. Triggers refuse any change."""

    __tablename__ = "events"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # from 1
    at: datetime = Field(sa_type=Moment)
    actor: str  # "" the program, else the officer
    action: str
    object: str = Field(index=True)
    before: str = Field(sa_type=Text)  # canonical JSON
    after: str = Field(sa_type=Text)
    prev_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class EventHeadRow(Row, table=True):
    """How many events there are and the last one's hash, signed: a cut tail shows. One row."""

    __tablename__ = "event_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    count: int
    hash: str = Field(max_length=64)
    mac: str = Field(max_length=64)  # see storage.event_heads
