"""What the programs that run know of one another, and of the settings they ran with."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Moment
from storage.tables.row import Row


class SettingRow(Row, table=True):
    """What the states above were made with, so that a change makes them anew."""

    __tablename__ = "settings"

    name: str = Field(primary_key=True)
    value: str


class HeartbeatRow(Row, table=True):
    """When a step of the daemon last came to its end."""

    __tablename__ = "heartbeats"

    step: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)


class LeaseRow(Row, table=True):
    """Who may do what only one may do at a time, and until when."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)
