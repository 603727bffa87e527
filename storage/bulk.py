"""Rows written and asked for many at a time, past the objects that a session makes of rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVarTuple

from sqlalchemy import CursorResult, Dialect, Insert, Result, Select, Table, Update, insert
from sqlmodel import Session

from storage.tables.row import Row

Values = TypeVarTuple("Values")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the driver takes it, for many rows at a time."""

    text: str
    order: tuple[str, ...]  # of its values, where the driver takes them by place; else empty
    kept_as: tuple[tuple[str, Callable[[Any], Any]], ...]  # by name, what is kept of a value

    def values(self, rows: Sequence[Mapping[str, object]]) -> list[Any]:
        """The rows as the driver takes them."""
        if self.kept_as:
            rows = [
                {**row, **{name: kept(row[name]) for name, kept in self.kept_as}} for row in rows
            ]
        return list(map(itemgetter(*self.order), rows)) if self.order else list(rows)


def add_rows(session: Session, row: type[Row], rows: Sequence[Mapping[str, object]]) -> None:
    """Write new rows of one kind, each with the same columns; none for none.

    What the session holds and has not written yet comes first: these may refer to it.
    """
    write(session, addition(row), rows)


def write(
    session: Session, statement: Insert | Update, rows: Sequence[Mapping[str, object]]
) -> None:
    """Run a statement that was made once, for each of these rows.

    Past what SQLAlchemy does with each value, which costs more than writing most rows. Each row has
    the same names, two at least.
    """
    if rows:
        session.flush()
        connection = session.connection()
        ready = prepared(statement, tuple(rows[0]), connection.dialect)
        connection.exec_driver_sql(ready.text, ready.values(rows))


def answers(session: Session, question: Select[*Values], **values: object) -> Result[*Values]:
    """What the database answers to a statement that was made once, with these values.

    Columns alone: the way through the session costs more than most answers.
    """
    session.flush()
    return session.connection().execute(question, values)


def answers_of_pairs(
    session: Session, question: str, pairs: Sequence[tuple[str, str]]
) -> CursorResult[*tuple[Any, ...]]:
    """What the database answers to a statement about pairs, which it has in place of {keys}.

    The values come as the driver gives them.
    """
    session.flush()
    connection = session.connection()
    pair = "(?, ?)" if connection.dialect.positional else "(%s, %s)"
    asked = question.format(keys=", ".join([pair] * len(pairs)))
    return connection.exec_driver_sql(asked, tuple(chain.from_iterable(pairs)))


@cache
def addition(row: type[Row]) -> Insert:
    """The statement that adds rows of a kind, made once; nothing is asked back."""
    return insert(table_of(row)).inline()


@lru_cache(maxsize=100)  # tests open many databases
def prepared(statement: Insert | Update, names: tuple[str, ...], dialect: Dialect) -> Prepared:
    """A statement for rows with these names as the driver takes it, made once."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    kinds = ((name, bind.type.dialect_impl(dialect)) for name, bind in compiled.binds.items())
    kept = ((name, kind.bind_processor(dialect)) for name, kind in kinds)
    order = tuple(compiled.positiontup or ())
    return Prepared(compiled.string, order, tuple((n, keep) for n, keep in kept if keep))


def table_of(row: type[Row]) -> Table:
    """The table of a kind of rows."""
    return row.metadata.tables[str(row.__tablename__)]
