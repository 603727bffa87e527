"""What stands around a period that a text names, and the days that it means beside these."""

import re
from datetime import date
from typing import NamedTuple

from rules.endings import EndingIn
from rules.numerals import MONTHS, year_in_words
from rules.period_forms import YEAR_BEFORE
from rules.spans import Span, day, months

PAST_AFTER = re.compile(r",?\s*(?:jl\b|jongstleden|laatstleden)", re.IGNORECASE)
PAST_BEFORE = EndingIn(
    r"\b(?:sinds|sedert|afgelopen|vorige?|voorbije|verleden)\s+"
    r"(?:(?:de|het|begin|half|medio|eind|maand)\s+)*$"
)
# What was written or said on a day: 'uw brief van 9 april', 'd.d. 9 april'.
WRITTEN = EndingIn(
    r"(?:\b(?:brief|brieven|verzoek|informatieverzoek|uitvraag|e-?mail|bericht|schrijven|gesprek|"
    r"overleg|besluit|vergadering|bijeenkomst|melding|reactie|antwoord|nota|uitspraak)\s+van|"
    r"\bd\.?d\.?|\bgedateerd|\bgedagtekend)\s+(?:\w+dag\s+)?$"
)
# Behind figures that count places, hours or people.
COUNTED = re.compile(
    r"\s*(?:reguliere?|amv|plek|plaats|bedden|woning|units?\b|mensen|personen|bewoners|asiel|"
    r"opvang|uur\b|uren\b)"
)
NUMBERED = re.compile(r"(?:\bstb\.?|\bstcrt\.?|\bnr\.?|nummer|kenmerk|€|eur|z)$")
FULL_YEAR, SHORT_YEAR = re.compile(r"(?:19|20)\d\d"), re.compile(r"['’ -](\d\d)\b")
# How a phrase names a year without its figures.
YEAR_AFTER, NEXT_YEAR = re.compile("daarop|erop|daarna|erna"), re.compile("volgend|komend|nieuwe")
YEAR_AGO, SAID_YEAR = re.compile("vorig|afgelopen"), re.compile(r"\bdat|hetzelfde|datzelfde")
THIS_YEAR = re.compile(r"\b(?:dit|het)\b")


class Context(NamedTuple):
    """What a period is resolved by, besides its own words."""

    received_on: date
    last_year: int  # named last before it: 'dat jaar'
    said: Span | None  # the time named last before it: 'dat kwartaal'
    before: str  # the text before it, as far as it is looked at
    after: str  # the text behind it
    is_past: bool  # the words around it say that it has been

    @property
    def is_written(self) -> bool:
        """Whether it is the day of a letter or a talk, which lies behind where it can."""
        return WRITTEN.search(self.before) is not None

    @property
    def year_before(self) -> int | None:
        """The year that stands before a period: 'volgend jaar zomer'."""
        found = YEAR_BEFORE.search(self.before)
        return year_of(found["year"], self.received_on, self.last_year) if found else None


def is_past(before: str, after: str) -> bool:
    """Whether the words around a period say that it has been."""
    return PAST_BEFORE.search(before) is not None or PAST_AFTER.match(after) is not None


def given(match: re.Match[str], context: Context, *groups: str) -> int | None:
    """The year that a period names itself, None without."""
    for group in groups:
        if match[group]:
            return year_of(match[group], context.received_on, context.last_year)
    return None


def full_year(figures: str) -> int:
    """Two or four figures as a year; two are of this century."""
    return int(figures) if len(figures) == 4 else 2000 + int(figures[-2:])


def year_of(text: str, received_on: date, last_year: int) -> int | None:
    """The year a phrase names, or None."""
    words = text.lower()
    figures = FULL_YEAR.search(words) or SHORT_YEAR.search(words)
    if figures:
        return full_year(figures[0].strip("'’ -"))
    if "tweeduizend" in words:
        return year_in_words(words[words.index("tweeduizend") :])
    if YEAR_AFTER.search(words):
        return last_year + 1
    if NEXT_YEAR.search(words):
        return received_on.year + 1
    if YEAR_AGO.search(words):
        return received_on.year - 1
    if SAID_YEAR.search(words):
        return last_year
    return received_on.year if THIS_YEAR.search(words) else None


def nearest(first: int, last: int, year: int | None, context: Context) -> Span:
    """Months of the year given, else the next that have not passed.

    Where the text says that they have been ('sinds juni'), the last that have begun.
    """
    today = context.received_on
    span = months(year or today.year, first, last)
    if year is None and (context.is_past or context.is_written):
        has_begun = span.earliest is not None and span.earliest <= today
        return span if has_begun else months(today.year - 1, first, last)
    if year is None and span.latest is not None and span.latest < today:
        return months(today.year + 1, first, last)
    return span


def nearest_day(month: int, number: int, year: int | None, context: Context) -> Span | None:
    """A day of the year given, else the next; the last where the text says that it has been."""
    today = context.received_on
    span = day(year or today.year, month, number)
    if year is not None or span is None or span.latest is None:
        return span
    if context.is_past or context.is_written:
        return span if span.latest <= today else day(today.year - 1, month, number)
    return day(today.year + 1, month, number) if span.latest < today else span


def month_number(name: str) -> int:
    """The number of a month, 1 to 12."""
    return MONTHS[name.lower().rstrip(".")]
