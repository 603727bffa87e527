"""The days of a period that is a year, or some years."""

import re

from rules.endings import EndingIn
from rules.period_context import COUNTED, NUMBERED, Context, year_of
from rules.spans import Span, months

IN_PARTS = EndingIn(
    r"(?:\beinde?|\baanvang|\bbegin|\bloop|\bmidden|\bhalverwege|\bmedio|\bhelft|\bkwartaal)\s+"
    r"(?:van\s+)?$"
)
# 'Halverwege 2028 bewoners ontvangen': a year, whatever it stands before.
IN_YEAR = EndingIn(
    r"\b(?:in|vanaf|sinds|begin|aanvang|primo|medio|half|halverwege|midden|einde?|ultimo|"
    r"(?:loop|helft|kwartaal|zomer|najaar|voorjaar|winter|herfst|lente)\s+van)\s+$"
)


def of_school_year(match: re.Match[str], context: Context) -> Span | None:
    """'schooljaar 2027-2028'"""
    return months(int(match["sc1"]), 8, 19)


def of_years(match: re.Match[str], context: Context) -> Span | None:
    """'2027/2028'"""
    first, second = int(match["y1"]), match["y2"] or match["y3"]
    last = 2000 + int(second[-2:])
    most = 8 if len(second) == 4 else 2  # 'brief 2026-31' is a number
    joined = months(first, 1, 12 * (last - first + 1)) if 0 < last - first <= most else None
    return joined if is_year(match, context) else None


def of_this_year(match: re.Match[str], context: Context) -> Span | None:
    """The year in 'eind van het jaar'."""
    return months(context.received_on.year, 1, 12) if IN_PARTS.search(context.before) else None


def of_relative_year(match: re.Match[str], context: Context) -> Span | None:
    """'volgend jaar', 'dat jaar'"""
    year = year_of(match[0], context.received_on, context.last_year)
    return None if year is None else months(year, 1, 12)


def of_year(match: re.Match[str], context: Context) -> Span | None:
    """'2027', 'het jaar 2027'"""
    return of_relative_year(match, context) if is_year(match, context) else None


def is_year(match: re.Match[str], context: Context) -> bool:
    """Whether four figures are a year: not a number of places or of a document."""
    if COUNTED.match(context.after[:24].lower()):
        return IN_YEAR.search(context.before) is not None
    return NUMBERED.search(context.before.rstrip().lower()) is None
