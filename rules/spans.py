"""Spans of days in the Netherlands: months, quarters, seasons and parts of them.

Spans and expressions are tuples with names: each time of a mail takes several of them, and a
frozen dataclass takes three times as long to make.
"""

from calendar import isleap
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

Edge = date | None  # None: open


class Span(NamedTuple):
    """From a day up to and including another; an edge may be open."""

    earliest: Edge
    latest: Edge


class Expression(NamedTuple):
    """An expression of time and the days it spans."""

    text: str  # as it stands, white space included
    start: int  # in characters of the sentence
    end: int
    earliest: Edge
    latest: Edge
    is_duration: bool = False  # counts from receipt: "over zes maanden"
    is_past: bool = False  # says itself that it has been: "9 april jl."
    has_year: bool = True  # names its year, or needs none

    def stretched(self, text: str, start: int, earliest: Edge, latest: Edge) -> "Expression":
        """The same from an earlier place of its sentence, with other days."""
        # All by place: `_replace` takes twice as long, and each time that is found comes here.
        end, is_duration, is_past = self.end, self.is_duration, self.is_past
        return Expression(
            text[start:end], start, end, earliest, latest, is_duration, is_past, self.has_year
        )


DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of each month, leap days aside


def day(year: int, month: int, number: int) -> Span | None:
    """One day, or None where the calendar has no such day."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Span(found, found)


def days_of(year: int, month: int) -> int:
    """How many days a month has."""
    # `monthrange` works out a day of the week as well, which takes ten times as long.
    return 29 if month == 2 and isleap(year) else DAYS[month - 1]


def months(year: int, first: int, last: int) -> Span:
    """Whole months, counted from January of a year; 13 is January of the next."""
    start_year, start_month = year + (first - 1) // 12, (first - 1) % 12 + 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    end = date(end_year, end_month, days_of(end_year, end_month))
    return Span(date(start_year, start_month, 1), end)


def iso_week(year: int, number: int) -> Span | None:
    """Monday to Sunday of a week of ISO 8601, or None where the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
    return Span(monday, monday + timedelta(days=6))


def months_later(start: date, count: int) -> date | None:
    """The same day so many months later, or the month's last day where it has no such day.

    None past the last year that a date can have.
    """
    month = start.month - 1 + count
    year, month = start.year + month // 12, month % 12 + 1
    if year > MAXYEAR:
        return None
    return date(year, month, min(start.day, days_of(year, month)))


SEASONS = {  # first and last month; winter runs into the next year
    "voorjaar": (3, 5),
    "lente": (3, 5),
    "zomer": (6, 8),
    "najaar": (9, 11),
    "herfst": (9, 11),
    "winter": (12, 14),
}
YEAR_PARTS = {"begin": (1, 3), "half": (5, 8), "eind": (10, 12)}
MONTH_PARTS = {"begin": (1, 10), "half": (11, 20), "eind": (21, 31)}


def part_of(span: Span, part: str) -> Span:
    """The beginning, middle ("half") or end of a month, quarter, season or year.

    What is shorter than three days has no parts.
    """
    first, last = span.earliest, span.latest
    if first is None or last is None or (last - first).days < 2:
        return span
    if (first.month, last.month, first.day) == (1, 12, 1) and first.year == last.year:
        return months(first.year, *YEAR_PARTS[part])
    if (first.year, first.month) == (last.year, last.month) and first.day == 1:
        start, end = MONTH_PARTS[part]
        days = days_of(first.year, first.month)
        return Span(first.replace(day=start), first.replace(day=min(end, days)))
    third = (last - first).days // 3
    return {
        "begin": Span(first, first + timedelta(days=third)),
        "half": Span(first + timedelta(days=third + 1), last - timedelta(days=third + 1)),
        "eind": Span(last - timedelta(days=third), last),
    }[part]
