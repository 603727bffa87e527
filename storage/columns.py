"""Column types that keep Python's values whole in every database."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import Date, DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: SQLite forgets zones, so none but UTC goes in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        """How the driver is given a moment; SQLite as the text that SQLAlchemy makes in steps."""
        return text_of_moment if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; a naive one is a mistake of the caller."""
        return None if value is None else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A day of which each case has several: SQLAlchemy would write each for SQLite in steps."""

    impl = Date
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[date | None], object] | None:
        """How the driver is given a day."""
        return text_of_day if dialect.name == "sqlite" else super().bind_processor(dialect)


def text_of_day(value: date | None) -> str | None:
    """A day as SQLite keeps it."""
    return None if value is None else value.isoformat()


def text_of_moment(value: datetime | None) -> str | None:
    """A moment as SQLite keeps it, without the zone, which is always the same."""
    if value is None:
        return None
    return in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def in_utc(value: datetime) -> datetime:
    """The moment in UTC; a naive one is a mistake of the caller."""
    if value.tzinfo is None:
        raise ValueError(f"a moment without zone cannot be stored: {value.isoformat()}")
    return value.astimezone(UTC)


def storable(value: str) -> str:
    """The text without what no database takes: NUL, and half a surrogate pair."""
    whole = value.replace("\0", "�")
    try:
        # Nearly all text is; taking it apart and putting it together again would cost twice.
        whole.encode()
    except UnicodeEncodeError:
        return whole.encode("utf-8", "replace").decode("utf-8")
    return whole
