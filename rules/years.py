"""The year of a period that names none, from the one that it is listed with."""

import re
from calendar import monthrange
from datetime import date
from itertools import pairwise

from rules.period_parts import with_parts
from rules.periods import periods
from rules.spans import Expression, Span

ARTICLE = r"(?:(?:in|op|per|van|de|het|loop|maand|uiterlijk)\s+){0,3}"
LIST_LINK = re.compile(
    rf"^\s*(?:,|,?\s*\b(?:en/of|en|of|dan\s+wel|resp\.|respectievelijk)|tot(?:\s+en\s+met)?|t/m|à|-|–|/)\s*{ARTICLE}$",
    re.IGNORECASE,
)


def with_years(text: str, bases: list[Expression]) -> list[Expression]:
    """A period without a year takes it from the one that it is listed with.

    'maart of april 2027': what stands first comes first, as late as it can; 'juli 2027 en
    september': what follows comes after, as early as it can.
    """
    if len(bases) < 2:
        return bases
    found = list(bases)
    for at in range(len(found) - 2, -1, -1):
        if lends_year(text, found[at + 1], found[at]) and found[at].end <= found[at + 1].start:
            found[at] = moved_before(found[at], found[at + 1])
    for at, (one, other) in enumerate(pairwise(bases)):
        if lends_year(text, one, other):
            found[at + 1] = moved_after(found[at + 1], found[at])
    return found


def lends_year(text: str, lender: Expression, borrower: Expression) -> bool:
    """Whether two neighbours are listed together and one of them alone names a year."""
    if borrower.has_year or not lender.has_year or lender.is_past:
        return False
    first, second = sorted((lender, borrower), key=lambda each: each.start)
    return LIST_LINK.match(text[first.end : second.start]) is not None


def moved_before(first: Expression, second: Expression) -> Expression:
    """The first of two, in the year of the second, or the one before where it must be."""
    if first.earliest is None or second.earliest is None:
        return first
    moved = in_year(first, second.earliest.year)
    if moved.earliest is not None and moved.earliest > second.earliest:
        return in_year(first, second.earliest.year - 1)
    return moved


def moved_after(second: Expression, first: Expression) -> Expression:
    """The second of two, in the year of the first, or the next where it must be."""
    if first.earliest is None or second.earliest is None:
        return second
    moved = in_year(second, first.earliest.year)
    if moved.earliest is not None and moved.earliest < first.earliest:
        return in_year(second, first.earliest.year + 1)
    return moved


def in_year(each: Expression, year: int) -> Expression:
    """The same time of another year: 'de eerste zondag van juli' is another day in each."""
    span = read_in_year(each.text, year)
    if span is None and each.earliest is not None and each.latest is not None:
        years = year - each.earliest.year
        span = Span(years_later(each.earliest, years), years_later(each.latest, years))
    if span is None:
        return each
    return each._replace(earliest=span.earliest, latest=span.latest, has_year=True)


def read_in_year(words: str, year: int) -> Span | None:
    """The days of a period whose words are followed by a year; None where they do not join."""
    text = f"{words} {year}"
    found = with_parts(text, list(periods(text, date(year, 1, 1), year, None)))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(text)):
        return None
    return Span(found[0].earliest, found[0].latest)


def years_later(day: date, years: int) -> date:
    """The same day of another year; the last of February stays the last."""
    year = day.year + years
    last = monthrange(year, day.month)[1]
    is_end = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if is_end else min(day.day, last))
