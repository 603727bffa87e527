"""Rows written and asked for many at a time, past the objects that a session makes of rows."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeVarTuple

from sqlalchemy import Insert, Result, Select, Table, insert
from sqlmodel import Session

from storage.tables import Row

Values = TypeVarTuple("Values")


def add_rows(session: Session, row: type[Row], rows: Sequence[Mapping[str, object]]) -> None:
    """Write new rows of one kind, each with the same columns; none for none.

    What the session holds and has not written yet comes first: these may refer to it.
    """
    if rows:
        session.flush()
        session.connection().execute(addition(row), rows)


def answers(session: Session, question: Select[*Values], **values: object) -> Result[*Values]:
    """What the database answers to a statement that was made once, with these values.

    Columns alone: the way through the session costs more than most answers.
    """
    session.flush()
    return session.connection().execute(question, values)


@cache
def addition(row: type[Row]) -> Insert:
    """The statement that adds rows of a kind, made once."""
    return insert(table_of(row))


def table_of(row: type[Row]) -> Table:
    """The table of a kind of rows."""
    return row.metadata.tables[str(row.__tablename__)]
