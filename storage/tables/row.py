"""What all tables share."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import MetaData
from sqlmodel import Field, SQLModel

from storage.columns import Moment

# Each constraint has a name of its own, else a later migration could not drop it.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What all tables share."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class FactRow(Row):
    """What the tables of facts share: a correction is a new row, and the last of its kind holds."""

    id: int = Field(default=None, primary_key=True)  # given by the database
    recorded_at: datetime = Field(sa_type=Moment)
    recorded_by: str  # "" the program, else the officer
